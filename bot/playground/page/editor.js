// Editing one's own message in place.

import { act } from "./api.js";
import { el } from "./dom.js";
import { toPlain, toSend } from "./markup.js";
import { changed, state } from "./state.js";
import { refresh } from "./sync.js";

let edited = null; // {user, channel, ts} of the message being edited

export function isEdited(message) {
  return edited?.user === state.user && edited.channel === message.channel && edited.ts === message.ts;
}

export function startEdit(message) {
  edited = { user: state.user, channel: message.channel, ts: message.ts };
  changed();
}

function stopEdit() {
  edited = null;
  changed();
}

export function editor(message) {
  const field = el("textarea", { class: "field", rows: 3, "aria-label": "Edit message" });
  field.value = toPlain(message.text);
  const trouble = el("p", { class: "field-error", role: "alert" });
  const save = async () => {
    const answer = await act("edit", { ...edited, text: toSend(field.value) });
    if (!answer.ok) { trouble.textContent = answer.text; return; }
    edited = null;
    await refresh();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stopEdit();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    save();
  });
  requestAnimationFrame(() => field.focus());
  return el("div", { class: "editor" }, field, trouble, el("div", { class: "buttons" },
    el("button", { type: "button", class: "button", on: { click: stopEdit } }, "Cancel"),
    el("button", { type: "button", class: "button primary", on: { click: save } }, "Save")));
}
