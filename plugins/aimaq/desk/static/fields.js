// The widgets of a form. Each calls `set` with a new value when somebody edits it, and never by itself: a value that
// nobody edits stays as it is written. An empty value is undefined.
import { ask, button, dialog, element, newId, requiredLabel, requiredMark, words } from "./dom.js";
import { framePicture } from "./framing.js";

const root = document.querySelector("#editor");
const isText = (value) => ["string", "number"].includes(typeof value);

/** Returns whether a widget can show a value without losing any of it. */
function fits(field, value) {
  if (value === undefined || value === "") return true; // "speakers:" has none, and is a text to YAML
  switch (field.widget) {
    case "check": return typeof value === "boolean";
    case "words": return Array.isArray(value) && value.every((each) => isText(each) && !String(each).includes("\n"));
    case "people": return Array.isArray(value) && value.every(isText);
    case "group":
      return typeof value === "object" && !Array.isArray(value) && Object.entries(value).every(([name, each]) => {
        const inner = field.fields.find((one) => one.name === name);
        return inner && fits(inner, each);
      });
    case "groups": return Array.isArray(value) && value.every((each) => fits({ ...field, widget: "group" }, each));
    case "long": return isText(value);
    default: return isText(value) && !String(value).includes("\n");
  }
}

/** Returns the heading of a field that holds several. */
const legend = (field) => element("legend", {}, field.label, field.required ? requiredMark() : undefined);

/** Returns the widget of a field with its label; `files` stores a file that somebody has chosen. */
export function widget(field, written, set, { lang, files }) {
  const value = written === "" ? undefined : written;
  const id = newId();
  if (!fits(field, value)) {
    return element("p", { class: "field" }, element("strong", {}, field.label), " ", element("em", {}, words.notHere));
  }
  if (field.widget === "group") return group(field, value ?? {}, set, { lang, files });
  if (field.widget === "groups") return groups(field, value ?? [], set, { lang, files });
  if (field.widget === "people") return people(field, value ?? [], set);
  const hint = [field.hint, field.widget === "words" ? words.oneALine : ""].filter(Boolean).join(" ");
  const shared = { id, lang: field.shared ? undefined : lang, "aria-describedby": hint ? `${id}-hint` : undefined, "aria-required": field.required ? "true" : undefined };
  const parts = {
    check: () => element("input", { ...shared, type: "checkbox", checked: value === true, onchange: (event) => set(event.target.checked) }),
    number: () => element("input", { ...shared, inputmode: "numeric", value: value ?? "", oninput: (event) => {
      const text = event.target.value.trim();
      set(text === "" ? undefined : /^-?\d{1,9}$/.test(text) ? Number(text) : text);
    } }),
    long: () => element("textarea", { ...shared, rows: 3, value: value ?? "", oninput: (event) => set(event.target.value || undefined) }),
    words: () => element("textarea", { ...shared, rows: 3, value: (value ?? []).join("\n"), oninput: (event) => {
      const lines = event.target.value.split("\n").map((each) => each.trim()).filter(Boolean);
      set(lines.length ? lines : undefined);
    } }),
    choice: () => choice(field, value, set, shared),
    file: () => element("input", { ...shared, spellcheck: "false", value: value ?? "", oninput: (event) => set(event.target.value || undefined) }),
    text: () => element("input", { ...shared, value: value ?? "", oninput: (event) => set(event.target.value || undefined) }),
  };
  const control = parts[field.widget]();
  if (field.widget === "text" || field.widget === "file") control.setAttribute("autocomplete", "off");
  return element("p", { class: `field ${field.widget}` },
    field.required ? requiredLabel(id, field.label) : element("label", { for: id }, field.label),
    control,
    hint ? element("small", { id: `${id}-hint` }, hint) : undefined,
    field.widget === "choice" && field.options.length === 0 ? nobody() : undefined);
}

function choice(field, value, set, shared) {
  const known = field.options.some(([each]) => each === value);
  const options = [
    ...(field.default ? [] : [["", words.none]]),
    ...field.options,
    ...(value && !known ? [[value, value]] : []),
  ];
  const selected = value ?? field.default ?? "";
  return element("select", { ...shared, onchange: (event) => set(event.target.value || undefined) },
    ...options.map(([each, name]) => element("option", { value: each, selected: each === selected }, name)));
}

