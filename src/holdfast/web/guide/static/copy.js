// Copying a letter with one press. Without this file the text can be chosen and copied by hand.
(() => {
  "use strict";
  for (const hint of document.querySelectorAll(".no-script")) hint.hidden = true;
  for (const button of document.querySelectorAll("button.copy")) {
    const text = document.getElementById(button.dataset.for);
    const said = button.parentElement.querySelector(".copied");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        // Older browsers, and pages opened from a file: choose the text and let the browser copy it.
        text.select();
        if (!document.execCommand("copy")) return;
      }
      said.textContent = said.dataset.done;
    });
  }
})();
