// Between what a person types and Slack's markup: &amp; &lt; &gt;, <@U1>, <#C1>, <https://…|words>.

import { emojiOf } from "./emoji.js";
import { channelName, personName, state } from "./state.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

export function unescape(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

function escape(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** The words of a plain_text object, with its emoji. */
export function plainWords(object) {
  if (!object) return "";
  return withEmoji(unescape(object.text ?? ""));
}

export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => emojiOf(name) ?? whole);
}

/** What a person would have typed to get this markup; also what is read aloud. */
export function toPlain(markup) {
  const words = markup.replace(/<([^<>]+)>/g, (_, inside) => {
    const [target, label] = inside.split("|");
    if (target.startsWith("@")) return `@${personName(target.slice(1))}`;
    if (target.startsWith("#")) return `#${label || nameOfChannel(target.slice(1))}`;
    if (target.startsWith("!")) return label || `@${target.slice(1).split("^")[0]}`;
    return label || target;
  });
  return unescape(words);
}

function nameOfChannel(id) {
  const found = state.channels.find((channel) => channel.id === id);
  return found ? channelName(found) : id;
}

/** What a person typed, ready to send: people by their Slack names, addresses as links. The stand-in escapes the rest. */
export function toSend(typed) {
  let text = typed.replace(/(?<!<)https?:\/\/[^\s<>]*[^\s<>.,;:!?)]/g, (url) => `<${escape(url)}>`);
  const named = state.everyone.filter((each) => each.real_name && each.name);
  for (const each of named.sort((one, other) => other.real_name.length - one.real_name.length)) {
    text = text.replaceAll(new RegExp(`(^|[\\s(])@${quoted(each.real_name)}(?![\\w])`, "gi"), `$1@${each.name}`);
  }
  return text;
}

function quoted(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
