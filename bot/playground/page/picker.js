// A select as Slack draws it: a button, and a list with a search field. The arrow keys only move; Enter
// chooses. (A plain <select> would send every option passed on the way.)

import { el, uniqueId } from "./dom.js";
import { openPopup } from "./popup.js";

const SEARCH_FROM = 8; // shorter lists need no search field

/** Options are {value, label, description, group}; `value` is one value, or a list when `multiple`. */
export function picker({ options, multiple, value, placeholder, labelId, limit, onChange }) {
  let chosen = multiple ? [...(value ?? [])] : value;
  const shown = el("span", { class: "picked" });
  const button = el("button", { class: "picker", type: "button", "aria-haspopup": "listbox", "aria-expanded": "false" },
    shown, el("span", { class: "arrow", "aria-hidden": "true" }, "▾"));
  const isChosen = (option) => (multiple ? chosen.includes(option.value) : chosen === option.value);
  const draw = () => {
    const words = options.filter(isChosen).map((option) => option.label);
    shown.textContent = words.join(", ") || placeholder;
    shown.classList.toggle("empty", !words.length);
    // The name holds the field's label and what is chosen; without a label, the placeholder says what it is.
    shown.id ||= uniqueId("picked");
    if (labelId) button.setAttribute("aria-labelledby", `${labelId} ${shown.id}`);
    else button.setAttribute("aria-label", words.length ? `${placeholder}: ${words.join(", ")}` : placeholder);
  };
  const choose = async (option) => {
    const before = chosen;
    if (!multiple) chosen = option.value;
    else if (isChosen(option)) chosen = chosen.filter((each) => each !== option.value);
    else if (chosen.length < limit) chosen = [...chosen, option.value];
    draw();
    if (await onChange(multiple ? [...chosen] : chosen)) return;
    chosen = before;
    draw();
  };
  button.addEventListener("click", () => openList(button, { options, multiple, isChosen, choose, label: placeholder }));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    button.click();
  });
  draw();
  return button;
}

function openList(button, { options, multiple, isChosen, choose, label }) {
  const listId = uniqueId("list");
  const search = el("input", { class: "field search", type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "true",
    "aria-controls": listId, "aria-label": `Search: ${label}`, placeholder: "Search", readonly: options.length < SEARCH_FROM });
  search.classList.toggle("visually-hidden", options.length < SEARCH_FROM);
  const list = el("div", { class: "listbox", id: listId, role: "listbox", "aria-label": label, "aria-multiselectable": multiple || null });
  let popup = null;
  let found = [];
  let at = 0;
  const pick = (option) => {
    choose(option);
    if (multiple) draw();
    else popup.close();
  };
  const draw = () => {
    let group = list;
    list.replaceChildren();
    for (const [index, option] of found.entries()) {
      if (option.group && option.group !== found[index - 1]?.group) {
        group = el("div", { role: "group", "aria-label": option.group },
          el("div", { class: "group", role: "presentation" }, option.group));
        list.append(group);
      }
      const node = el("div", { class: "option", role: "option", id: `${listId}-${index}`, "aria-selected": String(isChosen(option)) },
        el("span", {}, option.label), option.description && el("span", { class: "description" }, option.description));
      node.classList.toggle("current", index === at);
      node.addEventListener("click", () => pick(option));
      group.append(node);
    }
    if (!found.length) list.append(el("div", { class: "empty" }, "Nothing found"));
    search.setAttribute("aria-activedescendant", found.length ? `${listId}-${at}` : "");
    list.querySelector(".current")?.scrollIntoView({ block: "nearest" });
  };
  const filter = () => {
    const words = search.value.trim().toLowerCase();
    found = options.filter((option) => `${option.label} ${option.description}`.toLowerCase().includes(words));
    at = Math.max(0, words ? 0 : found.findIndex(isChosen));
    draw();
  };
  search.addEventListener("input", filter);
  search.addEventListener("keydown", (event) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: found.length - 1 }[event.key];
    if (event.key === "Tab") popup.close();
    if (event.key === "Enter" || to !== undefined) event.preventDefault();
    if (event.key === "Enter" && found[at]) pick(found[at]);
    if (to !== undefined && found.length) { at = (to + found.length) % found.length; draw(); }
  });
  filter(); // before it opens, so that it finds room for all of it
  popup = openPopup(button, [search, list], { width: button.getBoundingClientRect().width });
  if (!popup) return;
  search.focus();
  list.querySelector(".current")?.scrollIntoView({ block: "nearest" });
}
