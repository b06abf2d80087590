// Searches the edition, and prints results from their cards, which hold every figure as it is published. Words are
// compared by their keys, which the build makes too: plugins/aimaq/base/languages/word_keys.py. See docs/finding.md.
const page = document.getElementById("search");
const { root, found, nothing, failed, waiting } = page.dataset;
const form = page.querySelector("form");
const input = form.elements.q;
const status = page.querySelector("[role=status]");
const list = page.querySelector("ol");
const more = page.querySelector(".search-more");
const template = page.querySelector("template");
const AT_ONCE = 10;
// How many words an excerpt has, and how many of them stand before the first that was looked for.
const EXCERPT = 30;
const BEFORE = 8;
// The fewest letters with which a word that has been typed in part finds whole ones.
const BEGINNING = 3;
let files = {};
let asked = 0;
let rest = [];
let wanted = [];
let keysOf;

const load = (path) =>
  (files[path] ??= fetch(root + path, { cache: "no-cache" }).then((answer) => {
    if (!answer.ok) throw new Error(path);
    return answer.json();
  }));

// Returns a function that yields the words of a text, each with its place, its length and its keys.
const reader = ({ latin, letters, whole, steps, group, decimal }) => {
  const fraction = `(?:[${decimal}][0-9]+)?`;
  const number = `[0-9]{1,3}(?:[${group}][0-9]{3})+(?![0-9])${fraction}|[0-9]+${fraction}`;
  const words = new RegExp(`(${number})(?:-\\p{L}+)?|[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}\\p{Cf}]|['’‘\`](?=\\p{L}))*`, "gu");
  const known = new Map();
  const endings = new Set(steps.flatMap(([, chained, pairs]) => (chained ? pairs.map(([ending]) => ending) : [])));
  const plain = (word) => {
    let text = word.toLowerCase().normalize("NFC");
    for (const [written, instead] of latin) text = text.replaceAll(written, instead);
    text = Array.from(text, (letter) => letters[letter] ?? letter).join("");
    return text.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "");
  };
  const shortened = (word, keeps, chained, pairs) => {
    const fits = ([ending]) => word.length - ending.length >= keeps && word.endsWith(ending);
    const fitting = whole.includes(word) ? [] : pairs.filter(fits);
    if (!fitting.length) return [word];
    return fitting.slice(0, chained ? undefined : 1).flatMap(([ending, instead]) => {
      const left = word.slice(0, word.length - ending.length) + instead;
      return chained ? shortened(left, keeps, chained, pairs) : [left];
    });
  };
  const stems = (word) => {
    if (!word || /\p{N}/u.test(word)) return word ? [word] : [];
    let all = [word];
    for (const [keeps, chained, pairs] of steps) all = [...new Set(all.flatMap((each) => shortened(each, keeps, chained, pairs)))];
    return all;
  };
  return function* (text) {
    for (const match of text.matchAll(words)) {
      const [word, digits] = match;
      let keys;
      if (digits) keys = [digits.replace(new RegExp(`[${group}]`, "g"), "").replace(new RegExp(`[${decimal}]`, "g"), ".")];
      else if (text[match.index - 1] === "-" && endings.has(plain(word))) continue;
      else {
        if (!known.has(word)) known.set(word, stems(plain(word)));
        keys = known.get(word);
      }
      if (keys.length) yield { at: match.index, length: (digits ?? word).length, keys, digits: Boolean(digits) };
    }
  };
};

// Returns, by its number, what a text of a volume counts for one of the words that are looked for.
const counted = async (volume, { keys, digits }) => {
  const counts = {};
  const add = (pairs) => {
    for (let i = 0; i < pairs.length; i += 2) counts[pairs[i]] = Math.max(counts[pairs[i]] ?? 0, pairs[i + 1]);
  };
  const held = await Promise.all(keys.map(async (key) => [key, await load(`${volume}/${/^[a-z]/.test(key) ? key[0] : "other"}.json`)]));
  for (const [key, index] of held) if (Object.hasOwn(index, key)) add(index[key]);
  if (digits) {
    // Figures are in no index: what they print stands in a file that changes with them.
    for (const [text, figures] of (await load(`${volume}/figures.json`)).entries()) {
      if (figures.some((figure) => [...keysOf(figure)].some((word) => word.keys[0] === keys[0]))) add([text, 2]);
    }
  } else if (!Object.keys(counts).length) {
    for (const [key, index] of held) {
      if (key.length < BEGINNING) continue;
      for (const [whole, pairs] of Object.entries(index)) if (whole.startsWith(key)) add(pairs);
    }
  }
  return counts;
};

