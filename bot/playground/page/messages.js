// A list of messages with day dividers. It stays at the newest message unless the person scrolled up; what they say
// themselves, and what only they can see, brings them back. Of something taller than the list, the top is shown.

import { dayInWords } from "./dates.js";
import { el } from "./dom.js";
import { reconcile } from "./keyed.js";
import { newMessage, updateMessage } from "./message.js";
import { isEdited } from "./editor.js";
import { state } from "./state.js";
import { toolbar } from "./toolbar.js";

const NEAR_END = 80; // pixels
const ABOVE = 12; // pixels above a message whose top is shown

/** Gives {node, show(messages, placeKey)}, messages null while they load; `inThread` leaves out what threads can't do. */
export function messageList(label, inThread = false) {
  const list = el("div", { class: "message-list", role: "group", "aria-label": label });
  const below = el("button", { type: "button", class: "button below", hidden: true }, "Newest messages ↓");
  const scroller = el("div", { class: "scroller", tabindex: "-1" }, list);
  const node = el("div", { class: "message-pane" }, scroller, below);
  let shownPlace = null;
  let shownMark = null;
  let known = new Set(); // the messages shown
  let newest = null; // the first of those that came last: its top stays in view
  let stays = true; // at the end, whatever else changes its size: late pictures, the field below
  let settledAt = 0;
  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
  const settle = () => {
    const top = newest?.isConnected
      ? newest.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop - ABOVE : Infinity;
    scroller.scrollTop = Math.min(top, scroller.scrollHeight - scroller.clientHeight);
    settledAt = scroller.scrollTop;
    stays = true;
    below.hidden = atEnd();
  };
  const toEnd = () => { newest = null; settle(); };
  below.addEventListener("click", toEnd);
  scroller.addEventListener("scroll", () => {
    if (Math.abs(scroller.scrollTop - settledAt) < 2) return; // not the person, but `settle`
    newest = null;
    stays = atEnd();
    if (stays) below.hidden = true;
  });
  const sizes = new ResizeObserver(() => { if (stays) settle(); });
  sizes.observe(list);
  sizes.observe(scroller);

  function show(messages, place) {
    const moved = place !== shownPlace;
    const fresh = (messages ?? []).filter((message) => !known.has(message.ts));
    const follows = stays && atEnd();
    list.setAttribute("role", messages?.length ? "feed" : "group"); // a feed has to have something in it
    reconcile(list, items(messages ?? [], inThread, place));
    tabStop(list);
    shownPlace = messages && place;
    known = new Set((messages ?? []).map((message) => message.ts));
    const mark = state.marked && list.querySelector(".marked");
    if (mark && shownMark !== `${place}/${state.marked}`) {
      shownMark = `${place}/${state.marked}`;
      stays = false;
      mark.scrollIntoView({ block: mark.offsetHeight < scroller.clientHeight ? "center" : "start" });
    } else if (moved) {
      toEnd();
    } else if (fresh.length) {
      const own = fresh.find((message) => message.ephemeral || message.user === state.user);
      const first = own ?? (follows ? fresh[0] : null);
      if (first) newest = list.querySelector(`[data-ts="${first.ts}"]`);
      if (first) settle();
      else below.hidden = false;
    } else if (stays) {
      settle();
    }
  }
  withTools(list, inThread);
  list.addEventListener("keydown", (event) => moveFocus(list, event));
  return { node, show };
}

function items(messages, inThread, place) {
  let day = null;
  return messages.flatMap((message) => {
    const today = dayInWords(message.at);
    const divider = today === day ? [] : [{ key: `${place}/${today}`, signature: "", render: () => dayDivider(today) }];
    day = today;
    return [...divider, {
      key: `${place}/${message.ts}`,
      signature: JSON.stringify([message, state.user, isEdited(message), state.marked === message.ts]),
      render: () => newMessage(message, inThread),
      update: (node) => updateMessage(node, message, inThread),
    }];
  });
}

function dayDivider(day) {
  return el("div", { class: "day" }, el("span", {}, day));
}

/** Puts the toolbar on the message that is pointed at or focused, and takes it from the others. */
function withTools(list, inThread) {
  const give = (event) => {
    const node = event.target.closest?.(".message");
    if (!node || !list.contains(node)) return;
    const signature = JSON.stringify([node.message.reactions, state.user, state.shortcuts]);
    const slot = node.querySelector(":scope > .tools");
    if (slot.tools === signature && slot.childElementCount) return;
    for (const other of list.querySelectorAll(".tools")) {
      if (other !== slot && !other.contains(document.activeElement)) other.replaceChildren();
    }
    if (slot.contains(document.activeElement)) return;
    slot.tools = signature;
    slot.replaceChildren(...[toolbar(node.message, inThread)].filter(Boolean));
  };
  list.addEventListener("pointerover", give);
  list.addEventListener("focusin", give);
}

/** Arrow keys go from message to message; Tab goes into the one reached. */
function moveFocus(list, event) {
  if (!event.target.classList.contains("message")) return;
  const all = [...list.querySelectorAll(".message")];
  const at = all.indexOf(event.target);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || !all[to]) return;
  event.preventDefault();
  for (const each of all) each.tabIndex = -1;
  all[to].tabIndex = 0;
  all[to].focus();
}

function tabStop(list) {
  const all = [...list.querySelectorAll(".message")];
  if (all.length && !all.some((each) => each.tabIndex === 0)) all.at(-1).tabIndex = 0;
}
