// Text fields, dates, times, checkboxes and radio buttons.

import { dayInWords } from "./dates.js";
import { el, uniqueId } from "./dom.js";
import { plainWords } from "./markup.js";
import { textNodes } from "./mrkdwn.js";

export function textField(context, type, mode = null) {
  const { element, focus, inForm, keep, press } = context;
  const attributes = {
    class: "field", "data-focus": focus, placeholder: plainWords(element.placeholder) || null,
    autofocus: element.focus_on_load, inputmode: mode, autocomplete: "off",
    "aria-label": context.labelId ? null : plainWords(element.placeholder) || "Text",
  };
  const node = element.multiline ? el("textarea", { ...attributes, rows: 4 }) : el("input", { ...attributes, type });
  node.value = context.value() ?? "";
  let sent = node.value;
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const send = () => {
    if (inForm || node.value === sent) return;
    sent = node.value;
    press(sent || null, node);
  };
  node.addEventListener("input", () => {
    keep(node.value || null);
    if (triggers.includes("on_character_entered")) send();
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || inForm || element.multiline) return;
    event.preventDefault();
    sent = null; // Enter sends again even what was sent before
    send();
  });
  return node;
}

export function dateField(context, type) {
  const { element, focus, inForm, keep, press } = context;
  const node = el("input", { class: "field short", type, "data-focus": focus, autofocus: element.focus_on_load,
    "aria-label": context.labelId ? null : plainWords(element.placeholder) || (type === "date" ? "Date" : "Time") });
  node.value = context.value() ?? "";
  let sent = node.value;
  let typing = false; // typing passes through dates that nobody meant: 0002, 0020, 0202, 2022
  const send = async () => {
    if (inForm || node.value === sent) return;
    const before = sent;
    sent = node.value;
    if (await press(sent || null, node)) return;
    node.value = sent = before; // not confirmed
    keep(before || null);
  };
  node.addEventListener("input", () => keep(node.value || null));
  node.addEventListener("change", () => { keep(node.value || null); if (!typing) send(); });
  node.addEventListener("pointerdown", () => { typing = false; });
  node.addEventListener("blur", send);
  node.addEventListener("keydown", (event) => {
    typing = true;
    if (event.key === "Enter" && !inForm) { event.preventDefault(); send(); }
  });
  return context.labelId && type === "date" ? withWords(node) : node;
}

/** The browser writes a date in its own country's order, so what it says stands below it in words. */
function withWords(node) {
  const words = el("p", { class: "hint", id: uniqueId("date") });
  const say = () => { words.textContent = node.value ? dayInWords(`${node.value}T12:00Z`) : ""; };
  node.setAttribute("aria-describedby", words.id);
  node.addEventListener("input", say);
  say();
  return el("div", {}, node, words);
}

export function checkboxes(context) {
  return choices(context, "checkbox", context.value() ?? [], (inputs) =>
    inputs.filter((input) => input.checked).map((input) => input.value));
}

export function radioButtons(context) {
  return choices(context, "radio", [context.value()], (inputs) => inputs.find((input) => input.checked)?.value ?? null);
}

function choices(context, type, chosen, read) {
  const { element, focus } = context;
  const name = uniqueId("choice");
  const group = el("div", { class: "choices", role: type === "radio" ? "radiogroup" : "group",
    "aria-label": context.labelId ? null : "Choices" });
  const inputs = element.options.map((option) => {
    const input = el("input", { type, name, value: option.value, id: uniqueId("option"), "data-focus": `${focus}/${option.value}` });
    input.checked = chosen.includes(option.value);
    input.addEventListener("change", async () => {
      const before = chosen;
      chosen = [read(inputs)].flat();
      if (await context.choose(read(inputs), group)) return;
      chosen = before;
      for (const each of inputs) each.checked = chosen.includes(each.value);
    });
    const about = option.description && el("span", { class: "description", id: `${input.id}-about` }, textNodes(option.description));
    if (about) input.setAttribute("aria-describedby", about.id);
    group.append(el("div", { class: "choice" }, input, el("label", { for: input.id }, textNodes(option.text)), about));
    return input;
  });
  return group;
}
