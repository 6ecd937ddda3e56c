// Nothing here is needed to read the pages. It hides them at once on leaving, and keeps them for reading offline.
(() => {
  "use strict";
  const leave = document.getElementById("leave");
  const kept = "serviceWorker" in navigator && isSecureContext && location.protocol.startsWith("http");
  const forget = async () => {
    if (!kept) return;
    for (const name of await caches.keys()) await caches.delete(name);
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  };
  const go = (event) => {
    if (event) event.preventDefault();
    document.documentElement.style.visibility = "hidden";
    const wait = new Promise((done) => setTimeout(done, 500));
    Promise.race([forget().catch(() => {}), wait]).then(() => location.replace("bye.html"));
  };
  if (leave) leave.addEventListener("click", go);
  let shifts = [];
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key !== "Shift") { shifts = []; return; }
    shifts = shifts.filter((t) => event.timeStamp - t < 2000).concat(event.timeStamp);
    if (shifts.length >= 3) go();
  });
  if (kept) navigator.serviceWorker.register("worker.js").catch(() => {});
})();
