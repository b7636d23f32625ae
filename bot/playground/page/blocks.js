// Draws Block Kit. What can't be drawn shows as an error, never as nothing.

import { el, uniqueId } from "./dom.js";
import { drawElement } from "./elements.js";
import { reconcile } from "./keyed.js";
import { markdown } from "./markdown.js";
import { plainWords } from "./markup.js";
import { textNodes } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { table } from "./table.js";
import { picture } from "./picture.js";

/** Draws the blocks into `parent`, leaving those alone that did not change. */
export function drawBlocks(parent, blocks, surface, errors = {}) {
  reconcile(parent, blocks.map((block, index) => ({
    key: block.block_id ?? `${index}`,
    signature: JSON.stringify([surface.id, block, errors[block.block_id] ?? null]),
    render: () => drawBlock(block, surface, errors[block.block_id]),
  })));
}

export function drawBlock(block, surface, error) {
  const draw = BLOCKS[block.type];
  try {
    if (draw) return el("div", { class: `block ${block.type.replace("_", "-")}` }, draw(block, surface, error));
  } catch (trouble) {
    console.error("block can't be shown", block, trouble);
  }
  return unshown(block.type);
}

function unshown(type) {
  return el("div", { class: "unshown", role: "note" }, `This block can't be shown: ${type}`);
}

const BLOCKS = {
  section: (block, surface) => [
    el("div", { class: "section-words" },
      block.text && el("div", { class: "text" }, textNodes(block.text)),
      block.fields && el("div", { class: "fields" }, block.fields.map((field) => el("div", { class: "text" }, textNodes(field))))),
    block.accessory && el("div", { class: "accessory" }, element(block, block.accessory, surface)),
  ],
  header: (block) => el("h3", {}, plainWords(block.text)),
  divider: () => el("hr"),
  context: (block) => block.elements.map((each) =>
    each.type === "image" ? picture(each, "small") : el("span", { class: "text" }, textNodes(each))),
  actions: (block, surface) => block.elements.map((each) => element(block, each, surface)),
  input: inputBlock,
  image: (block) => el("figure", {},
    block.title && el("figcaption", {}, plainWords(block.title)), picture(block, "large")),
  rich_text: (block) => richText(block.elements),
  markdown: (block) => markdown(block.text),
  table,
};

function element(block, each, surface) {
  if (each.type === "image") return picture(each, "thumb");
  return drawElement(each, block, surface) ?? unshown(each.type);
}

function inputBlock(block, surface, error) {
  const labelId = uniqueId("label");
  const control = drawElement(block.element, block, surface, { labelId, inForm: !block.dispatch_action });
  if (!control) return unshown(block.element.type);
  const main = control.matches("input, textarea, button") ? control : control.querySelector("input, textarea, button");
  const hint = block.hint && el("p", { class: "hint", id: uniqueId("hint") }, plainWords(block.hint));
  const wrong = error && el("p", { class: "field-error", id: uniqueId("error") }, error);
  main.id ||= uniqueId("control");
  main.dataset.field = block.block_id;
  const about = [wrong?.id, main.getAttribute("aria-describedby"), hint?.id].filter(Boolean).join(" ");
  if (about) main.setAttribute("aria-describedby", about);
  if (wrong) main.setAttribute("aria-invalid", "true");
  const group = control.matches('[role="group"], [role="radiogroup"]');
  if (group) control.setAttribute("aria-labelledby", labelId);
  const optional = block.optional ? el("span", { class: "optional" }, " (optional)") : null;
  return [el(group ? "div" : "label", { class: "label", id: labelId, for: group ? null : main.id },
    plainWords(block.label), optional), control, wrong, hint];
}
