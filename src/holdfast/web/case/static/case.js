// Small helps on the pages of a case. Every page works without them.
(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  all("[data-needs-script]").forEach((part) => { part.hidden = false; });
  all("input[data-zone]").forEach((field) => {
    field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  });
  // One press is enough: a second one sends nothing.
  all("form[data-once]").forEach((form) => {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) { event.preventDefault(); return; }
      sent = true;
      form.setAttribute("aria-busy", "true");
    });
    window.addEventListener("pageshow", () => { sent = false; form.removeAttribute("aria-busy"); });
  });
  all("[data-copy]").forEach((button) => {
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      const said = button.parentElement.querySelector("[data-copied]");
      try {
        await navigator.clipboard.writeText(source.dataset.copyText);
        said.textContent = said.dataset.copied;
      } catch {
        getSelection().selectAllChildren(source);
      }
    });
  });
  all("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
  // A pack in the making: asks how far it is, and loads the page again at the end.
  all("[data-watch]").forEach((box) => {
    const bar = box.querySelector("progress");
    const words = box.querySelector("[role=status]");
    const look = async () => {
      try {
        const answer = await fetch(box.dataset.watch, { headers: { Accept: "application/json" } });
        const job = await answer.json();
        if (job.state !== "running") { location.reload(); return; }
        if (job.total) {
          bar.max = job.total;
          bar.value = job.done;
          words.textContent = box.dataset.tStep.replace("{done}", job.done).replace("{total}", job.total);
        }
      } catch { /* asked again below */ }
      setTimeout(look, 700);
    };
    setTimeout(look, 500);
  });
})();