/** Returns what to do where nobody can be chosen; the text stays open in its own tab. */
const nobody = () => element("small", {}, element("a", { href: `${root.dataset.write}/?kind=people`, target: "_blank" }, words.nobody));

function people(field, value, set) {
  const options = [...field.options, ...value.filter((each) => !field.options.some(([slug]) => slug === each)).map((each) => [each, each])];
  let chosen = [...value];
  return element("fieldset", {}, legend(field),
    options.length ? undefined : nobody(),
    ...options.map(([slug, name]) => element("label", { class: "check" },
      element("input", { type: "checkbox", checked: chosen.includes(slug), onchange: (event) => {
        chosen = event.target.checked ? [...chosen, slug] : chosen.filter((each) => each !== slug);
        set(chosen.length ? chosen : undefined);
      } }), name)));
}

/** Returns a value without its empty fields; undefined if nothing is left. */
const known = (value) => {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined && each !== "");
  return entries.length ? Object.fromEntries(entries) : undefined;
};

function inner(field, value, set, context) {
  let now = { ...value };
  return [
    picture(value.file),
    ...field.fields.map((each) => widget(each, value[each.name], (changed) => {
      // In the order of the form, as somebody would write them.
      const all = { ...now, [each.name]: changed };
      now = Object.fromEntries(field.fields.filter(({ name }) => name in all).map(({ name }) => [name, all[name]]));
      set(known(now));
    }, context)),
  ];
}

/** Returns a picture as lists show it, with the button that turns and crops it; undefined for any other file. */
function picture(file) {
  if (!/^media\/.*\.(jpe?g|png|webp|avif)$/i.test(file ?? "")) return undefined;
  const shown = element("img", { class: "thumbnail", alt: "", loading: "lazy", src: `${root.dataset.write}/small/${file}` });
  return element("div", {}, shown, button(words.frame, async () => {
    if (await framePicture(file)) shown.src = `${root.dataset.write}/small/${file}?${Date.now()}`;
  }, { "aria-label": `${words.frame} ${file}` }));
}

function group(field, value, set, context) {
  const box = element("fieldset", {}, legend(field));
  const hasFile = field.fields.some((each) => each.widget === "file");
  if (field.hint) box.append(element("small", {}, field.hint));
  if (hasFile && !value.file) {
    box.append(fileButton(field, context));
  } else if (!known(value)) {
    box.append(addButton(field, context));
  } else {
    box.append(...inner(field, value, set, context).filter(Boolean));
    box.append(button(words.remove, () => { set(undefined); context.files.redraw(); }, { "aria-label": `${words.remove}: ${field.label}` }));
  }
  return box;
}

function groups(field, value, set, context) {
  let now = [...value];
  const box = element("fieldset", {}, legend(field));
  const hasFile = field.fields.some((each) => each.widget === "file");
  const change = (items) => { now = items; set(items.length ? items : undefined); context.files.redraw(); };
  if (field.hint) box.append(element("small", {}, field.hint));
  now.forEach((item, number) => {
    const name = `${field.label} ${number + 1}`;
    const move = (to) => change(now.toSpliced(number, 1).toSpliced(to, 0, now[number]));
    box.append(element("fieldset", { class: "item" },
      element("legend", {}, name),
      ...inner(field, item, (changed) => { now = now.with(number, changed ?? {}); set(now); }, context).filter(Boolean),
      element("div", { class: "buttons" },
        button(words.up, () => move(number - 1), { disabled: number === 0, "aria-label": `${words.up}: ${name}` }),
        button(words.down, () => move(number + 1), { disabled: number === now.length - 1, "aria-label": `${words.down}: ${name}` }),
        button(words.remove, () => change(now.toSpliced(number, 1)), { "aria-label": `${words.remove}: ${name}` }))));
  });
  box.append(hasFile ? fileButton(field, context) : addButton(field, context));
  return box;
}

