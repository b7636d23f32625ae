// Suggests commands, people and channels while one types. Arrow keys move, Tab or Enter takes, Escape closes.

import { el, uniqueId } from "./dom.js";
import { personName, state } from "./state.js";

const MOST = 10;

export function completion(field, { commands }) {
  const list = el("div", { class: "completion", id: uniqueId("completion"), role: "listbox", tabindex: "0", "aria-label": "Suggestions", hidden: true });
  const hint = el("p", { class: "usage", hidden: true });
  const node = el("div", { class: "completion-slot" }, list, hint);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let found = [];
  let at = 0;

  const close = () => {
    found = [];
    list.hidden = true;
    hint.hidden = true;
    field.removeAttribute("aria-activedescendant");
  };
  const take = (item) => {
    const before = field.value.slice(0, item.from);
    const after = field.value.slice(field.selectionStart);
    field.value = `${before}${item.text} ${after.trimStart()}`;
    field.selectionStart = field.selectionEnd = before.length + item.text.length + 1;
    field.focus();
    field.dispatchEvent(new Event("input")); // the composer keeps it, and this looks again
  };
  const draw = () => {
    list.replaceChildren(...found.map((item, index) => {
      const option = el("div", { class: index === at ? "option current" : "option", role: "option", id: `${list.id}-${index}`,
        "aria-selected": String(index === at) },
      el("span", {}, el("strong", {}, item.label), item.usage && el("span", { class: "usage-hint" }, ` ${item.usage}`)),
      item.description && el("span", { class: "description" }, item.description));
      // Before the field loses the focus.
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(item); });
      return option;
    }));
    list.hidden = !found.length;
    if (found.length) field.setAttribute("aria-activedescendant", `${list.id}-${at}`);
  };
  field.addEventListener("input", () => {
    close();
    found = suggestions(field.value.slice(0, field.selectionStart), commands);
    at = 0;
    draw();
    const usage = commands && usageOf(field.value);
    hint.hidden = !usage;
    hint.textContent = usage || "";
  });
  field.addEventListener("keydown", (event) => {
    if (!found.length) return;
    if (event.key === "Escape") { event.preventDefault(); close(); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      at = (at + step + found.length) % found.length;
      draw();
    }
    // What is typed to its end is sent by Enter; there is nothing left to complete.
    const typed = field.value.slice(found[at].from, field.selectionStart);
    const whole = event.key === "Enter" && typed.toLowerCase() === found[at].text.toLowerCase();
    if ((event.key === "Tab" || event.key === "Enter") && !event.shiftKey && !event.isComposing && !whole) {
      event.preventDefault();
      take(found[at]);
    } else if (whole) close();
  });
  field.addEventListener("blur", close);
  return { node, close };
}

function suggestions(before, commands) {
  if (commands && /^\/\S*$/.test(before)) {
    return state.commands.filter((each) => each.command.startsWith(before.toLowerCase())).map((each) => ({
      from: 0, text: each.command, label: each.command, usage: each.usage_hint, description: each.description,
    }));
  }
  const [, sign, word] = before.match(/(?:^|[\s(])([@#])([\p{L}\p{N}_.-]*)$/u) ?? [];
  if (!sign) return [];
  const from = before.length - word.length - 1;
  const fits = (...names) => names.join(" ").toLowerCase().split(/[\s-]+/).some((part) => part.startsWith(word.toLowerCase()));
  const all = sign === "@"
    ? state.everyone.filter((each) => !each.deleted && fits(each.real_name, each.name))
      .map((each) => ({ from, text: `@${personName(each.id)}`, label: personName(each.id), description: each.title }))
    : state.channels.filter((each) => !each.is_im && fits(each.name))
      .map((each) => ({ from, text: `#${each.name}`, label: `#${each.name}`, description: "" }));
  return all.slice(0, MOST);
}

function usageOf(text) {
  const [name] = text.split(/\s/);
  const known = text.includes(" ") && state.commands.find((each) => each.command === name);
  return known ? `${known.command} ${known.usage_hint ?? ""}`.trim() : "";
}
