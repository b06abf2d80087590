// Searches the edition as Pagefind does, and prints results from their cards, which hold every figure as it is published.
// The engine is fetched with the page, the index with the first words to look for. See docs/finding.md.
const page = document.getElementById("search");
const { engine, root, volumes, found, nothing, failed, waiting } = page.dataset;
const form = page.querySelector("form");
const input = form.elements.q;
const status = page.querySelector("[role=status]");
const list = page.querySelector("ol");
const more = page.querySelector(".search-more");
const template = page.querySelector("template");
const AT_ONCE = 10;
// What stands for the first figure of a text; see plugins/aimaq/newsroom/output/search.py.
const FIRST = 0xe100;
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&amp;": "&" };
let index;
let asked = 0;
let rest = [];

const ready = async () => {
  // The engine's own element has fetched it already: the policy allows no other way.
  const { createInstance } = await import(engine);
  // A worker would need an address that the policy for scripts (Trusted Types) does not let pass.
  const pagefind = createInstance({ basePath: `${root}1/`, noWorker: true });
  await pagefind.init();
  for (let number = 2; number <= volumes; number += 1) await pagefind.mergeIndex(`${root}${number}/`);
  return pagefind;
};
const cards = {};
const card = async ({ url, meta }) => {
  cards[meta.card] ??= fetch(`${root}cards/${meta.card}.json`, { cache: "no-cache" }).then((answer) => answer.json());
  return (await cards[meta.card])[url];
};
const plain = (html) => html.replace(/&(?:lt|gt|quot|amp|#39|#x27);/g, (entity) => ENTITIES[entity]);
const filled = (text, figures) => text.replace(/[\u{e100}-\u{f8ff}]/gu, (mark) => figures[mark.charCodeAt(0) - FIRST] ?? "");

const item = (url, { title, summary, kind, date, iso, figures }, excerpt) => {
  const entry = template.content.cloneNode(true);
  const link = entry.querySelector("a");
  link.href = url;
  link.textContent = title;
  const words = entry.querySelector(".search-excerpt");
  for (const [number, part] of excerpt.split(/<\/?mark>/).entries()) {
    const text = filled(plain(part), figures);
    const mark = document.createElement("mark");
    mark.textContent = text;
    words.append(number % 2 ? mark : text);
  }
  if (!words.textContent.trim()) words.textContent = summary;
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
  const results = await Promise.all(rest.slice(0, AT_ONCE).map((result) => result.data()));
  const held = await Promise.all(results.map(card));
  if (turn !== asked) return;
  rest = rest.slice(AT_ONCE);
  const shown = results.flatMap((result, place) => (held[place] ? [item(result.raw_url ?? result.url, held[place], result.excerpt)] : []));
  const first = list.children.length;
  list.append(...shown);
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
    index ??= ready();
    const { results } = await (await index).search(words);
    if (turn !== asked) return;
    rest = results;
    await show(turn);
    if (turn === asked) status.textContent = results.length ? `${found} ${results.length}` : nothing.replace("{}", words);
  } catch {
    index = undefined;
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
