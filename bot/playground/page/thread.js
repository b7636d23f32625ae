// The pane beside the messages, with one thread in it.

import { channelAddress } from "./address.js";
import { composer } from "./composer.js";
import { byId, el, sameControl, signButton } from "./dom.js";
import { messageList } from "./messages.js";
import { channelName, mayWrite, state } from "./state.js";

let parts = null;
let wantsFocus = false;

export function writeInThread(text) {
  parts?.composer.fill(text);
}

export function openThread(message) {
  wantsFocus = true;
  const address = channelAddress(message.channel, message.thread_ts ?? message.ts);
  if (location.hash === address) drawThread();
  else location.hash = address;
}

function closeThread() {
  const ts = state.thread;
  location.hash = channelAddress(state.place.channel);
  sameControl(`replies/${ts}`, byId("main"))?.focus();
}

export function drawThread() {
  const pane = byId("thread");
  const isOpen = Boolean(state.thread && state.replies);
  pane.hidden = !isOpen;
  document.body.classList.toggle("thread-open", isOpen);
  if (!isOpen) return;
  parts ??= build(pane);
  parts.where.textContent = state.channel ? `${state.channel.is_im ? "" : "#"}${channelName(state.channel)}` : "";
  parts.list.show(state.replies, `${state.user}/${state.thread}`);
  parts.composer.show({ channel: state.place.channel, thread: state.thread, label: "Reply in thread" });
  const writes = mayWrite(state.channel);
  parts.composer.node.hidden = !writes;
  if (wantsFocus && writes) parts.composer.focus();
  wantsFocus = false;
}

function build(pane) {
  const where = el("span", { class: "where" });
  const list = messageList("Messages in this thread", true);
  const made = composer(true);
  pane.append(el("div", { class: "pane-head" }, el("h2", {}, "Thread ", where), signButton("✕", "Close thread", closeThread)),
    list.node, made.node);
  pane.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !event.target.closest(".popup, .editor")) closeThread();
  });
  return { where, list, composer: made };
}
