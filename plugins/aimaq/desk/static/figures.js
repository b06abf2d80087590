// The picker of figures, and the list of those that a text quotes, each as it is printed.
import { ask, button, dialog, element, newId, turns, words } from "./dom.js";

/** Returns the marker that was chosen, undefined for none; `day` is the text's date, "" for a text without one. */
export function chooseFigure(lang, day) {
  return dialog(words.figure, (close) => {
    const [searchId, pinId] = [newId(), newId()];
    const list = element("ul", { class: "choices" });
    const forms = element("div", { class: "forms-of-figure", "aria-live": "polite" });
    let figures = [];
    let chosen;
    const begin = turns();
    const pinned = element("input", { id: pinId, type: "checkbox", checked: day !== "", onchange: () => chosen && show(chosen) });
    const draw = (asked = "") => {
      const parts = asked.toLowerCase().split(/\s+/);
      // A value is found with its thousands apart, as it is printed, and together, as somebody types it.
      const found = figures.filter(({ key, label, value }) => parts.every((part) =>
        `${key} ${label} ${value} ${value.replace(/(\d)[\s,](?=\d{3})/g, "$1")}`.toLowerCase().includes(part)));
      list.replaceChildren(...found.map((figure) => element("li", {}, button(
        "", () => show(figure), { "aria-pressed": String(figure === chosen) },
      ))));
      [...list.querySelectorAll("button")].forEach((each, number) => {
        const { label, value, period } = found[number];
        each.append(element("span", { lang }, label), element("strong", { lang }, value), element("small", { lang }, period));
      });
    };
    const show = async (figure) => {
      chosen = figure;
      const isLast = begin();
      draw(search.value);
      const at = pinned.checked ? `&day=${day}` : "";
      const found = await ask(`forms?key=${figure.key}&lang=${lang}${at}`).catch((error) => [{ marker: "", printed: error.message }]);
      if (!isLast()) return; // another one has been chosen since
      const nothing = pinned.checked && found.length < 2 ? element("p", { class: "alert" }, words.notKnown) : "";
      forms.replaceChildren(element("h3", {}, words.forms), nothing, ...found.map(({ marker, printed }) =>
        button("", () => close(marker), { class: "form", "data-marker": marker })));
      [...forms.querySelectorAll("button")].forEach((each, number) => {
        each.append(element("span", { lang }, found[number].printed), element("code", {}, found[number].marker));
      });
    };
    const search = element("input", { id: searchId, type: "search", autocomplete: "off", oninput: (event) => draw(event.target.value) });
    ask(`figures?lang=${lang}`).then((found) => { figures = found; draw(search.value); }, (error) => forms.replaceChildren(error.message));
    return element("div", {},
      element("p", { class: "field" }, element("label", { for: searchId }, words.search), search),
      day ? element("p", { class: "field check" }, pinned, element("label", { for: pinId }, words.pinned)) : undefined,
      element("div", { class: "wide", tabindex: "0", role: "group", "aria-label": words.figure }, list),
      forms);
  });
}

/** Returns a list that shows what a version's markers print, and a function that draws it anew. */
export function quotedFigures(lang) {
  const list = element("dl", { class: "quoted" });
  const box = element("section", { class: "quoted-figures", "aria-live": "polite" }, element("h2", {}, words.figures), list);
  let waiting;
  const begin = turns();
  const redraw = (text, day) => {
    clearTimeout(waiting);
    const isLast = begin();
    waiting = setTimeout(async () => {
      const found = await ask("quoted", { text, lang, day }).catch(() => []);
      if (!isLast()) return; // the text is another one now
      list.replaceChildren(...found.map(({ marker, printed, fault }) => element("div", {},
        element("dt", {}, element("code", {}, marker)),
        element("dd", { lang: fault ? undefined : lang, class: fault ? "fault" : "" }, fault || printed))));
      box.hidden = found.length === 0;
    }, 300);
  };
  return { box, redraw };
}
