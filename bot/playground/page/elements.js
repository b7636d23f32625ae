// Draws Block Kit's interactive elements. Each keeps what was chosen on its surface, and presses it.

import { el, uniqueId } from "./dom.js";
import { checkboxes, dateField, radioButtons, textField } from "./fields.js";
import { fileField } from "./filefield.js";
import { insideAddress } from "./address.js";
import { plainWords, toPlain } from "./markup.js";
import { openMenu } from "./menu.js";
import { picker } from "./picker.js";
import { channelName, personName, state } from "./state.js";

/** The element's node, or null for a kind that isn't known. */
export function drawElement(element, block, surface, { labelId = null, inForm = false } = {}) {
  const draw = ELEMENTS[element.type];
  if (!draw) return null;
  const context = {
    element,
    labelId,
    inForm,
    about: block.text ? toPlain(block.text.text).split("\n")[0].replace(/[*_~`]/g, "") : "",
    focus: `${block.block_id}/${element.action_id}`,
    value: () => surface.value(block.block_id, element),
    keep: (value) => surface.keep(block.block_id, element, value),
    press: (value, node) => surface.press(block.block_id, element, value, node),
    // A field of a form waits for its submit; anywhere else a choice is sent at once. Gives false if it was not confirmed.
    async choose(value, node) {
      const before = this.value();
      this.keep(value);
      if (inForm || (await this.press(value, node))) return true;
      this.keep(before);
      return false;
    },
  };
  return draw(context);
}

const ELEMENTS = {
  button,
  workflow_button: button,
  overflow,
  static_select: (context) => select(context, optionsOf(context.element)),
  multi_static_select: (context) => select(context, optionsOf(context.element), true),
  users_select: (context) => select(context, people([context.value()])),
  multi_users_select: (context) => select(context, people(context.value() ?? []), true),
  channels_select: (context) => select(context, channels(["public"])),
  multi_channels_select: (context) => select(context, channels(["public"]), true),
  conversations_select: (context) => select(context, channels(context.element.filter?.include)),
  multi_conversations_select: (context) => select(context, channels(context.element.filter?.include), true),
  datepicker: (context) => dateField(context, "date"),
  timepicker: (context) => dateField(context, "time"),
  plain_text_input: (context) => textField(context, "text"),
  url_text_input: (context) => textField(context, "url"),
  email_text_input: (context) => textField(context, "email"),
  number_input: (context) => textField(context, "text", "decimal"),
  checkboxes,
  radio_buttons: radioButtons,
  file_input: fileField,
};

function button({ element, focus, press }) {
  const words = plainWords(element.text);
  const look = `button ${element.style ?? ""}`.trim();
  const about = { class: look, "data-focus": focus, "aria-label": element.accessibility_label };
  if (element.url) {
    const inside = insideAddress(element.url);
    const node = el("a", { ...about, href: inside ?? (/^https?:/i.test(element.url) ? element.url : null),
      target: inside ? null : "_blank", rel: "noopener noreferrer" }, words);
    node.addEventListener("click", () => press(null, node)); // Slack tells the app about it as well
    return node;
  }
  const node = el("button", { ...about, type: "button" }, words);
  node.addEventListener("click", () => press(null, node));
  return node;
}

function overflow({ element, focus, press, about }) {
  const label = about ? `More choices: ${about}` : "More choices"; // one list has many of them
  const node = el("button", { class: "button more", type: "button", "data-focus": focus, "aria-haspopup": "menu",
    "aria-label": label, title: "More choices" }, el("span", { "aria-hidden": "true" }, "⋯"));
  node.addEventListener("click", () => openMenu(node, label, element.options.map((option) => ({
    label: plainWords(option.text),
    description: plainWords(option.description),
    url: option.url,
    run: () => press(option.value, node),
  }))));
  return node;
}

function select(context, options, multiple = false) {
  const { element, focus, labelId } = context;
  const placeholder = plainWords(element.placeholder) || (multiple ? "Select options" : "Select an option");
  const node = picker({
    options,
    multiple,
    value: context.value(),
    placeholder,
    labelId,
    limit: element.max_selected_items ?? Infinity,
    onChange: (value) => context.choose(value, node),
  });
  node.dataset.focus = focus;
  node.id = uniqueId("select");
  return node;
}

function optionsOf(element) {
  const plain = (option, group = "") => ({
    value: option.value, label: plainWords(option.text), description: plainWords(option.description), group,
  });
  const grouped = (element.option_groups ?? []).flatMap((group) =>
    group.options.map((option) => plain(option, plainWords(group.label))));
  return [...(element.options ?? []).map((option) => plain(option)), ...grouped];
}

/** Everybody who is there, and whoever is chosen already though they left. */
function people(chosen) {
  return state.everyone.filter((each) => !each.deleted || chosen.includes(each.id))
    .map((each) => ({ value: each.id, label: personName(each.id), description: each.title, group: "" }));
}

function channels(kinds = ["public", "private", "im"]) {
  const kind = (channel) => (channel.is_im ? "im" : channel.is_private ? "private" : "public");
  return state.channels.filter((channel) => kinds.includes(kind(channel)) && !channel.is_archived)
    .map((channel) => ({ value: channel.id, label: `${channel.is_im ? "" : "#"}${channelName(channel)}`, description: "", group: "" }));
}
