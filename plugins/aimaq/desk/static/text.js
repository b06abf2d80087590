// The page of a text: its versions, each as a form or as the whole file. What nobody edits is never sent.
import { ask, button, element, insert, newId, words } from "./dom.js";
import { describedFile, describedItem, describedStored, widget } from "./fields.js";
import { chooseFigure, quotedFigures } from "./figures.js";
import { describedPictures } from "./many_pictures.js";
import { textField } from "./markdown.js";
import { chooseStored } from "./stored.js";

const root = document.querySelector("#editor");
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const opened = await ask(`text?text=${encodeURIComponent(root.dataset.text)}`);
const form = opened.form;
const versions = opened.versions.map(fresh);
let shown = versions.find(({ lang }) => lang === root.dataset.lang) ?? versions[0];
const status = element("p", { role: "status", class: "status" });
const ready = button(words.ready, () => {
  const [written, empty] = [true, false].map((has) => drafts().filter(({ body, fields }) => Boolean(body.trim() || fields.title) === has));
  for (const version of written) publish(version);
  changed();
  draw();
  if (empty.length) status.textContent = [status.textContent, ...empty.map(({ lang }) => `${lang}: ${words.nothingWritten}`)].join("\n");
}, { hidden: true });
const panel = element("div", {});
const problems = element("div", {});

/** Returns a version as it is edited: `base` is what its fields and body are in `source`, `disk` the file's text. */
function fresh(version) {
  return {
    ...version, disk: version.source, base: { fields: version.fields, body: version.body },
    fields: { ...version.fields }, asFile: Boolean(version.fault),
  };
}

/** Returns what was edited of a version, as the program takes it; undefined if nothing was. */
function edit(version) {
  const fields = {};
  for (const name of new Set([...Object.keys(version.base.fields), ...Object.keys(version.fields)])) {
    if (!same(version.base.fields[name], version.fields[name])) fields[name] = version.fields[name] ?? null;
  }
  const source = version.source === version.disk ? null : version.source;
  const body = version.body === version.base.body ? null : version.body;
  const isEdited = source !== null || body !== null || Object.keys(fields).length > 0;
  return isEdited ? { path: version.path, digest: version.digest, source, fields, body } : undefined;
}

const here = () => versions.filter(({ digest, isNew }) => digest || isNew);
/** The versions that are drafts, and can be made ready in the form. */
const drafts = () => here().filter((version) => !version.asFile && version.fields.status === "draft");
const changed = () => {
  status.textContent = here().some(edit) ? words.unsaved : "";
  status.className = "status";
  ready.hidden = drafts().length === 0;
};
const fail = (error) => { status.textContent = error.message; status.className = "status alert"; };

/** Makes a draft ready; only a draft has a stage. */
function publish(version) {
  version.fields.status = "published";
  delete version.fields.stage;
}

/** Sets a field; an empty one that stood in the file stays there, empty, if every text needs it. */
function set(version, field, value) {
  const isThere = field.name in version.base.fields;
  if (value === undefined && isThere && field.required) {
    version.fields[field.name] = ["words", "groups"].includes(field.widget) ? [] : "";
  } else if (value === undefined || (value === false && !isThere) || (field.default && value === field.default && !isThere)) {
    delete version.fields[field.name];
  } else {
    version.fields[field.name] = value;
  }
  if (field.name === "status" && value !== "draft" && version.fields.stage) {
    publish(version);
    draw();
  }
  changed();
}

const isShared = (field) => field.shared && here().every((version) => !version.fault && same(version.fields[field.name], shown.fields[field.name]));
const day = (version) => String(version.fields.date ?? "").slice(0, 10);

/** The versions that can have a new item of a field: one that has another value already keeps it. */
const lacking = (field) => here().filter((version) => !version.fault && (field.widget === "groups" || version === shown || !version.fields[field.name]));

/** Adds items, one or several each, to a field of the versions, by their languages. */
function put(field, items) {
  for (const version of here().filter(({ lang }) => lang in items)) {
    const own = [items[version.lang]].flat().map((each) => Object.fromEntries(field.fields.map(({ name }) => [name, each[name]]).filter(([, value]) => value)));
    version.fields[field.name] = field.widget === "groups" ? [...(version.fields[field.name] || []), ...own] : own[0];
  }
  changed();
  draw();
}

