// Draws table blocks; the first row is the head, as Slack shows it.

import { el } from "./dom.js";
import { unescape, withEmoji } from "./markup.js";
import { richText } from "./richtext.js";

export function table(block) {
  const [head, ...body] = block.rows;
  const settings = block.column_settings ?? [];
  const row = (cells, tag) => el("tr", {}, cells.map((cell, index) => {
    const align = settings[index]?.align;
    const wraps = settings[index]?.is_wrapped;
    const look = [align && align !== "left" ? `align-${align}` : "", wraps ? "wraps" : ""].join(" ").trim();
    return el(tag, { scope: tag === "th" ? "col" : null, class: look || null }, content(cell));
  }));
  return el("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Table" }, el("table", {},
    el("thead", {}, row(head, "th")), el("tbody", {}, body.map((cells) => row(cells, "td")))));
}

function content(cell) {
  if (cell.type === "rich_text") return richText(cell.elements);
  if (cell.type === "raw_number") return String(cell.text ?? cell.value ?? "");
  if (cell.type === "raw_text") return withEmoji(unescape(cell.text));
  return el("span", { class: "unshown" }, `This cell can't be shown: ${cell.type}`);
}
