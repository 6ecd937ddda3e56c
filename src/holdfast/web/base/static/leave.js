// Leaving: hides at once, then does what the plain form does. Shift three times leaves too.
(() => {
  "use strict";
  const form = document.querySelector("form.leave");
  if (!form) return;
  const hide = () => { document.documentElement.style.visibility = "hidden"; document.title = "Calendar"; };
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  let left = false;
  const go = (event) => {
    if (event) event.preventDefault();
    if (left) return;
    left = true;
    hide();
    const told = fetch("/leave", { method: "POST", redirect: "manual", keepalive: true }).catch(() => {});
    // A server that does not answer must not hold the page.
    Promise.race([told, wait(2000)]).then(() => location.replace("/bye"));
  };
  form.addEventListener("submit", go);
  let shifts = [];
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key !== "Shift") { shifts = []; return; }
    shifts = shifts.filter((t) => event.timeStamp - t < 2000).concat(event.timeStamp);
    if (shifts.length >= 3) go();
  });
  // A page that the browser kept whole for Back asks the server whether it may be shown.
  window.addEventListener("pageshow", (event) => { if (event.persisted) { hide(); location.reload(); } });
})();
