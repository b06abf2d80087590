// Shows a quoted figure's value, date, source and history beside it. They are parts of the indicator's own page, fetched
// on request, so that card and page cannot differ. Without an answer, the link leads there. theme/scripts/live.js loads
// this at the first click on a figure.
(() => {
  const card = document.getElementById("figure-card");
  const [label, parts] = card.querySelectorAll(".figure-card-label, .figure-card-parts");

  const fill = (page, link) => {
    const name = document.createElement("a");
    name.href = link.href;
    name.textContent = page.querySelector(".indicator-label").textContent;
    label.replaceChildren(name);
    // An address that is relative to the indicator's page is made whole, and an id stays with its own page.
    page.querySelectorAll("a[href]").forEach((a) => (a.href = a.href));
    page.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
    parts.replaceChildren(...[...page.querySelectorAll(".summary, .releases")].map((part) => document.importNode(part, true)));
    const { form, at } = link.querySelector("data")?.dataset ?? {};
    if (!at || /^(as-of|year)/u.test(form)) return;
    // What is quoted as it was is found in the history by its value.
    parts.querySelectorAll("td data").forEach((value) => {
      if (value.value === link.querySelector("data").value) value.closest("tr").ariaCurrent = "true";
    });
  };
  const show = (link) => {
    link.focus();
    const { top, bottom, left } = link.getBoundingClientRect();
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const above = top > height - bottom;
    const place = (name, length) => card.style.setProperty(`--card-${name}`, `${length}px`);
    place("room", (above ? top : height - bottom) - 16);
    card.showPopover();
    card.scrollTop = 0;
    place("top", scrollY + (above ? top - card.offsetHeight - 8 : bottom + 8));
    place("left", Math.max(16, Math.min(left, width - card.offsetWidth - 16)));
    card.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.figure");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    link.ariaBusy = "true";
    // Not fetch: the policy of the page lets no script parse a text, but a request may answer with a document.
    const request = new XMLHttpRequest();
    request.open("GET", link.href);
    request.responseType = "document";
    request.timeout = 5000;
    request.onloadend = () => {
      link.ariaBusy = null;
      const page = request.status === 200 && request.response;
      if (!page?.querySelector?.(".indicator-label")) {
        location.assign(link.href);
        return;
      }
      fill(page, link);
      show(link);
    };
    request.send();
  });
})();
