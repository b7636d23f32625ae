// Draws markdown blocks: the part of Markdown that messages use.

import { el } from "./dom.js";
import { withEmoji } from "./markup.js";
import { link } from "./mrkdwn.js";

const INLINE = /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|(?<!\w)[*_](?=\S)(.+?)(?<=\S)[*_](?!\w)|(https?:\/\/[^\s<>)]+)/g;

export function markdown(text) {
  const nodes = [];
  const rows = text.split("\n");
  while (rows.length) {
    const row = rows.shift();
    const take = (pattern) => {
      const taken = [row];
      while (rows.length && pattern.test(rows[0])) taken.push(rows.shift());
      return taken;
    };
    if (/^```/.test(row)) {
      const end = rows.findIndex((each) => /^```/.test(each));
      const code = rows.splice(0, end < 0 ? rows.length : end);
      rows.shift();
      nodes.push(el("pre", { class: "fence" }, code.join("\n")));
    } else if (/^#{1,6} /.test(row)) {
      const [, marks, words] = row.match(/^(#+) (.*)$/);
      nodes.push(el("p", { class: "heading", role: "heading", "aria-level": Math.min(marks.length + 2, 6) }, inline(words)));
    } else if (/^\s*[-*+] /.test(row)) {
      nodes.push(el("ul", { class: "bullets" }, take(/^\s*[-*+] /).map((each) => item(each, /^\s*[-*+] /))));
    } else if (/^\s*\d+[.)] /.test(row)) {
      nodes.push(el("ol", {}, take(/^\s*\d+[.)] /).map((each) => item(each, /^\s*\d+[.)] /))));
    } else if (/^> ?/.test(row)) {
      nodes.push(el("blockquote", { class: "quote" }, take(/^> ?/).map((each) => el("div", {}, inline(each.replace(/^> ?/, ""))))));
    } else if (/^\|.*\|\s*$/.test(row)) {
      nodes.push(pipes(take(/^\|.*\|\s*$/)));
    } else if (/^(-{3,}|\*{3,})$/.test(row.trim())) {
      nodes.push(el("hr"));
    } else {
      nodes.push(el("div", { class: row.trim() ? "line" : "line gap" }, inline(row)));
    }
  }
  return el("div", { class: "rich" }, nodes);
}

function item(row, mark) {
  return el("li", {}, inline(row.replace(mark, "")));
}

function pipes(rows) {
  const cells = rows.filter((row) => !/^[|\s:-]+$/.test(row))
    .map((row) => row.trim().slice(1, -1).split("|").map((cell) => inline(cell.trim())));
  const [head, ...body] = cells;
  return el("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Table" }, el("table", {},
    el("thead", {}, el("tr", {}, head.map((cell) => el("th", { scope: "col" }, cell)))),
    el("tbody", {}, body.map((row) => el("tr", {}, row.map((cell) => el("td", {}, cell)))))));
}

function inline(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, label, target, bold, strong, strike, italic, bare] = match;
    nodes.push(withEmoji(text.slice(done, match.index)));
    if (code) nodes.push(el("code", {}, code));
    else if (label) nodes.push(link(target, inline(label)));
    else if (bold ?? strong) nodes.push(el("strong", {}, inline(bold ?? strong)));
    else if (strike) nodes.push(el("s", {}, inline(strike)));
    else if (italic) nodes.push(el("em", {}, inline(italic)));
    else nodes.push(link(bare, [bare]));
    done = match.index + whole.length;
  }
  nodes.push(withEmoji(text.slice(done)));
  return nodes.filter((node) => node !== "");
}
