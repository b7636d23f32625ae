// One message. Its parts are redrawn one by one, only when they change.

import { drawBlocks } from "./blocks.js";
import { permalink } from "./address.js";
import { dayInWords, timeOf } from "./dates.js";
import { el } from "./dom.js";
import { editor, isEdited } from "./editor.js";
import { reconcile } from "./keyed.js";
import { mrkdwn } from "./mrkdwn.js";
import { reactionRow } from "./reactions.js";
import { state } from "./state.js";
import { messageSurface } from "./surface.js";
import { openThread } from "./thread.js";

const HUES = 8;

export function newMessage(message, inThread) {
  const node = el("article", { class: "message", tabindex: "-1", "data-ts": message.ts },
    avatar(message), el("div", { class: "message-body" }), el("div", { class: "tools" }));
  updateMessage(node, message, inThread);
  return node;
}

export function updateMessage(node, message, inThread) {
  node.message = message;
  node.setAttribute("aria-label", `${message.name}, ${timeOf(message.at)}${message.ephemeral ? ", only visible to you" : ""}`);
  node.classList.toggle("ephemeral", message.ephemeral);
  node.classList.toggle("error", Boolean(message.error));
  node.classList.toggle("marked", state.marked === message.ts);
  reconcile(node.querySelector(":scope > .message-body"), parts(message, inThread));
}

function parts(message, inThread) {
  const part = (key, shown, signature, render, update) =>
    (shown ? [{ key, signature: JSON.stringify(signature), render, update }] : []);
  const editing = isEdited(message);
  const body = { blocks: message.blocks ?? [], text: message.text };
  return [
    ...part("private", message.ephemeral, "", () => el("p", { class: "only-you" }, el("span", { "aria-hidden": "true" }, "👁 "), "Only visible to you")),
    ...part("head", true, [message.name, message.is_bot, message.at], () => head(message)),
    ...part("editor", editing, "", () => editor(message)),
    ...part("text", !editing && !body.blocks.length && message.text, [body.text, message.edited], () =>
      el("div", { class: "text" }, mrkdwn(message.text), message.edited && el("span", { class: "edited" }, "(edited)"))),
    ...part("blocks", !editing && body.blocks.length, body.blocks,
      () => blocksInto(el("div", { class: "blocks" }), message), (node) => blocksInto(node, message)),
    ...part("files", message.files?.length, message.files, () => el("div", { class: "files" }, message.files.map(file))),
    ...part("reactions", message.reactions?.length, [message.reactions, state.user], () => reactionRow(message)),
    ...part("replies", !inThread && message.reply_count, [message.reply_count, message.latest_reply], () => replies(message)),
  ];
}

function blocksInto(node, message) {
  drawBlocks(node, message.blocks, messageSurface(message));
  return node;
}

function head(message) {
  return el("div", { class: "head" }, el("span", { class: "name" }, message.name),
    message.is_bot && el("span", { class: "badge" }, "APP"),
    el("a", { class: "time", href: permalink(message), title: dayInWords(message.at) },
      el("time", { datetime: message.at }, timeOf(message.at))));
}

function avatar(message) {
  const words = message.name.replace(/[^\p{L}\p{N} ]/gu, "").split(" ").filter(Boolean);
  const initials = (words.length > 1 ? words[0][0] + words.at(-1)[0] : (words[0] ?? "?").slice(0, 2)).toUpperCase();
  const hue = [...message.user ?? ""].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) % HUES;
  return el("span", { class: `avatar ${message.is_bot ? "app" : `hue-${hue}`}`, "aria-hidden": "true" }, message.is_bot ? "✓" : initials);
}

function replies(message) {
  const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  const latest = message.latest_reply ? new Date(Number(message.latest_reply) * 1000).toISOString() : null;
  return el("button", { type: "button", class: "replies", "data-focus": `replies/${message.ts}`, on: { click: () => openThread(message) } },
    el("strong", {}, words), latest && el("span", {}, ` Last reply ${dayInWords(latest)}, ${timeOf(latest)}`));
}

function file(each) {
  if (each.mimetype?.startsWith("image/")) {
    return el("figure", {}, el("figcaption", {}, each.title || each.name),
      el("img", { class: "picture large", src: each.url, alt: each.alt || each.title || each.name, loading: "lazy" }));
  }
  return el("a", { class: "file", href: each.url, download: each.name },
    el("span", { "aria-hidden": "true" }, "📄 "), el("span", {}, el("strong", {}, each.title || each.name),
      el("span", { class: "description" }, `${Math.max(1, Math.round((each.size ?? 0) / 1024))} KB, download`)));
}
