// Leaving: hides at once, then does what the plain form does. Shift three times leaves too.
(() => {
  "use strict";
  const form = document.querySelector("form.leave");
  if (!form) return;
  let shifts = [];
  const go = (event) => {
    if (event) event.preventDefault();
    document.documentElement.style.visibility = "hidden";
    document.title = "Calendar";
    fetch("/leave", { method: "POST", redirect: "manual", keepalive: true })
      .finally(() => location.replace("/bye"));
  };
  form.addEventListener("submit", go);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { shifts = []; return; }
    const now = Date.now();
    shifts = shifts.filter((t) => now - t < 2000).concat(now);
    if (shifts.length >= 3) go();
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
