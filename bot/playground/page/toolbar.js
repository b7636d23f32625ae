// What may be done with a message: shown while it is pointed at or focused.

import { act } from "./api.js";
import { permalink } from "./address.js";
import { confirmed } from "./confirm.js";
import { el, signButton } from "./dom.js";
import { startEdit } from "./editor.js";
import { openMenu } from "./menu.js";
import { showNotice } from "./notice.js";
import { chooseReaction, react } from "./reactions.js";
import { state } from "./state.js";
import { refresh } from "./sync.js";
import { openThread } from "./thread.js";

/** The toolbar for one message, or null: nothing can be done with what only you see. */
export function toolbar(message, inThread) {
  if (message.ephemeral) return null;
  const tick = message.reactions.find((each) => each.name === "white_check_mark")?.users.includes(state.user);
  const focus = (name) => ({ "data-focus": `tool/${message.ts}/${name}`, class: "tool" });
  const menu = (node, open) => { node.setAttribute("aria-haspopup", "menu"); node.addEventListener("click", () => open(node)); return node; };
  return el("div", { class: "toolbar", role: "toolbar", "aria-label": "What to do with this message" },
    signButton("✅", tick ? "Take back ✅" : "React with ✅", () => react(message, "white_check_mark", !tick), focus("tick")),
    menu(signButton("☺", "Another reaction", null, focus("react")), (node) => chooseReaction(node, message)),
    inThread ? null : signButton("💬", "Reply in thread", () => openThread(message), focus("reply")),
    menu(signButton("⋮", "More actions", null, focus("more")), (node) => openMenu(node, "More actions", choices(message))));
}

function choices(message) {
  const own = message.user === state.user && !message.is_bot;
  return [
    ...state.shortcuts.map((shortcut) => ({
      label: shortcut.name, description: shortcut.description, run: () => runShortcut(message, shortcut),
    })),
    { label: "Copy link", run: () => copyLink(message) },
    ...(own ? [
      { label: "Edit message", run: () => startEdit(message) },
      { label: "Delete message", danger: true, run: () => remove(message) },
    ] : []),
  ];
}

async function runShortcut(message, { callback_id }) {
  const answer = await act("shortcut", { user: state.user, channel: message.channel, ts: message.ts, callback_id });
  if (!answer.ok) showNotice(answer.text);
  await refresh();
}

async function copyLink(message) {
  const address = `${location.origin}/${permalink(message)}`;
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    showNotice(`The link: ${address}`);
  }
}

async function remove(message) {
  const plain = (text) => ({ type: "plain_text", text });
  const agreed = await confirmed({ title: plain("Delete message"), style: "danger", confirm: plain("Delete"),
    text: plain("Are you sure you want to delete this message? This cannot be undone.") });
  if (!agreed) return;
  const answer = await act("delete", { user: state.user, channel: message.channel, ts: message.ts });
  if (!answer.ok) showNotice(answer.text);
  await refresh();
}
