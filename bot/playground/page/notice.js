// Says what went wrong, until it is dismissed or a while has passed.

import { byId, el, signButton } from "./dom.js";

const STAYS = 12000;

export function showNotice(text) {
  const notice = el("div", { class: "notice" }, el("span", {}, text || "Something went wrong."),
    signButton("✕", "Dismiss", () => notice.remove()));
  // A dialog makes the rest of the page unreachable, so the notice stands within it.
  const dialog = [...document.querySelectorAll("dialog[open] .dialog-notices")].at(-1);
  (dialog ?? byId("notices")).replaceChildren(notice);
  setTimeout(() => notice.remove(), STAYS);
}
