// Asks before a deed: Block Kit's confirm objects, and the page's own questions.

import { el, uniqueId } from "./dom.js";
import { plainWords } from "./markup.js";
import { textNodes } from "./mrkdwn.js";

/** Resolves to whether the person agreed. `question` is a Block Kit confirm object. */
export function confirmed(question) {
  const plain = (object, usual) => plainWords(object) || usual;
  const titleId = uniqueId("confirm");
  const yes = el("button", { type: "button", class: `button ${question.style ?? "primary"}` }, plain(question.confirm, "Yes"));
  const no = el("button", { type: "button", class: "button", autofocus: true }, plain(question.deny, "Cancel"));
  const dialog = el("dialog", { class: "confirm", "aria-labelledby": titleId },
    el("h2", { id: titleId }, plain(question.title, "Are you sure?")),
    el("div", { class: "text" }, textNodes(question.text)),
    el("div", { class: "buttons" }, no, yes));
  yes.addEventListener("click", () => dialog.close("yes"));
  no.addEventListener("click", () => dialog.close("no"));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
