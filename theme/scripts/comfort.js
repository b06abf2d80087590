// Keeps what a reader has chosen in the panel of partials/comfort.html. It runs before anything is drawn, so that a page
// never appears in one form and changes to another. styles/comfort.css says what each choice does.
(() => {
  const KEY = "reading-comfort";
  const NAMES = ["size", "spacing", "colours"];
  const root = document.documentElement;
  let choice = {};

  const apply = () => {
    for (const name of NAMES) {
      if (choice[name]) root.dataset[name] = choice[name];
      else delete root.dataset[name];
    }
  };
  const read = () => {
    try {
      choice = JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      // A browser may refuse its store, and another page of this address may have left something else there.
      choice = {};
    }
    apply();
  };
  const keep = () => {
    apply();
    try {
      localStorage.setItem(KEY, JSON.stringify(choice));
    } catch {
      // Then the choice holds for this page.
    }
  };
  const check = () => {
    for (const input of document.querySelectorAll("#comfort input")) input.checked = input.value === (choice[input.name] ?? "");
  };

  read();
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("comfort");
    check();
    form.addEventListener("change", ({ target }) => {
      choice = { ...choice, [target.name]: target.value };
      keep();
    });
    form.addEventListener("reset", () => {
      choice = {};
      keep();
    });
  });
  // Another tab has chosen, or this page comes back out of the back-forward cache.
  const again = () => {
    read();
    check();
  };
  addEventListener("storage", again);
  addEventListener("pageshow", ({ persisted }) => persisted && again());
})();
