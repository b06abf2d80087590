// Several pictures at once: one dialog asks what each shows, a line for each, and once who took them.
import { ask, dialog, element, newId, requiredLabel, words } from "./dom.js";
import { photographers, widget } from "./fields.js";

/** Returns the lines of a field that are written, without those that are empty at its end. */
const linesOf = (text) => text.trimEnd().split("\n").map((line) => line.trim());

/** Returns the pictures in order, each with what has been written of it; `redraw` gets the lines by language. */
function listOf(chosen) {
  const said = chosen.map(() => element("div", {}));
  const list = element("ol", { class: "shots" }, ...chosen.map((file, number) => element("li", {},
    element("img", { class: "thumbnail", alt: "", src: URL.createObjectURL(file) }), element("small", {}, file.name), said[number])));
  const redraw = (lines) => said.forEach((each, number) => each.replaceChildren(
    ...Object.entries(lines).map(([lang, all]) => element("small", { lang }, all[number] ?? ""))));
  return { list, redraw };
}

/** Returns a field for each language's name of who took them; one that nobody has written follows the others. */
function creditFields(languages, credits) {
  const written = new Set(languages.filter((lang) => credits[lang]));
  const inputs = Object.fromEntries(languages.map((lang) => [lang, element("input", { id: newId(), lang, value: credits[lang] ?? "", autocomplete: "off", "aria-required": "true", oninput: (event) => {
    written.add(lang);
    credits[lang] = event.target.value;
    for (const other of languages.filter((each) => !written.has(each))) {
      credits[other] = event.target.value;
      inputs[other].value = event.target.value;
    }
  } })]));
  return (lang) => element("p", { class: "field" }, requiredLabel(inputs[lang].id, words.credits), inputs[lang]);
}

/**
 * Asks what is to be said of several pictures, and of their text what `missing` names by language; stores them then.
 * Returns by language the items and the fields, undefined if it was given up.
 */
export function describedPictures(chosen, missing, title) {
  const languages = Object.keys(missing);
  const lines = Object.fromEntries(languages.map((lang) => [lang, []]));
  const credits = Object.fromEntries(languages.map((lang) => [lang, photographers[lang]]));
  const fields = Object.fromEntries(languages.map((lang) => [lang, {}]));
  const { list, redraw } = listOf(chosen);
  const credit = creditFields(languages, credits);
  const fault = element("p", { role: "alert", class: "fault" });
  const about = (lang) => {
    const id = newId();
    return element("fieldset", {}, element("legend", {}, lang),
      ...missing[lang].map((field) => widget({ ...field, hint: "" }, undefined, (value) => { fields[lang][field.name] = value; }, { lang })),
      element("p", { class: "field" }, requiredLabel(id, words.alts),
        element("textarea", { id, lang, rows: Math.min(12, chosen.length), "aria-required": "true", oninput: (event) => {
          lines[lang] = linesOf(event.target.value);
          redraw(lines);
        } })),
      credit(lang));
  };
  const store = async () => {
    const files = [];
    for (const [number, file] of chosen.entries()) {
      fault.textContent = `${words.uploading} ${number + 1} / ${chosen.length}`;
      try {
        files.push((await ask(`file?name=${encodeURIComponent(file.name)}`, file)).file);
      } catch (error) {
        throw new Error(`${file.name}: ${error.message}`);
      }
    }
    Object.assign(photographers, credits);
    return Object.fromEntries(languages.map((lang) => [lang, {
      fields: fields[lang], items: files.map((file, number) => ({ file, alt: lines[lang][number], credit: credits[lang] })),
    }]));
  };
  return dialog(`${title}: ${chosen.length}`, (close) => element("form", {
    onsubmit: async (event) => {
      event.preventDefault();
      const uneven = languages.filter((lang) => lines[lang].length !== chosen.length || lines[lang].includes(""));
      fault.textContent = uneven.length ? `${words.aLineEach} ${uneven.map((lang) => `${lang}: ${lines[lang].filter(Boolean).length} / ${chosen.length}`).join("; ")}` : "";
      if (uneven.length) return;
      try {
        close(await store());
      } catch (error) {
        fault.textContent = error.message;
      }
    },
  }, element("div", { class: "wide", tabindex: "0", role: "group", "aria-label": title }, list), ...languages.map(about), fault,
  element("button", { class: "main" }, words.insert)));
}
