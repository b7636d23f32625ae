// A field of files in a form: the browser's own picker, and below it the files that are in the field.

import { attach } from "./api.js";
import { el, uniqueId } from "./dom.js";
import { showNotice } from "./notice.js";
import { state } from "./state.js";

export function fileField(context) {
  const { element, focus, keep } = context;
  const most = element.max_files ?? 10;
  const list = el("ul", { class: "attached", id: uniqueId("attached"), "aria-live": "polite" });
  const input = el("input", { class: "field", type: "file", multiple: most > 1, "data-focus": focus,
    accept: element.filetypes?.map((ending) => `.${ending}`).join(",") ?? null,
    "aria-label": context.labelId ? null : "File", "aria-describedby": list.id });
  let held = context.value() ?? [];
  const draw = () => list.replaceChildren(...held.map((file) => el("li", {}, file.name, " ",
    el("button", { type: "button", class: "button small", "aria-label": `Remove ${file.name}`,
      on: { click: () => hold(held.filter((each) => each.id !== file.id)) } }, "Remove"))));
  const hold = (files) => { held = files; keep(held); draw(); };
  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    for (const file of chosen) {
      const answer = await attach({ user: state.user, name: file.name }, file);
      if (answer.ok) hold([...held, answer.file].slice(-most));
      else showNotice(answer.text);
    }
    input.value = "";
  });
  draw();
  return el("div", {}, input, list);
}