/** Adds items and files to the versions: what is asked of one is asked once, for all of them. */
const files = {
  redraw: () => draw(),
  async addItem(field) {
    const items = await describedItem(field, lacking(field).map(({ lang }) => lang));
    if (items) put(field, items);
  },
  async add(field, all) {
    if (all.length > 1 && field.fields.some(({ name }) => name === "alt")) await files.addPictures(field, all);
    else for (const chosen of all) await files.addOne(field, chosen);
  },
  /** Asks at once what the pictures show, and what the versions lack of what stands above the text. */
  async addPictures(field, all) {
    const missing = Object.fromEntries(lacking(field).map((version) => [
      version.lang, form.filter(({ name, first, required }) => first && required && !version.fields[name])]));
    const made = await describedPictures(all, missing, field.label);
    if (!made) return;
    for (const version of here().filter(({ lang }) => lang in made)) {
      for (const each of form.filter(({ name }) => made[version.lang].fields[name])) set(version, each, made[version.lang].fields[each.name]);
    }
    put(field, Object.fromEntries(Object.entries(made).map(([lang, { items }]) => [lang, items])));
  },
  /** Takes a file that the site has already, with what other texts say of it; what no text says is asked for. */
  async addStored(field) {
    const isPhoto = field.fields.some(({ name }) => name === "alt");
    const chosen = await chooseStored(isPhoto ? "pictures" : "");
    if (!chosen) return;
    const known = Object.fromEntries(lacking(field).map(({ lang }) => {
      const { words: said, credit } = chosen.about[lang] ?? {};
      return [lang, isPhoto ? { alt: said, credit } : { title: said }];
    }));
    const about = await describedStored(chosen.file, field.fields, known, field.label);
    if (about) put(field, Object.fromEntries(Object.entries(about).map(([lang, told]) => [lang, { ...told, file: chosen.file }])));
  },
  async addOne(field, chosen) {
    try {
      const made = await describedFile(chosen, field.fields, lacking(field).map(({ lang }) => lang), field.label);
      if (made) put(field, Object.fromEntries(Object.entries(made.about).map(([lang, told]) => [lang, { ...told, file: made.file }])));
    } catch (error) {
      fail(error);
    }
  },
};

const marks = JSON.parse(root.dataset.marks);

/** Returns a picture in Markdown: its title names who took it, behind the language's mark. */
function markupOf(file, alt = "", credit = "", lang) {
  const isMarked = credit.toLowerCase().startsWith(marks[lang].toLowerCase());
  const title = credit && !isMarked ? `${marks[lang]} ${credit}` : credit;
  return `![${alt.replace(/[[\]\\]/g, "\\$&")}](/${file}${title ? ` "${title.replace(/["\\]/g, "\\$&")}"` : ""})`;
}

/** What is asked of a picture in a text; its caption is written in the text. */
const pictureFields = ((form.find(({ name }) => name === "photo") ?? form.find(({ name }) => name === "photos"))?.fields
  ?? [{ name: "alt", label: words.picture, widget: "text", required: true }]).filter(({ name }) => name !== "caption");

async function storedInText({ lang }) {
  const chosen = await chooseStored("pictures");
  if (!chosen) return undefined;
  const { words: said, credit } = chosen.about[lang] ?? {};
  const about = await describedStored(chosen.file, pictureFields, { [lang]: { alt: said, credit } }, words.picture);
  return about && markupOf(chosen.file, about[lang].alt, about[lang].credit, lang);
}

async function pictureInText(chosen, version) {
  const note = here().length > 1 ? words.onlyHere : undefined;
  try {
    const made = await describedFile(chosen, pictureFields, [version.lang], words.picture, note);
    if (!made) return undefined;
    const { alt, credit } = made.about[version.lang];
    return markupOf(made.file, alt, credit, version.lang);
  } catch (error) {
    fail(error);
    return undefined;
  }
}

function formOf(version) {
  const quoted = quotedFigures(version.lang);
  const count = () => quoted.redraw(["title", "summary"].map((name) => version.fields[name] ?? "").join("\n") + `\n${version.body}`, day(version));
  const drawField = (field) => {
    const shared = isShared(field);
    const made = widget(field, version.fields[field.name], (value) => {
      for (const each of shared ? here() : [version]) set(each, field, value);
      count();
    }, { lang: version.lang, files });
    if (["title", "summary"].includes(field.name)) {
      made.append(button(words.figure, async () => {
        const marker = await chooseFigure(version.lang, day(version));
        if (marker) insert(made.querySelector("input, textarea"), marker);
      }, { "aria-label": `${words.figure}: ${field.label}` }));
    }
    return made;
  };
  const isRare = (field) => field.rare && version.fields[field.name] === undefined;
  const own = form.filter((field) => !isShared(field));
  const common = form.filter(isShared);
  const box = element("div", {},
    ...own.filter(({ first }) => first).map(drawField),
    textField(version.body, (value) => { version.body = value; changed(); count(); }, {
      lang: version.lang,
      figure: () => chooseFigure(version.lang, day(version)),
      picture: (chosen) => pictureInText(chosen, version),
      stored: () => storedInText(version),
    }),
    quoted.box,
    ...own.filter((field) => !field.first && !isRare(field)).map(drawField),
    element("fieldset", { class: "common" }, element("legend", {}, words.common), ...common.filter((field) => !isRare(field)).map(drawField)),
    element("details", {}, element("summary", {}, words.more), ...form.filter(isRare).map(drawField)));
  count();
  return box;
}

function fileOf(version) {
  const id = newId();
  return element("div", { class: "field" },
    version.fault ? element("p", { class: "alert" }, `${words.noForm}: ${version.fault}`) : undefined,
    element("label", { for: id }, `${words.source}: ${version.path}`),
    element("textarea", { id, class: "markdown", rows: 36, spellcheck: "false", value: version.source,
      oninput: (event) => { version.source = event.target.value; changed(); } }));
}