/** Returns the button that asks once, for all languages, for what is to be added. */
const addButton = (field, { files }) => button(words.add, () => files.addItem(field), { "aria-label": `${words.add}: ${field.label}` });

/** Returns the buttons that store a file, and ask once for what readers are told of it, or take one from the library. */
function fileButton(field, { files }) {
  const id = newId();
  return element("div", { class: "field upload" },
    element("label", { for: id }, `${words.upload} `, element("span", { class: "hidden" }, field.label)),
    element("input", { id, type: "file", multiple: field.widget === "groups", onchange: async (event) => {
      const chosen = [...event.target.files];
      event.target.value = "";
      await files.add(field, chosen);
    } }),
    button(words.fromLibrary, () => files.addStored(field), { "aria-label": `${words.fromLibrary} ${field.label}` }));
}

/** Who took the last picture, by language: the next one is probably theirs too. */
export const photographers = {};

/**
 * Asks for fields in each language, and once for those that are the same in all; `about` holds by language what stands
 * there, and what is written. Returns the result of `finish`, undefined if it was given up; an error of it leaves the
 * dialog open.
 */
function described(title, fields, about, finish, note) {
  const fault = element("p", { role: "alert", class: "fault" });
  const control = (field, languages) => widget(field, about[languages[0]][field.name], (value) => {
    for (const lang of languages) about[lang][field.name] = value;
  }, { lang: languages[0] });
  return dialog(title, (close) => element("form", {
    onsubmit: async (event) => {
      event.preventDefault();
      fault.textContent = "";
      try {
        close(await finish(fault));
      } catch (error) {
        fault.textContent = error.message;
      }
    },
  },
  note ? element("p", {}, note) : undefined,
  ...fields.filter(({ shared }) => shared).map((field) => control(field, Object.keys(about))),
  ...Object.keys(about).map((lang) => element("fieldset", {}, element("legend", {}, lang),
    ...fields.filter(({ shared }) => !shared).map((field) => control(field, [lang])))),
  fault,
  element("button", { class: "main" }, words.insert)));
}

/** The fields that are asked for of a file that is known. */
const saidOf = (fields) => fields.filter(({ widget: kind }) => kind !== "file").map((each) => ({ ...each, hint: "" }));

/** Asks what is to be said of a file, and stores it then; returns its path and what was written by language. */
export async function describedFile(chosen, fields, languages, title, note) {
  const hasCredit = fields.some(({ name }) => name === "credit");
  const about = Object.fromEntries(languages.map((lang) => [lang, hasCredit ? { credit: photographers[lang] } : {}]));
  const asked = saidOf(fields);
  const told = asked.filter(({ name }) => name !== "credit");
  const file = await described(`${title}: ${chosen.name}`, asked, about, async (fault) => {
    if (!languages.some((lang) => told.some(({ name }) => about[lang][name]))) throw new Error(words.nothingWritten);
    fault.textContent = words.uploading;
    return (await ask(`file?name=${encodeURIComponent(chosen.name)}`, chosen)).file;
  }, note);
  if (file && hasCredit) for (const lang of languages) photographers[lang] = about[lang].credit;
  return file ? { file, about } : undefined;
}

/** Asks what is to be said of a file that the site has, where a language lacks it; `about` holds what other texts say. */
export async function describedStored(file, fields, about, title) {
  const asked = saidOf(fields);
  const isWhole = Object.values(about).every((said) => asked.every(({ name, required }) => !required || said[name]));
  return isWhole ? about : await described(`${title}: ${file}`, asked, about, () => about);
}

/** Asks for an item of a list, or a value with several fields; one in whose language nothing is written gets none. */
export async function describedItem(field, languages) {
  const about = Object.fromEntries(languages.map((lang) => [lang, { ...field.begins }]));
  const isWritten = (lang) => field.fields.some(({ name, shared }) => !shared && about[lang][name]);
  return await described(field.label, field.fields, about, () => {
    if (!languages.some(isWritten)) throw new Error(words.nothingWritten);
    return Object.fromEntries(languages.filter(isWritten).map((lang) => [lang, about[lang]]));
  });
}
