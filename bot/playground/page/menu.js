// A menu of things to do, driven by the arrow keys.

import { el } from "./dom.js";
import { openPopup } from "./popup.js";

/** Items are {label, description, url, danger, run}. */
export function openMenu(anchor, label, items) {
  let popup = null;
  const nodes = items.map((item) => {
    const words = [el("span", {}, item.label), item.description && el("span", { class: "description" }, item.description)];
    const about = { class: `menu-item ${item.danger ? "danger" : ""}`.trim(), role: "menuitem", tabindex: "-1" };
    const node = item.url && /^https?:/i.test(item.url)
      ? el("a", { ...about, href: item.url, target: "_blank", rel: "noopener noreferrer" }, words)
      : el("button", { ...about, type: "button" }, words);
    node.addEventListener("click", () => { popup.close(); item.run?.(); });
    node.addEventListener("pointermove", () => node.focus());
    return node;
  });
  const menu = el("div", { class: "menu" }, nodes);
  menu.addEventListener("keydown", (event) => {
    const at = nodes.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: nodes.length - 1 }[event.key];
    if (event.key === "Tab") popup.close();
    if (to === undefined) return;
    event.preventDefault();
    nodes.at(to % nodes.length).focus();
  });
  popup = openPopup(anchor, menu, { role: "menu", label });
  if (popup) nodes[0]?.focus();
}
