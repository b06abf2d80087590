// Copies a story as plain text, which is what the address in data-copy holds, so the button and the file cannot differ;
// or a text of the page itself, which the id in data-copy-text names.
(() => {
  if (!window.ClipboardItem || !navigator.clipboard?.write) return;
  document.querySelectorAll("[data-copy], [data-copy-text]").forEach((button) => {
    const told = button.parentElement.querySelector("[role=status]");
    const plain = (words) => new Blob([words], { type: "text/plain" });
    const text = async () => {
      if (button.dataset.copyText) return plain(document.getElementById(button.dataset.copyText).textContent);
      const answer = await fetch(button.dataset.copy, { cache: "no-cache" });
      if (!answer.ok) throw new Error(answer.status);
      return plain(await answer.text());
    };
    button.addEventListener("click", async () => {
      told.textContent = "";
      try {
        // The promise is handed over at once: Safari lets nobody write who has waited since the click.
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": text() })]);
        told.textContent = button.dataset.copied;
      } catch {
        told.textContent = button.dataset.failed;
      }
    });
    button.parentElement.hidden = false;
  });
})();