// Returns the results, the best first and of equal ones the newest.
const results = async (words) => {
  const { rules, volumes } = await load("start.json");
  keysOf ??= reader(rules);
  wanted = [...keysOf(words)];
  // Words as short as "и" and "of" need not be there, unless there are no others.
  const long = wanted.filter(({ keys, digits }) => digits || keys.some((key) => key.length >= BEGINNING));
  const needed = long.length ? long : wanted;
  if (!needed.length) return [];
  const all = Array.from({ length: volumes }, async (_, place) => {
    const volume = place + 1;
    const counts = await Promise.all(needed.map((word) => counted(volume, word)));
    const texts = Object.keys(counts[0]).filter((text) => counts.every((each) => each[text]));
    const names = texts.length ? await load(`${volume}/texts.json`) : [];
    return texts.map((text) => ({ name: names[text], counts: counts.reduce((sum, each) => sum + each[text], 0), order: [volume, Number(text)] }));
  });
  const every = (await Promise.all(all)).flat();
  return every.sort((a, b) => b.counts - a.counts || b.order[0] - a.order[0] || b.order[1] - a.order[1]);
};

const marked = (target, text) => {
  const keys = new Set(wanted.flatMap((word) => word.keys));
  const begins = [...keys].filter((key) => key.length >= BEGINNING);
  const words = [...keysOf(text)].map((word) => ({ ...word, hit: word.keys.some((key) => keys.has(key) || begins.some((each) => key.startsWith(each))) }));
  // The part that has the most of what was looked for.
  let [best, most] = [0, 0];
  for (let i = 0; i < words.length; i += 1) {
    if (!words[i].hit) continue;
    const hits = new Set(words.slice(i, i + EXCERPT - BEFORE).filter((word) => word.hit).flatMap((word) => word.keys)).size;
    if (hits > most) [best, most] = [i, hits];
  }
  if (!most) return false;
  const first = Math.max(0, best - BEFORE);
  const shown = words.slice(first, first + EXCERPT);
  let at = shown[0].at;
  if (first) target.append("… ");
  for (const word of shown.filter(({ hit }) => hit)) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(word.at, word.at + word.length);
    target.append(text.slice(at, word.at), mark);
    at = word.at + word.length;
  }
  const after = words[first + EXCERPT];
  target.append(text.slice(at, after?.at).trimEnd(), after ? " …" : "");
  return true;
};

const item = ({ address, title, summary, text, kind, date, iso }) => {
  const entry = template.content.cloneNode(true);
  const link = entry.querySelector("a");
  link.href = address;
  link.textContent = title;
  const words = entry.querySelector(".search-excerpt");
  if (!marked(words, text) && !marked(words, summary)) words.textContent = summary;
  const margin = entry.querySelector(".story-margin");
  if (kind) {
    margin.querySelector(".story-kind").textContent = kind;
    const time = document.createElement("time");
    time.dateTime = iso;
    time.textContent = date;
    margin.append(" ", time);
  } else margin.replaceChildren();
  return entry;
};

const show = async (turn) => {
  const cards = await Promise.all(rest.slice(0, AT_ONCE).map(({ name }) => load(`texts/${name}.json`)));
  if (turn !== asked) return;
  rest = rest.slice(AT_ONCE);
  const first = list.children.length;
  list.append(...cards.map(item));
  more.hidden = !rest.length;
  return list.children[first];
};

const search = async () => {
  const words = input.value.trim();
  const turn = ++asked;
  rest = [];
  list.replaceChildren();
  more.hidden = true;
  status.textContent = words ? waiting : "";
  if (!words) return;
  try {
    const all = await results(words);
    if (turn !== asked) return;
    rest = all;
    await show(turn);
    if (turn === asked) status.textContent = all.length ? `${found} ${all.length}` : nothing.replace("{}", words);
  } catch {
    files = {};
    if (turn === asked) status.textContent = failed;
  }
};
const fromAddress = () => {
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  return search();
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = input.value.trim();
  const address = words ? `?${new URLSearchParams({ q: words })}` : location.pathname;
  if (address !== (location.search || location.pathname)) history.pushState(null, "", address);
  search();
});
more.addEventListener("click", async () => {
  const next = await show(asked);
  next?.querySelector("a").focus();
});
addEventListener("popstate", fromAddress);
form.hidden = false;
fromAddress();
