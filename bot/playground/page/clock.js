// The stand-in's clock, and moving it.

import { act } from "./api.js";
import { announce } from "./announce.js";
import { didInWords } from "./did.js";
import { fromField, momentInWords, toField } from "./dates.js";
import { byId, el } from "./dom.js";
import { showNotice } from "./notice.js";
import { state } from "./state.js";
import { refresh } from "./sync.js";

let parts = null;

export function drawClock() {
  if (!state.clock) return;
  parts ??= build(byId("clock"));
  const words = momentInWords(state.clock.now);
  if (parts.now.textContent !== words) parts.now.textContent = words;
  parts.now.setAttribute("datetime", state.clock.local);
  parts.controls.hidden = !state.clock.can_move;
  // Never under the hands of whoever is setting it.
  if (document.activeElement !== parts.field && !parts.touched) parts.field.value = toField(state.clock.now);
  parts.say();
}

function build(place) {
  const now = el("time", { class: "now" });
  // The browser writes the field in its own country's order, so what it says stands below it in words.
  const words = el("output", { class: "chosen", id: "clock-words" });
  const field = el("input", { type: "datetime-local", class: "field", id: "clock-field", "aria-describedby": words.id });
  const say = () => { words.textContent = field.value ? momentInWords(fromField(field.value)) : "Choose a date and a time."; };
  const go = el("button", { type: "submit", class: "button small" }, "Set");
  const step = (words, name) => el("button", { type: "button", class: "button small", on: { click: (event) => move({ step: name }, event.target) } }, words);
  const form = el("form", { class: "clock-form", novalidate: true },
    el("label", { for: field.id }, "Move the clock to"), field, words, go);
  const other = el("details", { class: "clock-other" }, el("summary", { class: "button small" }, "Another day"), form);
  const controls = el("div", { class: "clock-controls" }, el("span", { class: "clock-hint" }, "Move the clock:"),
    step("Next working day", "next-working-day"), step("Next Monday 09:00", "next-monday-0900"), other);
  const made = { now, controls, field, say, other, touched: false };
  field.addEventListener("input", () => { made.touched = true; say(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!field.value) { showNotice("Choose a date and a time first."); return; }
    await move({ to: fromField(field.value) }, go);
  });
  // On narrow screens the controls are behind the time itself.
  const toggle = el("button", { type: "button", class: "plain clock-toggle", "aria-expanded": "false", "aria-label": "Move the clock" },
    el("span", { "aria-hidden": "true" }, "▾"));
  const show = (on) => { place.classList.toggle("open", on); toggle.setAttribute("aria-expanded", String(on)); };
  toggle.addEventListener("click", () => show(!place.classList.contains("open")));
  const close = () => {
    const back = toggle.checkVisibility() ? toggle : other.firstElementChild;
    const within = controls.contains(document.activeElement);
    show(false);
    other.open = false;
    made.touched = false;
    if (within && !document.activeElement.checkVisibility()) back.focus();
  };
  made.close = close;
  document.addEventListener("pointerdown", (event) => { if (!place.contains(event.target)) close(); });
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const back = toggle.checkVisibility() ? toggle : other.firstElementChild;
    close();
    back.focus();
  });
  place.append(now, toggle, controls);
  return made;
}

async function move(asked, button) {
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  announce("The clock is moving, morning by morning.");
  const answer = await act("clock", asked);
  button.removeAttribute("aria-busy");
  if (!answer.ok) { showNotice(answer.text); return; }
  parts.close();
  state.did = answer.did;
  await refresh();
  announce(`It is now ${momentInWords(state.clock.now)}. ${didInWords(answer.did)}`);
}
