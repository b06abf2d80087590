// Tables: made in a dialog, or pasted from a spreadsheet; in the text they are lines of Markdown.
import { button, dialog, element, insert, words } from "./dom.js";

const FIGURE = /(\{\{.*?\}\})/;

/** Returns a cell's words; the bars of figures stand as they are, any other would end the cell. */
const cell = (text) => text.trim().split(FIGURE).map((part, at) => (at % 2 ? part : part.replaceAll("|", "\\|"))).join("");

/** Returns rows as lines of Markdown; columns of figures stand at the right. */
function markdown(rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const isNumber = (text) => /^(?:\{\{.*\}\}|[-−+]?\d[\d\s.,]*%?)$/.test(text.trim());
  const right = rows[0].map((_, column) => rows.slice(1).every((row) => isNumber(row[column])));
  return [rows[0].map(cell), right.map((is) => (is ? "---:" : "---")), ...rows.slice(1).map((row) => row.map(cell))].map(line).join("\n");
}

/** Returns a table that was copied from a spreadsheet as Markdown; undefined for anything else. */
export function pastedTable(pasted) {
  const rows = [[]];
  // A cell of several lines stands in quotation marks; any other begins with one because its words do.
  const cells = /(?:"((?:[^"]|"")*\n(?:[^"]|"")*)"|([^\t\n]*))([\t\n])/g;
  for (const [, lines, words, end] of `${pasted.replace(/\r\n?/g, "\n").replace(/\n$/, "")}\n`.matchAll(cells)) {
    rows.at(-1).push(lines?.replaceAll('""', '"').replace(/\s*\n\s*/g, " ") ?? words);
    if (end === "\n") rows.push([]);
  }
  rows.pop();
  return rows[0].length < 2 || rows.some((row) => row.length !== rows[0].length) ? undefined : markdown(rows);
}

/** Returns a new table as Markdown, undefined if it was given up; `figure` returns a marker for a cell. */
export function chooseTable(lang, figure) {
  return dialog(words.table, (close) => {
    let rows = [["", ""], ["", ""]];
    let [focusedRow, focusedColumn] = [0, 0];
    const grid = element("div", { class: "wide", tabindex: "0", role: "group", "aria-label": words.table });
    const draw = () => grid.replaceChildren(element("table", {}, ...rows.map((row, at) => element("tr", {}, ...row.map((text, column) =>
      element(at ? "td" : "th", {}, element("input", { lang, value: text, autocomplete: "off", "aria-label": `${words.cell} ${at + 1}.${column + 1}`,
        onfocus: () => { [focusedRow, focusedColumn] = [at, column]; },
        oninput: (event) => { rows[at][column] = event.target.value; } })))))));
    const here = () => grid.querySelectorAll("tr")[focusedRow].querySelectorAll("input")[focusedColumn];
    draw();
    return element("form", { onsubmit: (event) => { event.preventDefault(); close(markdown(rows)); } },
      grid,
      element("div", { class: "buttons" },
        button(words.figure, async () => {
          const place = here();
          const marker = await figure();
          if (marker) insert(place, marker);
        }),
        button(words.addRow, () => { rows = [...rows, rows[0].map(() => "")]; draw(); }),
        button(words.addColumn, () => { rows = rows.map((row) => [...row, ""]); draw(); }),
        element("button", { class: "main" }, words.insert)));
  });
}
