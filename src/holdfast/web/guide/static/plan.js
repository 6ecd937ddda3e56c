// Printing and reading aloud. The plan needs neither: without this file the buttons are not there.
(() => {
  "use strict";
  const plan = document.getElementById("plan");
  const print = document.getElementById("print");
  const aloud = document.getElementById("aloud");
  const open = (now) => { for (const one of plan.querySelectorAll("details.moment, details.fold")) one.open = now; };
  print.hidden = false;
  print.addEventListener("click", () => { open(true); window.print(); });
  // A voice of the device itself: one that sends the words to a server is not used.
  const voice = () => speechSynthesis.getVoices().find((one) => one.localService && one.lang.startsWith(document.documentElement.lang));
  if (!("speechSynthesis" in window)) return;
  const hint = document.getElementById("aloud-hint");
  const said = aloud.textContent;
  const offer = () => { if (voice()) { aloud.hidden = false; hint.hidden = false; } };
  const stop = () => { speechSynthesis.cancel(); aloud.textContent = said; };
  const words = () => [...plan.querySelectorAll("h1, h2, h3, .lead, .does li")]
    .filter((one) => one.checkVisibility() && !one.closest(".no-print")).map((one) => one.innerText.trim());
  offer();
  speechSynthesis.addEventListener("voiceschanged", offer);
  window.addEventListener("pagehide", stop);
  aloud.addEventListener("click", () => {
    if (speechSynthesis.speaking) { stop(); return; }
    aloud.textContent = aloud.dataset.stop;
    const lines = words();
    lines.forEach((line, place) => {
      const one = new SpeechSynthesisUtterance(line);
      one.voice = voice();
      one.lang = document.documentElement.lang;
      if (place === lines.length - 1) one.addEventListener("end", stop);
      speechSynthesis.speak(one);
    });
  });
})();
