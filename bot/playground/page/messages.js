// A list of messages with day dividers. It stays at the newest message unless the person scrolled up.

import { dayInWords } from "./dates.js";
import { el } from "./dom.js";
import { reconcile } from "./keyed.js";
import { newMessage, updateMessage } from "./message.js";
import { isEdited } from "./editor.js";
import { state } from "./state.js";
import { toolbar } from "./toolbar.js";

const NEAR_END = 80; // pixels

/** Gives {node, show(messages, placeKey)}; `inThread` leaves out what is not possible in threads. */
export function messageList(label, inThread = false) {
  const list = el("div", { class: "message-list", role: "feed", "aria-label": label });
  const below = el("button", { type: "button", class: "button below", hidden: true }, "Newest messages ↓");
  const scroller = el("div", { class: "scroller", tabindex: "-1" }, list);
  const node = el("div", { class: "message-pane" }, scroller, below);
  let shownPlace = null;
  let shownMark = null;
  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
  const toEnd = () => { scroller.scrollTop = scroller.scrollHeight; below.hidden = true; };
  below.addEventListener("click", toEnd);
  scroller.addEventListener("scroll", () => { if (atEnd()) below.hidden = true; });
  let stays = true; // pictures that arrive late push the end away
  new ResizeObserver(() => { if (stays) toEnd(); }).observe(list);
  scroller.addEventListener("scroll", () => { stays = atEnd(); });

  function show(messages, place) {
    const moved = place !== shownPlace;
    const end = moved || atEnd();
    const newest = list.lastElementChild?.dataset.ts;
    reconcile(list, items(messages, inThread, place));
    tabStop(list);
    shownPlace = place;
    const mark = state.marked && list.querySelector(".marked");
    if (mark && shownMark !== `${place}/${state.marked}`) {
      shownMark = `${place}/${state.marked}`;
      stays = false;
      mark.scrollIntoView({ block: "center" });
    } else if (end) {
      toEnd();
    } else if (newest !== list.lastElementChild?.dataset.ts) {
      below.hidden = false;
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
  return el("div", { class: "day", role: "separator", "aria-label": day }, el("span", { "aria-hidden": "true" }, day));
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
