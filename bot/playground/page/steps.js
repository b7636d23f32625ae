// A workflow's step of the app: a form with the inputs that the manifest declares, and how its runs went.

import { act } from "./api.js";
import { announce } from "./announce.js";
import { drawBlocks } from "./blocks.js";
import { momentInWords } from "./dates.js";
import { el } from "./dom.js";
import { reconcile } from "./keyed.js";
import { showNotice } from "./notice.js";
import { person, personName, state } from "./state.js";
import { forget, ownSurface } from "./surface.js";
import { refresh } from "./sync.js";

const PLAIN = { type: "plain_text_input" };
const FIELDS = {
  "slack#/types/user_id": { type: "users_select", placeholder: { type: "plain_text", text: "Select a person" } },
  "slack#/types/channel_id": { type: "conversations_select", placeholder: { type: "plain_text", text: "Select a channel" } },
  "slack#/types/date": { type: "datepicker" },
  boolean: { type: "radio_buttons", options: ["Yes", "No"].map((text) => ({ text: { type: "plain_text", text }, value: text })) },
};
const NUMBERS = ["integer", "number", "slack#/types/timestamp"];
const STATES = { waiting: "Waiting", completed: "Completed", failed: "Failed" };

const forms = new Map(); // "person/step" -> {errors, times: how often it was run from here}
const known = new Map(); // run id -> its state as it was shown last

export function drawStep(parent, step) {
  const runs = (state.runs ?? []).filter((run) => run.callback_id === step.callback_id);
  const key = `${state.user}/${step.callback_id}`;
  if (!forms.has(key)) forms.set(key, { errors: {}, times: 0 });
  const form = forms.get(key);
  reconcile(parent, [
    { key: `form/${key}`, signature: JSON.stringify([step, form]),
      render: () => fill(build(step, form), step, form), update: (node) => fill(node, step, form) },
    { key: `runs/${step.callback_id}`, signature: JSON.stringify([step, runs, state.everyone]),
      render: () => listed(step, runs) },
  ]);
  for (const run of runs) tell(step, run);
}

function build(step, form) {
  const body = el("div", { class: "blocks" });
  const node = el("form", { class: "home step", novalidate: true, "aria-label": step.title }, body,
    el("div", { class: "buttons" }, el("button", { type: "submit", class: "button primary" }, "Run")));
  node.addEventListener("submit", (event) => { event.preventDefault(); run(node, step, form); });
  return node;
}

function fill(node, step, form) {
  const blocks = step.inputs.map(block);
  drawBlocks(node.firstElementChild, blocks, ownSurface(nameOf(step, form), blocks), form.errors);
  return node;
}

/** A new name for each run, so that the fields are empty again. */
function nameOf(step, { times }) {
  return `steps/${step.callback_id}/${times}`;
}

function block({ name, title, description, type, required }) {
  return {
    type: "input", block_id: name, optional: !required, label: { text: title }, hint: description ? { text: description } : null,
    element: { action_id: name, ...(FIELDS[type] ?? PLAIN) },
  };
}

async function run(node, step, form) {
  const button = node.querySelector('[type="submit"]');
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  const typed = ownSurface(nameOf(step, form), step.inputs.map(block)).values();
  const inputs = Object.fromEntries(step.inputs.map((each) => [each.name, valueOf(each, typed[each.name]?.[each.name])])
    .filter(([, value]) => value !== null));
  const answer = await act("run", { user: state.user, callback_id: step.callback_id, inputs });
  button.removeAttribute("aria-busy");
  if (!answer.ok) { showNotice(answer.text); return; }
  form.errors = answer.errors;
  if (answer.run) {
    forget(state.user, nameOf(step, form));
    form.times += 1;
  }
  await refresh();
  [...node.querySelectorAll("[data-field]")].find((field) => form.errors[field.dataset.field])?.focus();
}

/** What was typed, as the manifest's type has it. */
function valueOf({ type }, typed = null) {
  if (typed === null) return null;
  if (type === "boolean") return typed === "Yes";
  return NUMBERS.includes(type) && Number.isFinite(Number(typed)) ? Number(typed) : typed;
}

function listed(step, runs) {
  return el("section", { class: "home runs", "aria-label": "Runs" }, el("h3", {}, "Runs"),
    runs.length ? el("ol", {}, runs.map((each) => shown(step, each))) : el("p", { class: "empty" }, "It has not run yet."));
}

function shown(step, each) {
  return el("li", { class: `run ${each.state}` },
    el("p", {}, el("strong", {}, STATES[each.state]), each.error ? `: ${each.error}` : ""),
    values(step.outputs, each.outputs), values(step.inputs, each.inputs),
    el("p", { class: "description" }, `Run by ${personName(each.user)}, ${momentInWords(each.at)}`));
}

function values(declared, given) {
  const there = declared.filter(({ name }) => given[name] !== undefined);
  if (!there.length) return null;
  return el("dl", {}, there.map(({ name, title, type }) => el("div", {}, el("dt", {}, title), el("dd", {}, inWords(type, given[name])))));
}

function inWords(type, value) {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return type === "slack#/types/user_id" && person(value) ? personName(value) : String(value);
}

function tell(step, each) {
  const before = known.get(each.id);
  known.set(each.id, each.state);
  if (before && before !== each.state) announce(`${step.title}: ${STATES[each.state]}${each.error ? `, ${each.error}` : ""}.`);
}
