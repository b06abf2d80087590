// Shows those entries of a long list that have the words that a reader types. Without it the list is whole.
(() => {
  document.querySelectorAll("[data-list]").forEach((filter) => {
    const input = filter.querySelector("input");
    const told = filter.querySelector("[role=status]");
    const entries = document.querySelectorAll(filter.dataset.list);
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/u).filter(Boolean);
      let count = 0;
      entries.forEach((entry) => {
        const text = entry.textContent.toLowerCase();
        entry.hidden = !words.every((word) => text.includes(word));
        count += entry.hidden ? 0 : 1;
      });
      document.querySelectorAll(".group").forEach((group) => {
        group.hidden = !group.querySelector("li:not([hidden])");
      });
      told.textContent = words.length ? `${told.dataset.found} ${count}` : "";
    });
    filter.hidden = false;
  });
})();
