// Copies a story as plain text: what the address in data-copy holds, so the button and the file cannot differ.
(() => {
  if (!window.ClipboardItem || !navigator.clipboard?.write) return;
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const told = button.parentElement.querySelector("[role=status]");
    const text = async () => {
      const answer = await fetch(button.dataset.copy, { cache: "no-cache" });
      if (!answer.ok) throw new Error(answer.status);
      return new Blob([await answer.text()], { type: "text/plain" });
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
