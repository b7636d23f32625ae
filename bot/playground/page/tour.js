// The tour: a strip below the top bar that asks for one real thing at a time and notices when it was done. It stands
// beside what it points at, never on it.

import { byId, el, signButton } from "./dom.js";
import { changed, state } from "./state.js";
import { STEPS } from "./tour-steps.js";

const LEFT = "tour left"; // who once left it is not asked again; the button brings it back
const BEGINNING = { step: 0, past: 0, done: false };
const FOCUSABLE = "a, button, input, select, textarea, [tabindex]";

let parts = null;
let progress = null; // {run, step, past: how many of its parts are done with, done: the step is, open}

export function drawTour() {
  const button = byId("tour-button");
  button.hidden = !state.tour;
  if (button.hidden) return;
  parts ??= build(byId("tour"), button);
  if (progress?.run !== state.run) progress = restored();
  button.setAttribute("aria-expanded", String(progress.open));
  parts.strip.hidden = !progress.open;
  if (!progress.open) { point(null); return; }
  const step = STEPS[progress.step];
  const part = progress.done ? null : wanted(step);
  say(step, part);
  point(part && target(part));
}

/** The part that is asked for now, or null when there is none left. */
function wanted({ parts: all }) {
  let at = progress.past;
  while (at < all.length && all[at].met()) {
    at += 1;
    if (all[at - 1].deed) keep({ past: at });
  }
  if (at === all.length) keep({ done: true });
  return all[at] ?? null;
}

/** What one had reached with this stand-in; another one's partnership begins anew. */
function restored() {
  const known = JSON.parse(localStorage.getItem("tour") ?? "{}");
  return known.run === state.run ? known : { run: state.run, ...BEGINNING, open: !localStorage.getItem(LEFT) };
}

function keep(change) {
  Object.assign(progress, change);
  localStorage.setItem("tour", JSON.stringify(progress));
}

function build(strip, button) {
  const title = el("h2", { id: "tour-title", tabindex: "-1" });
  const words = el("p", { class: "tour-words", "aria-live": "polite" });
  const show = el("button", { type: "button", class: "button small", on: { click: reach } }, "Take me there");
  const next = el("button", { type: "button", class: "button small", on: { click: forward } });
  const leave = signButton("✕", "Leave the tour", () => { close(); button.focus(); });
  strip.append(el("div", { class: "tour-text" }, title, words), el("div", { class: "tour-buttons" }, show, next, leave));
  button.addEventListener("click", () => {
    if (progress.open) { close(); return; }
    const ended = progress.done && progress.step === STEPS.length - 1;
    keep({ open: true, ...(ended ? BEGINNING : {}) });
    drawTour();
    title.focus();
  });
  return { strip, title, words, show, next, said: "" };
}

function close() {
  localStorage.setItem(LEFT, "yes");
  keep({ open: false });
  drawTour();
}

function say(step, part) {
  const signature = JSON.stringify([progress.step, step.parts.indexOf(part), progress.done]);
  if (parts.said === signature) return;
  parts.said = signature;
  const last = progress.step === STEPS.length - 1;
  parts.title.textContent = `Tour, step ${progress.step + 1} of ${STEPS.length}: ${step.title}`;
  parts.words.replaceChildren(...(progress.done ? [el("strong", {}, "✓ Done. "), step.end] : part.say));
  parts.strip.classList.toggle("done", progress.done);
  parts.show.hidden = progress.done;
  parts.next.textContent = !progress.done ? "Skip this step" : last ? "End the tour" : "Next step";
  parts.next.classList.toggle("primary", progress.done);
}

function forward() {
  if (progress.step === STEPS.length - 1) {
    keep(BEGINNING);
    close();
    byId("tour-button").focus();
    return;
  }
  keep({ ...BEGINNING, step: progress.step + 1 });
  state.did = null; // what was told of the clock belongs to the step before
  changed();
}

/** The first of its places that is on the screen now. */
function target(part) {
  const places = part.at().map((selector) => document.querySelector(selector));
  return places.find((node) => node?.checkVisibility({ visibilityProperty: true })) ?? null;
}

function point(node) {
  for (const each of document.querySelectorAll(".pointed")) if (each !== node) each.classList.remove("pointed");
  node?.classList.add("pointed");
}

function reach() {
  const node = document.querySelector(".pointed");
  const inside = node?.matches(FOCUSABLE) ? node : node?.querySelector(FOCUSABLE);
  node?.scrollIntoView({ block: "nearest" });
  inside?.focus();
}
