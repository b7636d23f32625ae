// Images with their alt text. Nothing is fetched from outside: there, the alt text stands in the image's place.

import { el } from "./dom.js";

export function picture(source, size) {
  const words = source.alt_text ?? "";
  const address = ownAddress(source);
  if (!address) return missing(words);
  const shown = el("img", { class: `picture ${size}`, src: address, alt: words, title: words || null, loading: "lazy" });
  shown.addEventListener("error", () => shown.replaceWith(missing(words)));
  return shown;
}

function missing(words) {
  return el("span", { class: "picture-missing" }, words ? `Image: ${words}` : "Image without a description");
}

/** Where the stand-in itself serves the image, or null. Slack's address of a file needs the app's token. */
function ownAddress({ image_url: url, slack_file: file }) {
  if (file?.id) return `/play/files/${encodeURIComponent(file.id)}`;
  const address = URL.parse(file?.url ?? url ?? "", location.origin);
  if (address?.origin !== location.origin) return null;
  const id = address.pathname.match(/^\/files\/([^/]+)/)?.[1];
  return id ? `/play/files/${id}` : address.href;
}
