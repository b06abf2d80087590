// Keeps the figures of an open page those of the site, and says when one may be out of date or an event is over.
// It prints what the build has written and formats nothing, so that browser and build cannot differ.
// The elements: docs/live-and-staleness.md.
(() => {
  const MINUTE = 60000;
  const MARKS = "[data-from], [data-until]";
  const live = document.querySelector("[data-form], [data-stale-from]");
  const language = (element) => element.closest("[lang]").lang;
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const set = (element, property, value) => {
    // Only a change is written: a selection survives, and nothing is read out again.
    if (element[property] !== value) element[property] = value;
  };
  const figures = {}; // by language, and by key
  const figure = (element) => figures[language(element)]?.[element.dataset.indicator];

  const show = () => {
    each("[data-form]", (element) => {
      const { form, at = "current" } = element.dataset;
      const { forms, values } = figure(element)?.[at] ?? {};
      let text = forms?.[form];
      // A word that agrees holds its forms, and the text is the plural category that one of them stands beside.
      if (form.endsWith("category")) text = element.dataset[text];
      if (typeof text !== "string" || !values) return;
      set(element, "textContent", text);
      if (element.matches("data")) set(element, "value", values[form.match(/^as-of|.+/u)] ?? values.number);
    });
    each("[data-then]", (note) => {
      set(note, "hidden", note.previousElementSibling.firstChild.value === note.dataset.then);
    });
    each("[data-version]", (element) => {
      const { version, newer, at = "current" } = element.dataset;
      const now = figure(element)?.[at]?.version;
      if (now) set(element, "hidden", (now === version) === (newer !== undefined));
    });
    each(MARKS, (mark) => {
      // A moment that is not given is NaN: nothing comes before or after it.
      const { from, until } = mark.dataset;
      set(mark, "hidden", Date.now() < Date.parse(from) || Date.now() >= Date.parse(until));
    });
    each("[data-stale-from]", (note) => {
      const known = figure(note);
      const from = known?.current ? known.stale_from : note.dataset.staleFrom;
      set(note, "hidden", !(Date.parse(from) <= Date.now()));
    });
  };

  const ask = async (lang) => {
    try {
      const answer = await fetch(`/api/live/${lang}.json`, { cache: "no-cache" });
      // A cache on the way may hold data that are older than the page. Where a host does not date the page,
      // lastModified is now.
      const built = Date.parse(document.lastModified);
      const older = built < performance.timeOrigin - 1000 && Date.parse(answer.headers.get("Last-Modified")) < built;
      if (!answer.ok || older) return;
      figures[lang] = (await answer.json()).indicators ?? {};
      show();
    } catch {
      // Offline, or not what was expected: the built text stands.
    }
  };

  const refresh = () => {
    if (document.hidden) return;
    show();
    const languages = new Set();
    each("[data-form], [data-stale-from]", (element) => languages.add(language(element)));
    languages.forEach(ask);
  };

  const check = document.querySelector(".log-check");
  if (check && document.querySelector("main data")) {
    check.hidden = false;
    // A copy of the page's own element: the policy lets a script make no other.
    const run = () => check.append(check.querySelector("template").content.cloneNode(true));
    check.querySelector("button").addEventListener("click", run, { once: true });
  }
  const card = document.getElementById("figure-card");
  if (card?.showPopover) {
    document.querySelectorAll("a.figure").forEach((link) => (link.ariaHasPopup = "dialog"));
    // What the card needs is fetched at the first click on a figure, which is done again then.
    const fetchCard = (event) => {
      const link = event.target.closest("a.figure");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      document.removeEventListener("click", fetchCard);
      const parts = card.querySelector("template").content.cloneNode(true);
      const script = parts.querySelector("script");
      script.onload = () => link.click();
      script.onerror = () => location.assign(link.href);
      card.append(parts);
    };
    document.addEventListener("click", fetchCard);
  }
  if (!live && !document.querySelector(MARKS)) return;
  // A page becomes visible too when it comes out of the back-forward cache (HTML, "reactivate a document").
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, MINUTE);
  refresh();
})();
