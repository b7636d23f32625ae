// Draws rich_text blocks: sections, lists, quotes and preformatted text.

import { slackDate } from "./dates.js";
import { el } from "./dom.js";
import { channelLink, emojiNode, link, mention } from "./mrkdwn.js";

export function richText(elements) {
  const root = el("div", { class: "rich" });
  let lists = []; // the open list at each indent
  for (const element of elements ?? []) {
    if (element.type !== "rich_text_list") {
      lists = [];
      root.append(part(element));
      continue;
    }
    const indent = element.indent ?? 0;
    const list = el(element.style === "ordered" ? "ol" : "ul", { start: element.offset ? element.offset + 1 : null },
      element.elements.map((item) => el("li", {}, words(item.elements))));
    const outer = indent > 0 ? lists[indent - 1]?.lastElementChild : null;
    (outer ?? root).append(list);
    lists = [...lists.slice(0, indent), list];
  }
  return root;
}

function part(element) {
  if (element.type === "rich_text_section") return el("div", { class: "line" }, words(element.elements));
  if (element.type === "rich_text_quote") return el("blockquote", { class: "quote" }, words(element.elements));
  if (element.type === "rich_text_preformatted") return el("pre", { class: "fence" }, words(element.elements));
  return el("div", { class: "unshown" }, `This text can't be shown: ${element.type}`);
}

function words(elements) {
  return (elements ?? []).map((element) => styled(word(element), element.style));
}

function word(element) {
  switch (element.type) {
    case "text": return element.text;
    case "link": return link(element.url, [element.text || element.url]);
    case "user": return mention(element.user_id);
    case "channel": return channelLink(element.channel_id);
    case "emoji": return emojiNode(element.name) ?? `:${element.name}:`;
    case "broadcast": return el("span", { class: "mention" }, `@${element.range}`);
    case "date": return el("time", { title: element.fallback }, slackDate(element.timestamp, element.format));
    case "usergroup": return el("span", { class: "mention" }, "@group");
    case "color": return el("code", {}, element.value);
    default: return el("span", { class: "unshown" }, `This text can't be shown: ${element.type}`);
  }
}

function styled(node, style = {}) {
  let shown = node;
  for (const [name, tag] of [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"]]) {
    if (style[name]) shown = el(tag, {}, shown);
  }
  return shown;
}
