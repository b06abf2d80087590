// The text itself: Markdown as it is in the file, with buttons that write markup where the cursor stands.
import { ask, button, element, insert, newId, readsMarkup, words } from "./dom.js";
import { chooseTable, pastedTable } from "./tables.js";

/** Puts a block where the cursor stands, with an empty line before and after it. */
function insertBlock(area, block) {
  const [before, after] = [area.value.slice(0, area.selectionStart), area.value.slice(area.selectionEnd)];
  const start = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  insert(area, `${start}${block}${after.startsWith("\n\n") || after === "" ? "" : after.startsWith("\n") ? "\n" : "\n\n"}`);
}

/** Returns the field of the text with its buttons; `figure`, `picture` and `stored` return what is to be inserted. */
export function textField(value, set, { lang, figure, picture, stored }) {
  const id = newId();
  const area = element("textarea", { id, lang, class: "markdown", rows: 24, value, spellcheck: "true",
    oninput: () => set(area.value),
    onpaste: (event) => {
      const [plain, html] = ["text/plain", "text/html"].map((kind) => event.clipboardData.getData(kind));
      const table = pastedTable(plain);
      dropped.replaceChildren();
      if (!table && !(html && readsMarkup)) return;
      event.preventDefault();
      if (table) insertBlock(area, table);
      else pasteMarkup(html, plain);
    } });
  const dropped = element("div", { "aria-live": "polite", class: "dropped" });
  const pasteMarkup = async (html, plain) => {
    let found = { markdown: plain, dropped: [] };
    try {
      found = await ask("paste", new Blob([html]));
    } catch (error) {
      found.dropped = [error.message];
    }
    const made = (found.markdown || plain).trim();
    const text = made === plain.trim() ? plain : made;
    if (text.includes("\n")) insertBlock(area, text);
    else insert(area, text);
    if (found.dropped.length) {
      dropped.append(element("p", {}, words.dropped), element("ul", {}, ...found.dropped.map((line) => element("li", {}, line))));
    }
  };
  const around = (mark) => insert(area, `${mark}${area.value.slice(area.selectionStart, area.selectionEnd)}${mark}`);
  const atLine = (mark) => {
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    area.setSelectionRange(start, start);
    insert(area, mark);
  };
  const later = (choose, put) => async () => {
    const made = await choose();
    if (made) put(area, made);
  };
  const picker = element("input", { type: "file", class: "hidden", tabindex: "-1", "aria-hidden": "true", accept: "image/*",
    onchange: async () => {
      const [chosen] = picker.files;
      picker.value = "";
      const made = chosen && await picture(chosen);
      if (made) insertBlock(area, made);
    } });
  const tools = element("div", { role: "toolbar", class: "buttons", "aria-label": words.text, "aria-controls": id },
    button(words.figure, later(figure, insert), { class: "main" }),
    button(words.heading, () => atLine("## ")),
    button(words.bold, () => around("**")),
    button(words.list, () => atLine("- ")),
    button(words.link, () => {
      const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
      insert(area, `[${chosen}](https://)`);
    }),
    button(words.table, later(() => chooseTable(lang, figure), insertBlock)),
    button(words.picture, () => picker.click()),
    button(words.fromLibrary, later(stored, insertBlock)),
    picker);
  return element("div", { class: "field" }, element("label", { for: id }, words.text), tools, area, dropped);
}
