// Draws Slack's mrkdwn as page elements: fences, quotes, bullet lines, and the marks within a line.

import { slackDate } from "./dates.js";
import { el } from "./dom.js";
import { emojiOf, emojiWords } from "./emoji.js";
import { insideAddress } from "./address.js";
import { plainWords, unescape } from "./markup.js";
import { channelName, channelOf, personName, state } from "./state.js";

const BEFORE = "(?<![\\p{L}\\p{N}])";
const AFTER = "(?![\\p{L}\\p{N}])";
// A mark opens before a word and closes after one; links and emoji within it are stepped over whole.
const marked = (mark) =>
  `${BEFORE}${mark}(?=[^\\s${mark}])((?:<[^<>\\n]*>|:[a-z0-9_+'-]+:|[^${mark}\\n<])*?)(?<=\\S)${mark}${AFTER}`;
const INLINE = new RegExp(
  ["`([^`\\n]+)`", "<([^<>\\n]+)>", marked("\\*"), marked("_"), marked("~"), ":([a-z0-9_+'-]+):"].join("|"), "gu");

/** The nodes for a mrkdwn text of any number of lines. */
export function mrkdwn(text) {
  return text.split(/```\n?([\s\S]+?)\n?```/).flatMap((piece, index) => {
    if (index % 2) return [el("pre", { class: "fence" }, unescape(piece))];
    return lines(index ? piece.replace(/^\n/, "") : piece);
  });
}

/** The nodes for a text object of either kind. */
export function textNodes(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : plainWords(object);
}

function lines(text) {
  if (!text) return [];
  const nodes = [];
  let group = null;
  let rest = false; // after >>> everything is quoted
  const into = (kind, tag) => {
    if (group?.kind !== kind) {
      group = { kind, node: el(tag, { class: kind }) };
      nodes.push(group.node);
    }
    return group.node;
  };
  for (const line of text.split("\n")) {
    const long = line.match(/^(?:>>>|&gt;&gt;&gt;) ?(.*)$/);
    const quote = long ?? line.match(/^(?:>|&gt;) ?(.*)$/);
    const bullet = line.match(/^\s*[•◦▪] ?(.*)$/);
    rest ||= Boolean(long);
    if (rest || quote) into("quote", "blockquote").append(el("div", { class: "line" }, inline(quote ? quote[1] : line)));
    else if (bullet) into("bullets", "ul").append(el("li", {}, inline(bullet[1])));
    else {
      group = null;
      nodes.push(el("div", { class: line.trim() ? "line" : "line gap" }, inline(line)));
    }
  }
  return nodes;
}

/** The nodes for one line. */
function inline(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(unescape(text.slice(done, match.index)), token(match));
    done = match.index + match[0].length;
  }
  nodes.push(unescape(text.slice(done)));
  return nodes.filter((node) => node !== "");
}

function token([whole, code, angled, bold, italic, strike, emoji]) {
  if (code !== undefined) return el("code", {}, unescape(code));
  if (angled !== undefined) return reference(angled);
  if (bold !== undefined) return el("strong", {}, inline(bold));
  if (italic !== undefined) return el("em", {}, inline(italic));
  if (strike !== undefined) return el("s", {}, inline(strike));
  return emojiNode(emoji) ?? whole;
}

export function emojiNode(name) {
  const sign = emojiOf(name);
  return sign && el("span", { class: "emoji", role: "img", "aria-label": emojiWords(name), title: `:${name}:` }, sign);
}

function reference(inside) {
  const [target, ...labels] = inside.split("|");
  const label = labels.join("|");
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channelLink(target.slice(1), label);
  if (target.startsWith("!date^")) {
    const [, seconds, format, address] = target.split("^");
    const shown = el("time", { title: label }, slackDate(seconds, format));
    return address ? link(address, [shown]) : shown;
  }
  if (target.startsWith("!")) return el("span", { class: "mention" }, label || `@${target.slice(1)}`);
  return link(unescape(target), label ? inline(label) : [unescape(target).replace(/^mailto:/, "")]);
}

export function mention(id) {
  return el("span", { class: id === state.user ? "mention me" : "mention" }, `@${personName(id)}`);
}

export function channelLink(id, label = "") {
  const known = channelOf(id);
  const name = `#${known ? channelName(known) : label || "private channel"}`;
  return known ? el("a", { class: "mention", href: `#/${id}` }, name) : el("span", { class: "mention" }, name);
}

/** A link, if it is one that may be followed; otherwise its words. */
export function link(url, children) {
  const inside = insideAddress(url);
  if (inside) return el("a", { href: inside }, children);
  if (!/^(https?:|mailto:)/i.test(url)) return el("span", {}, children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
}
