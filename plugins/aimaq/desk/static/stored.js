// Chooses a picture or a file that the site has already, with what its texts say of it.
import { ask, button, dialog, element, newId, turns, words } from "./dom.js";

const root = document.querySelector("#editor");

/** Returns the file that was chosen and what is said of it by language, undefined if none was. */
export function chooseStored(kind) {
  return dialog(words.library, (close) => {
    const id = newId();
    const list = element("ul", { class: "choices" });
    const fault = element("p", { role: "alert", class: "fault" });
    let waiting;
    const begin = turns();
    const draw = async () => {
      const isLast = begin();
      const found = await ask(`library?kind=${kind}&q=${encodeURIComponent(search.value)}`).catch((error) => { fault.textContent = error.message; return []; });
      if (!isLast()) return; // what is looked for now is something else
      list.replaceChildren(...found.map((each) => {
        const said = Object.entries(each.about).map(([lang, { words: text }]) => element("small", { lang }, text));
        const chosen = button("", () => close(each));
        if (each.picture) chosen.append(element("img", { class: "thumbnail", alt: "", loading: "lazy", src: `${root.dataset.write}/small/${each.file}` }));
        chosen.append(element("span", {}, each.file, ...said));
        return element("li", {}, chosen);
      }));
    };
    const search = element("input", { id, type: "search", autocomplete: "off", oninput: () => {
      clearTimeout(waiting);
      waiting = setTimeout(draw, 200);
    } });
    draw();
    return element("div", {},
      element("p", { class: "field" }, element("label", { for: id }, words.search), search),
      element("div", { class: "wide", tabindex: "0", role: "group", "aria-label": words.library }, list), fault);
  });
}
