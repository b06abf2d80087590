// Checks figures against the log: that the log has them, and that the proof of each entry leads to the head.
// It trusts no file: of what the site sends, only what hashes to the root of the head counts. See docs/log.md.
(() => {
  const PREFIX = "/api/log/";
  const WIDTH = 256;
  const EPSILON = 1e-9;
  const text = new TextDecoder();
  const bytes = new TextEncoder();
  const fetched = {};
  const once = (name, make) => (fetched[name] ??= make());
  const get = async (path, as = "arrayBuffer", cache = "default") => {
    const answer = await fetch(path, { cache });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer[as]();
  };
  const hash = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer()));
  const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);
  const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const decoded = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

  // The files of the log, by C2SP's tlog-tiles.
  const tilePath = (level, index, rows) => {
    const groups = [String(index % 1000).padStart(3, "0")];
    for (let rest = Math.floor(index / 1000); rest; rest = Math.floor(rest / 1000)) groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
    const width = Math.min(WIDTH, rows - index * WIDTH);
    return `${PREFIX}tile/${level}/${groups.join("/")}${width < WIDTH ? `.p/${width}` : ""}`;
  };
  const entryAt = async (index, size) => {
    const path = tilePath("entries", Math.floor(index / WIDTH), size);
    const data = new Uint8Array(await once(path, () => get(path)));
    let at = 0;
    for (let rest = index % WIDTH; rest; rest -= 1) at += 2 + data[at] * 256 + data[at + 1];
    return data.slice(at + 2, at + 2 + data[at] * 256 + data[at + 1]);
  };
  // The hash of a complete subtree of 2**level leaves.
  const node = (level, index, size) =>
    once(`node ${level} ${index}`, async () => {
      const height = level % 8;
      const row = Math.floor(level / 8);
      if (height) return hash(new Uint8Array([1]), await node(level - 1, index * 2, size), await node(level - 1, index * 2 + 1, size));
      const path = tilePath(row, Math.floor(index / WIDTH), Math.floor(size / 2 ** level));
      const data = new Uint8Array(await once(path, () => get(path)));
      return data.slice((index % WIDTH) * 32, (index % WIDTH) * 32 + 32);
    });
  const subtree = async (begin, end, size) => {
    const width = 2 ** Math.floor(Math.log2(end - begin));
    const left = await node(Math.log2(width), begin / width, size);
    return begin + width === end ? left : hash(new Uint8Array([1]), left, await subtree(begin + width, end, size));
  };
  // RFC 6962, 2.1.1, from the leaf up: each hash with whether it stands at the left.
  const auditPath = async (index, size) => {
    const path = [];
    let [begin, end] = [0, size];
    while (end - begin > 1) {
      const middle = begin + 2 ** Math.ceil(Math.log2(end - begin) - 1);
      if (index < middle) {
        path.unshift([await subtree(middle, end, size), false]);
        end = middle;
      } else {
        path.unshift([await subtree(begin, middle, size), true]);
        begin = middle;
      }
    }
    return path;
  };
  const prove = async (index, { size, root }) => {
    const leaf = await entryAt(index, size);
    const path = await auditPath(index, size);
    let found = await hash(new Uint8Array([0]), leaf);
    for (const [other, isLeft] of path) found = await (isLeft ? hash(new Uint8Array([1]), other, found) : hash(new Uint8Array([1]), found, other));
    return { entry: JSON.parse(text.decode(leaf)), path, proven: same(found, root) };
  };
  const readHead = async () => {
    const note = await get(`${PREFIX}checkpoint`, "text", "no-cache");
    const end = note.lastIndexOf("\n\n") + 1;
    const [origin, size, root] = note.split("\n");
    const signatures = Array.from(note.slice(end + 1).matchAll(/^— (\S+) (\S+)$/gmu), ([, name, data]) => ({ name, data: decoded(data) }));
    return { origin, size: Number(size), root: decoded(root), signed: bytes.encode(note.slice(0, end)), signatures };
  };
  const readHint = (address) => get(address, "json", "no-cache");
  // "signed", "unsigned", "unread" where the browser has no Ed25519, "forged".
  const signatureOf = async ({ signed, signatures }, keys) => {
    let state = "unsigned";
    for (const verifier of keys) {
      const [name, id, ...rest] = verifier.split("+");
      const own = signatures.filter((each) => each.name === name && hex(each.data.slice(0, 4)) === id);
      for (const { data } of own) {
        try {
          const key = await crypto.subtle.importKey("raw", decoded(rest.join("+")).slice(1), "Ed25519", false, ["verify"]);
          state = (await crypto.subtle.verify("Ed25519", key, data.slice(4), signed)) ? "signed" : "forged";
        } catch {
          state = "unread";
        }
      }
    }
    return state;
  };

  // What a page prints.
  const DATE = /^(?:as-of|year)/u;
  const CHANGE = /^(?:(up|down)-)?(?:direction-)?(change|difference|percent|points|times)\b/u;
  const CASES = /^(?:number|nominative|genitive|dative|accusative|instrumental|prepositional|locative|ablative|possessive)\b/u;
  const WORDED = /^(over|nearly|about|short)-?([\d.]*)/u;
  // Browsers are not asked for a language's signs: some know no Kazakh, and say so of none.
  const printed = (element, signs) => {
    const [decimal, group] = signs[element.closest("[lang]").lang] ?? signs[document.documentElement.lang];
    const plain = element.textContent.replaceAll(group, "").replace(/[\s\u00a0\u2009\u202f]/gu, "").replace("\u2212", "-");
    return Number.parseFloat(plain.replace(decimal, ".").match(/[+-]?\d+(?:\.\d+)?/u)?.[0]);
  };
  const near = (one, other) => Math.abs(one - other) < EPSILON;
  const wanted = (element) => {
    const { indicator, form = "", at = "", since = "" } = element.dataset;
    const table = element.closest("[data-figure]");
    if (indicator) return { key: indicator, form, at, since, value: element.value };
    if (!table) return undefined;
    const [, period, released] = element.closest("tr").id.match(/^r-(.*?)-(\d{4}-\d\d-\d\d)(?:-\d+)?$/u) ?? [];
    return { key: table.dataset.figure, form: "number", at: "release", period, released, value: element.value };
  };
  const fits = ({ form, at, value, period, released }, entry) => {
    if (DATE.test(form)) return entry.period === value;
    if (!near(entry.value, value)) return false;
    if (at === "release") return entry.period === period && entry.released === released;
    if (at === "plan") return entry.status === "plan";
    return !/^\d/u.test(at) || entry.period.startsWith(at) || at.startsWith(entry.period);
  };
  const verdict = async (element, figure, hint, head) => {
    const releases = (hint.figures[figure.key] ?? []).map(([index, period, value, released, status]) => ({ index, period, value, released, status }));
    const isTrue = async (seen) => {
      const { entry, proven } = await prove(seen.index, head);
      const names = ["period", "value", "released", "status"];
      if (entry.type !== "release" || entry.key !== figure.key || names.some((name) => entry[name] !== seen[name])) return "absent";
      return proven ? "entry" : "unproven";
    };
    const [isChange, way, kind] = figure.form.match(CHANGE) ?? [];
    if (isChange) {
      // A percentage and a ratio are rounded to one place.
      const tolerance = /percent|times/u.test(kind) ? 0.05 : 0;
      const sign = kind === "times" || way || figure.form.startsWith("direction") ? Math.abs : Number;
      if (!near(printed(element, hint.signs), sign(figure.value))) return { state: "printed" };
      const isStated = (newer, older) => {
        const [after, before] = [Number(newer.value), Number(older.value)];
        if (way && (way === "up") !== (after > before)) return false;
        const size = { percent: (after / before - 1) * 100, times: Math.max(after / before, before / after) }[kind] ?? after - before;
        return Math.abs(size - figure.value) <= tolerance + EPSILON;
      };
      const within = (period, asked) => !/^\d/u.test(asked) || period.startsWith(asked.split(" ")[0]);
      for (const newer of releases.filter(({ period }) => within(period, figure.at)).toReversed()) {
        const older = releases.find((each) => each.period < newer.period && within(each.period, figure.since) && isStated(newer, each));
        if (older) {
          const states = [await isTrue(newer), await isTrue(older)];
          return { state: states.find((each) => each !== "entry") ?? "between", index: newer.index, other: older.index };
        }
      }
      return { state: "absent" };
    }
    if (CASES.test(figure.form) && !near(printed(element, hint.signs), figure.value)) return { state: "printed" };
    const [, rounding, step] = figure.form.match(WORDED) ?? [];
    if (rounding) {
      // A rounded number, in whichever magnitude; one that the value is over is not above it.
      const number = printed(element, hint.signs);
      const off = number * 1000 ** Math.abs(Math.round(Math.log10(figure.value / number) / 3)) - figure.value;
      if (Math.abs(off) > Math.max(step, figure.value / 10) || (rounding === "over" && off > 0)) return { state: "printed" };
    }
    const found = releases.findLast((each) => fits(figure, each));
    if (!found) return { state: "absent" };
    const state = await isTrue(found);
    // A current value is the last one of its period.
    const later = releases.findLast(({ period, status }) => period === found.period && (status === "plan") === (found.status === "plan"));
    const isCurrent = ["", "current"].includes(figure.at) && !DATE.test(figure.form);
    if (state === "entry" && isCurrent && !near(later.value, found.value)) return { state: "replaced", index: found.index, other: later.index };
    return { state, index: found.index };
  };
  const filled = (message, values) => message.replace(/\{(\w+)\}/gu, (_, name) => values[name]);
  const add = (parent, name, content = "") => {
    const element = document.createElement(name);
    element.textContent = content;
    parent.append(element);
    return element;
  };
  const report = (told, details, results, hint, head, signature) => {
    const { messages } = hint;
    const wrong = results.filter(({ state }) => state !== "entry" && state !== "between");
    told.replaceChildren();
    const count = wrong.length ? filled(messages.wrong, { n: wrong.length, all: results.length }) : filled(messages.right, { n: results.length });
    add(told, "p", results.length ? count : messages.none).dataset.state = wrong.length ? "wrong" : "right";
    if (signature === "forged") add(told, "p", messages.forged).dataset.state = "wrong";
    else if (!results.some(({ state }) => state === "unproven")) add(told, "p", filled(messages[signature], { day: hint.day, size: head.size }));
    const list = (parent, all) => {
      const seen = new Set();
      const items = add(parent, "ul");
      for (const { element, state, index, other } of all) {
        const says = filled(messages[state], { index, other });
        const line = `${element.textContent.trim()}: ${says}`;
        if (seen.has(line)) continue;
        seen.add(line);
        const item = add(items, "li", `${element.textContent.trim()}: `);
        if (index === undefined) item.append(says);
        else add(item, "a", says).href = `${hint.log}${Math.floor(index / WIDTH) + 1}/#e${index}`;
      }
    };
    if (wrong.length) list(told, wrong);
    const right = results.filter((each) => !wrong.includes(each) && !DATE.test(each.element.dataset.form));
    details.replaceChildren(details.querySelector("summary"));
    details.hidden = !right.length;
    list(details, right);
  };
  const checkPage = async (box) => {
    const told = box.querySelector(".log-check-told");
    let hint;
    for (const name of Object.keys(fetched)) delete fetched[name];
    try {
      hint = await readHint(box.dataset.check);
      if (!crypto.subtle) {
        told.textContent = hint.messages.insecure;
        return;
      }
      const head = await readHead();
      const signature = await signatureOf(head, hint.keys);
      const results = [];
      for (const element of document.querySelectorAll("main data")) {
        const figure = wanted(element);
        if (figure) results.push({ element, ...(await verdict(element, figure, hint, head)) });
      }
      // The day is that of the last entry.
      if (results.length) {
        const { entry, proven } = await prove(head.size - 1, head);
        if (!proven || entry.logged !== hint.logged) results.push({ element: add(document.createElement("p"), "span", hint.day), state: "unproven", index: head.size - 1 });
      }
      report(told, box.querySelector("details"), results, hint, head, signature);
    } catch {
      told.textContent = hint ? hint.messages.failed : box.dataset.failed;
    }
  };

  // The pages of the log: proofs, and a filter that looks through older pages as well.
  const showProof = async (details, section) => {
    const list = details.querySelector("dl");
    if (!details.open || list.childElementCount > 1 || !crypto.subtle) return;
    const index = details.closest("li").value;
    try {
      const head = await readHead();
      const { messages } = await readHint(section.dataset.check);
      const { path, proven } = await prove(index, head);
      const parts = section.querySelector("template").content.cloneNode(true);
      for (const [other] of path) add(add(parts.querySelector("ol"), "li"), "code", hex(other));
      parts.querySelector("dd > code").textContent = hex(head.root);
      list.append(parts);
      if (!proven) add(details, "p", filled(messages.unproven, { index })).dataset.state = "wrong";
    } catch {
      add(details, "p", section.dataset.failed).dataset.state = "wrong";
    }
  };
  const page = (address) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("GET", address);
      request.responseType = "document";
      request.onload = () => (request.status === 200 && request.response ? resolve(request.response) : reject(new Error(request.status)));
      request.onerror = reject;
      request.send();
    });
  const filterPage = (section) => {
    const form = section.querySelector(".log-filter");
    const told = section.querySelector(".log-filter-told");
    const list = section.querySelector(".log");
    const { found, looking, failed } = form.dataset;
    const number = Number(location.pathname.match(/(\d+)\/$/u)?.[1] ?? 0);
    const first = list.lastElementChild.value;
    let older = number ? number - 1 : Math.floor(first / WIDTH) + 1;
    let turn = 0;
    const shows = (entry) => {
      const [key, words] = [form.elements.figure.value, form.elements.text.value.trim().toLowerCase()];
      if (key && entry.dataset.figure !== key) return false;
      return !words || (entry.dataset.text !== undefined && `${entry.dataset.text} ${entry.querySelector(".log-name").textContent}`.toLowerCase().includes(words));
    };
    const apply = async () => {
      turn += 1;
      const own = turn;
      const isFiltered = form.elements.figure.value || form.elements.text.value.trim();
      const show = () => {
        let count = 0;
        for (const entry of list.children) {
          entry.hidden = isFiltered ? !shows(entry) : entry.value < first;
          count += entry.hidden ? 0 : 1;
        }
        return count;
      };
      let count = show();
      if (!isFiltered) {
        told.textContent = "";
        return;
      }
      try {
        while (older > 0 && own === turn) {
          told.textContent = looking.replace("{n}", count);
          const other = await page(`${section.dataset.log}${older}/`);
          if (own !== turn) return;
          const lowest = list.lastElementChild.value;
          for (const entry of other.querySelectorAll(".log > li")) if (entry.value < lowest) list.append(document.importNode(entry, true));
          older -= 1;
          count = show();
        }
        if (own === turn) told.textContent = found.replace("{n}", count);
      } catch {
        if (own === turn) told.textContent = failed;
      }
    };
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    list.addEventListener("toggle", (event) => showProof(event.target, section), true);
    form.hidden = false;
    if (form.elements.figure.value || form.elements.text.value) apply();
  };

  const section = document.querySelector("[data-log]");
  const box = document.querySelector(".log-check");
  if (section) filterPage(section);
  if (box) {
    const check = () => checkPage(box);
    box.querySelector("button").addEventListener("click", check);
    check();
  }
})();
