// Asks each second what is so now, while the page can be seen. Without it, "Look again" does the same.
(() => {
  "use strict";
  const place = document.getElementById("now");
  if (!place) return;
  let asking = false;
  const look = async () => {
    if (document.hidden || asking) return;
    asking = true;
    try {
      const answer = await fetch("/u/now", { cache: "no-store", redirect: "error" });
      if (answer.status === 403) { location.reload(); return; }
      if (!answer.ok) return;
      const told = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      // Only what changed is put in, so that nothing is read aloud twice.
      if (told.textContent.trim() !== place.textContent.trim()) place.replaceChildren(...told.childNodes);
    } catch { /* the program was stopped: the page stays as it is */ }
    finally { asking = false; }
  };
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
})();
