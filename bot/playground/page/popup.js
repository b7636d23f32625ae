// A small panel beside the control that opened it: menus and pickers. The browser closes it on Escape and on
// a press elsewhere. It stands outside the message, so that a live update can't close it.

import { el, sameControl } from "./dom.js";

const MARGIN = 8;

// A press on the control of an open popup closes it, and must not open it again.
let pressed = null;
document.addEventListener("pointerdown", (event) => {
  pressed = event.target.closest?.('[aria-expanded="true"]') ?? null;
}, { capture: true });

/** Opens `content` beside `anchor`. Gives {close}, or null when this press just closed the same popup. */
export function openPopup(anchor, content, { role = null, label = null, width = null } = {}) {
  const closes = pressed === anchor;
  pressed = null;
  if (closes) return null;
  const popup = el("div", { class: "popup", popover: "auto", role, "aria-label": label }, content);
  (anchor.closest("dialog, header, main") ?? document.body).append(popup);
  anchor.setAttribute("aria-expanded", "true");
  popup.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    anchor.setAttribute("aria-expanded", "false");
    const inside = popup.contains(document.activeElement) || document.activeElement === document.body;
    popup.remove();
    if (inside) backTo(anchor);
  });
  popup.showPopover();
  if (width) popup.style.minWidth = `${width}px`;
  place(popup, anchor.getBoundingClientRect());
  return { close: () => popup.isConnected && popup.hidePopover() };
}

function place(popup, beside) {
  const { width, height } = popup.getBoundingClientRect();
  const left = Math.min(beside.left, window.innerWidth - width - MARGIN);
  const below = beside.bottom + 4;
  const fits = below + height <= window.innerHeight - MARGIN;
  popup.style.left = `${Math.max(MARGIN, left)}px`;
  popup.style.top = `${fits ? below : Math.max(MARGIN, beside.top - height - 4)}px`;
}

/** The control that opened it, or the one that was drawn in its place since. */
function backTo(anchor) {
  const node = anchor.isConnected ? anchor : sameControl(anchor.dataset.focus);
  node?.focus();
}