/** Shows the version as a form or as the whole file; the program says what the one is as the other. */
async function turn(version, asFile) {
  try {
    const now = await ask("edited", edit(version) ?? { path: version.path, digest: version.digest });
    version.source = now.source;
    version.base = { fields: now.fields, body: now.body };
    Object.assign(version, { fields: { ...now.fields }, body: now.body, fault: now.fault, asFile: asFile || Boolean(now.fault) });
  } catch (error) {
    fail(error);
  }
  draw();
}

/** Begins a version that has no file yet, with what all versions share. */
function add(version) {
  const other = here()[0];
  version.isNew = true;
  const names = ["kind", ...form.filter(({ shared }) => shared).map(({ name }) => name)];
  version.fields = { status: "draft", ...Object.fromEntries(names.filter((name) => name in other.fields).map((name) => [name, other.fields[name]])) };
  changed();
  draw();
}

/** Saves what was edited; what is typed meanwhile stays, and is not saved yet. */
async function save() {
  const sent = here().filter(edit).map((version) => ({ version, fields: structuredClone(version.fields), body: version.body, source: version.source }));
  if (!sent.length) {
    status.textContent = words.nothingToSave;
    return;
  }
  try {
    const { versions: now, refused } = await ask("save", sent.map(({ version }) => edit(version)));
    for (const { version, fields, body, source } of sent) {
      const saved = now.find(({ path }) => path === version.path);
      if (version.path in refused) continue;
      if (version.source === source) version.source = saved.source;
      Object.assign(version, { digest: saved.digest, address: saved.address, disk: saved.source, problems: saved.problems, base: { fields, body } });
      if (version.asFile) {
        const { fault, body: text, fields: found } = saved;
        Object.assign(version, { fault, body: text, fields: { ...found }, base: { fields: found, body: text } });
      }
    }
    const faults = Object.entries(refused).map(([path, fault]) => `${path}: ${fault}`);
    showProblems();
    showPreview();
    changed();
    status.textContent = faults.length ? [words.notSaved, ...faults].join("\n") : status.textContent || words.saved;
    status.className = faults.length ? "status alert" : "status";
  } catch (error) {
    fail(error);
  }
}

/** Shows what is wrong in the version that is shown, and in a line each in others that are no drafts. */
function showProblems() {
  const others = here().filter((version) => version !== shown && version.fields.status !== "draft" && version.problems?.length);
  problems.replaceChildren(...(shown.digest ? [problemsOf(shown)] : []),
    ...others.map(({ lang, problems: all }) => element("p", { class: "alert" }, `${lang}: ${all.map((each) => each.replace("\n", ": ")).join("; ")}`)));
}

function problemsOf(version) {
  const id = newId();
  return element("section", { "aria-labelledby": id, class: version.problems.length ? "alert" : "done" },
    element("h2", { id }, version.problems.length ? words.problems : words.noProblems),
    element("ul", {}, ...version.problems.map((each) => element("li", {}, each))));
}

function draw() {
  const scrolled = window.scrollY;
  const [focused, isOpen] = [document.activeElement.getAttribute("aria-label"), panel.querySelector("details")?.open];
  showProblems();
  const exists = shown.digest || shown.isNew;
  panel.replaceChildren(
    element("nav", { class: "buttons", "aria-label": words.versions }, ...versions.map((version) => button(
      version.lang, () => { shown = version; draw(); panel.querySelector("[aria-pressed=true]").focus(); },
      { "aria-pressed": String(version === shown) },
    )), ...(exists ? [
      button(words.form, () => turn(shown, false), { "aria-pressed": String(!shown.asFile) }),
      button(words.source, () => turn(shown, true), { "aria-pressed": String(shown.asFile) }),
    ] : [])),
    ...(exists ? [shown.asFile ? fileOf(shown) : formOf(shown), problems] : [
      button(`${words.addVersion} ${shown.lang}`, () => add(shown), { class: "main" }),
    ]));
  showPreview();
  panel.querySelector("details")?.toggleAttribute("open", Boolean(isOpen));
  if (focused) [...panel.querySelectorAll("[aria-label]")].find((each) => each.getAttribute("aria-label") === focused)?.focus();
  window.scrollTo(0, scrolled);
}

const frame = element("iframe", { title: words.preview, hidden: true });
/** Shows the page of the version beside the form: it is built on each save, and loads itself anew. */
const showPreview = () => {
  if (!frame.hidden && frame.getAttribute("src") !== (shown.address || "about:blank")) frame.src = shown.address || "about:blank";
  root.classList.toggle("with-preview", !frame.hidden);
};
const preview = button(words.preview, () => {
  frame.hidden = !frame.hidden;
  preview.setAttribute("aria-pressed", String(!frame.hidden));
  showPreview();
}, { "aria-pressed": "false" });
root.append(element("div", { class: "bar" }, button(words.save, save, { class: "main" }), ready, preview, status), panel, frame);
draw();
changed();
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    save();
  }
});
addEventListener("beforeunload", (event) => {
  if (here().some(edit)) event.preventDefault();
});
