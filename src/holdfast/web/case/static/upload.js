// Adding many files: one question at a time, uploads meanwhile, a result in words for each.
(() => {
  "use strict";
  const part = document.getElementById("many");
  const plain = document.getElementById("plain-add");
  if (!part || !plain || !window.Cover) return;
  const at = (id) => document.getElementById(id);
  const said = part.dataset;
  const secret = plain.querySelector("[name=csrfmiddlewaretoken]").value;
  const asksPdf = Boolean(said.one);
  plain.hidden = true;
  part.hidden = false;

  const files = [];          // {file, answer, state, row, kind, original}
  let asking = null;
  let sending = false;

  // What it is, by its first bytes; the server looks again.
  const kindOf = async (file) => {
    const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
    const text = String.fromCharCode(...head);
    if (text.startsWith("\x89PNG") || text.startsWith("\xff\xd8\xff")) return "picture";
    if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "picture";
    return text.includes("%PDF") ? "pdf" : "other";
  };
  const asked = (entry) => entry.kind === "picture" || entry.kind === "film" || (entry.kind === "pdf" && asksPdf);

  const row = (entry) => {
    const item = document.createElement("li");
    const name = Object.assign(document.createElement("span"), { className: "file-name", textContent: entry.file.name });
    const state = document.createElement("span");
    item.append(name, " ", state);
    at("files").append(item);
    return { item, state };
  };

  const mark = (entry, state, words, good = false) => {
    entry.state = state;
    entry.row.state.textContent = words;
    entry.row.state.className = state === "failed" ? "bad" : good ? "good" : "small";
    entry.row.item.querySelectorAll("a, button, .more").forEach((extra) => extra.remove());
    if (state === "failed" && entry.again) {
      const button = Object.assign(document.createElement("button"), {
        type: "button", className: "button-quiet button-small", textContent: said.tRetry,
      });
      button.append(Object.assign(document.createElement("span"), { className: "hidden", textContent: ` ${entry.file.name}` }));
      button.addEventListener("click", () => { mark(entry, "waiting", said.tWaiting); next(); });
      entry.row.item.append(" ", button);
    }
    count();
  };

  const count = () => {
    const done = files.filter((entry) => ["saved", "left"].includes(entry.state)).length;
    at("progress").hidden = files.length === 0;
    at("progress-bar").max = files.length || 1;
    at("progress-bar").value = done;
    const words = said.tCount.replace("{done}", files.filter((e) => e.state === "saved").length).replace("{all}", files.length);
    if (at("progress-words").textContent !== words) at("progress-words").textContent = words;
    at("finished").hidden = !files.some((e) => e.state === "saved") || files.some((e) => ["asking", "waiting", "sending"].includes(e.state));
  };

  // --- the question, before each picture --------------------------------------------------------------

  const step = (name) => {
    at("question").querySelectorAll("[data-step]").forEach((box) => { box.hidden = box.dataset.step !== name; });
  };

  const ask = () => {
    if (asking) return;
    asking = files.find((entry) => entry.state === "asking") || null;
    at("question").hidden = !asking;
    at("choose").disabled = Boolean(asking) && Boolean(said.one);
    if (!asking) return;
    const pictures = files.filter(asked);
    at("question-place").textContent = said.tPicture.replace("{n}", pictures.indexOf(asking) + 1).replace("{all}", pictures.length);
    const when = new Date(asking.file.lastModified).toLocaleString(navigator.language, { dateStyle: "medium", timeStyle: "short" });
    at("question-file").textContent = `${asking.file.name} · ${Math.max(1, Math.round(asking.file.size / 1024))} KB · ${when}`;
    step("ask");
    at("question-title").focus();
  };

  const answered = (entry, answer) => {
    asking = null;
    if (answer === "left") {
      entry.file = { name: entry.file.name };
      mark(entry, "left", said.tLeft);
    } else {
      entry.answer = answer;
      mark(entry, "waiting", said.tWaiting);
    }
    ask();
    next();
  };

  const cover = async (entry, mayBePlain) => {
    at("question").hidden = true;
    const out = await window.Cover.ask(entry.file, { hash: Boolean(said.hash), mayBePlain });
    if (out.file) { entry.file = out.file; entry.original = out.original; }
    answered(entry, out.file ? "covered" : out.plain ? "no" : "left");
  };

  at("question").addEventListener("click", (event) => {
    const answer = event.target.closest("[data-say]")?.dataset.say;
    if (!answer || !asking) return;
    if (answer === "no") { answered(asking, "no"); return; }
    // A film cannot be covered here: what is not surely harmless stays out.
    if (asking.kind === "film") { answered(asking, "left"); return; }
    if (answer === "yes") { step("yes"); at("question").querySelector("[data-say=cover]").focus(); }
    if (answer === "leave") answered(asking, "left");
    if (answer === "cover") cover(asking, false);
    if (answer === "unsure") cover(asking, asking.kind === "picture");
  });

  // --- sending, one at a time ------------------------------------------------------------------------

  const next = () => {
    const entry = sending ? null : files.find((one) => one.state === "waiting");
    if (entry) send(entry);
  };

  const form = (entry) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", secret);
    data.append("answer", entry.answer || "");
    if (entry.original) data.append("original", entry.original);
    data.append("platform", at("app-many").value);
    data.append("file", entry.file, entry.file.name);
    return data;
  };

  const send = (entry) => {
    sending = true;
    mark(entry, "sending", said.tSending);
    const request = new XMLHttpRequest();
    request.open("POST", "/n/add");
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.total > 2_000_000) {
        entry.row.state.textContent = `${said.tSending} ${Math.floor((100 * event.loaded) / event.total)} %`;
      }
    });
    request.addEventListener("loadend", () => { sending = false; heard(entry, request); ask(); next(); });
    request.send(form(entry));
  };

  const heard = (entry, request) => {
    const answer = request.response || {};
    if (request.status === 200 && answer.path) { saved(entry, answer); return; }
    if (answer.error === "PictureNotAnswered") { if (entry.kind !== "picture") entry.kind = "film"; mark(entry, "asking", said.tAsking); return; }
    const locked = answer.error === "CaseLocked";
    entry.again = !answer.message || locked || request.status >= 500;
    mark(entry, "failed", answer.message ? `${answer.message} ${locked ? said.tAgain : ""}`.trim() : said.tBroken);
  };

  const saved = (entry, answer) => {
    mark(entry, "saved", entry.answer === "covered" ? said.tCovered : said.tSaved, true);
    const link = Object.assign(document.createElement("a"), { href: answer.path, textContent: answer.exhibit });
    entry.row.item.append(" ", link);
    if (answer.left_out.length) {
      const more = Object.assign(document.createElement("span"), { className: "small more" });
      more.textContent = `${answer.left_out.length} ${said.tInside}`;
      entry.row.item.append(" ", more);
    }
    entry.file = { name: entry.file.name };
  };

  at("choose").addEventListener("change", async () => {
    const chosen = [...at("choose").files];
    at("choose").value = "";
    for (const file of chosen) {
      const entry = { file, kind: await kindOf(file), answer: "", original: "", again: false };
      entry.row = row(entry);
      files.push(entry);
      mark(entry, asked(entry) ? "asking" : "waiting", asked(entry) ? said.tAsking : said.tWaiting);
    }
    ask();
    next();
  });

  // Asks before a half-done upload is lost; never when the person leaves in a hurry (leave.js hides the page first).
  const leaving = () => document.documentElement.style.visibility === "hidden";
  window.addEventListener("beforeunload", (event) => {
    if (!leaving() && files.some((entry) => ["asking", "waiting", "sending"].includes(entry.state))) event.preventDefault();
  });
})();
