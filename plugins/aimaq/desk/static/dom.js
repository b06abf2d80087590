// Makes elements, and asks the program. Nothing here keeps anything.

export const words = JSON.parse(document.querySelector("#words").textContent);
const root = document.querySelector("#editor");
/** Whether the program can read the markup of what is pasted. */
export const readsMarkup = root?.dataset.readsMarkup === "true";

/** Returns an element; properties that begin with "on" are listeners, others attributes. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "value") made.value = value;
    else if (typeof value === "boolean") made.toggleAttribute(key, value);
    else if (value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}

export const button = (label, onclick, properties = {}) =>
  element("button", { type: "button", onclick, ...properties }, label);

/** Returns what stands behind the name of a field that may not stay empty. */
export const requiredMark = (properties = {}) => element("span", { class: "required", ...properties }, ` ${words.required}`);
/** Returns the label of such a field; a screen reader hears from the field itself that it is required. */
export const requiredLabel = (id, label) => element("label", { for: id }, label, requiredMark({ "aria-hidden": "true" }));

let made = 0;
export const newId = () => `field-${++made}`;

/** Returns what begins a turn and returns whether it is still the last one: a late answer is not shown over a newer one. */
export function turns() {
  let last = 0;
  return () => {
    const own = (last += 1);
    return () => own === last;
  };
}

/** Asks the program for JSON, with a body if there is one; throws an error with what it says is wrong. */
export async function ask(path, body) {
  const raw = body instanceof Blob;
  if (raw && body.size > Number(root.dataset.most)) throw new Error(words.tooLarge);
  let answer;
  try {
    answer = await fetch(`${root.dataset.write}/api/${path}`, body === undefined ? {} : {
      method: "POST",
      headers: raw ? {} : { "Content-Type": "application/json" },
      body: raw ? body : JSON.stringify(body),
    });
  } catch {
    throw new Error(words.noAnswer);
  }
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error((found.problems ?? [words.noAnswer]).join("\n"));
  return found;
}

/** Shows a dialog until it is closed; its content gets a function that closes it with a result. */
export function dialog(title, content) {
  return new Promise((resolve) => {
    const id = newId();
    const box = element("dialog", { "aria-labelledby": id, onclose: () => close() });
    // Not in "onclose", which comes later: what is typed until then would be lost.
    const close = (result) => { box.close(); box.remove(); resolve(result); };
    box.append(element("h2", { id }, title), content(close), button(words.cancel, () => close()));
    document.body.append(box);
    box.showModal();
  });
}

/** Puts words where the cursor stands, so that the browser's "undo" takes them out again. */
export function insert(area, text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
