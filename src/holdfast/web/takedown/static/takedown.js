// Chosen photos and videos become fingerprints here, on the device. The form sends nothing but the fingerprints.
(() => {
  "use strict";
  const tool = document.getElementById("tool");
  if (!tool) return;
  document.getElementById("without-script").hidden = true;
  const words = tool.dataset;
  const picker = tool.querySelector("input[type=file]");
  const list = tool.querySelector("ul");
  const status = tool.querySelector("[role=status]");
  const bar = tool.querySelector("progress");
  const form = document.getElementById("send");
  const plain = document.getElementById("plain");
  const PLAIN = 50;
  const SAME_SCENE = 8;
  const LAST_SCENES = 16;
  const MOST_FRAMES = 60;
  const items = [];
  let asked = 0;
  const worker = new Worker(words.worker);
  const waiting = new Map();
  worker.onmessage = ({ data }) => {
    const one = waiting.get(data.id);
    if (!one) return;
    if (data.part !== undefined) { one.part(data.part); return; }
    waiting.delete(data.id);
    one.done(data);
  };
  worker.onerror = () => { for (const one of waiting.values()) one.done({ error: "unread" }); waiting.clear(); };
  const ask = (order, part = () => {}, hand = []) => new Promise((done) => {
    asked += 1;
    waiting.set(asked, { done, part });
    worker.postMessage({ id: asked, ...order }, hand);
  });
  const away = (one, other) => {
    let bits = 0;
    for (let at = 0; at < 64; at += 1) {
      let both = parseInt(one[at], 16) ^ parseInt(other[at], 16);
      for (; both; both &= both - 1) bits += 1;
    }
    return bits;
  };

  async function ofPhoto(file) {
    const told = await ask({ do: "photo", file });
    if (told.error) throw new Error(told.error);
    const quality = Math.max(...told.marks.map((mark) => mark.quality));
    return { kind: "photo", hashes: told.marks.filter((mark) => mark.quality >= PLAIN || quality < PLAIN).map((mark) => mark.hash), quality };
  }

  const once = (target, name, other) => new Promise((good, bad) => {
    target.addEventListener(name, good, { once: true });
    target.addEventListener(other, () => bad(new Error("unread")), { once: true });
  });

  async function framesOf(file, part) {
    const film = document.createElement("video");
    film.muted = true;
    film.preload = "auto";
    film.src = URL.createObjectURL(file);
    try {
      await once(film, "loadeddata", "error");
      const length = Number.isFinite(film.duration) ? film.duration : 0;
      const step = Math.max(1, length / MOST_FRAMES);
      const scenes = [];
      for (let second = 0; second <= length; second += step) {
        film.currentTime = Math.min(second, Math.max(0, length - 0.05));
        await once(film, "seeked", "error");
        const bitmap = await createImageBitmap(film, { colorSpaceConversion: "none" });
        const told = await ask({ do: "frame", bitmap }, undefined, [bitmap]);
        if (told.error) throw new Error(told.error);
        const { hash, quality } = told.frame;
        const near = scenes.slice(-LAST_SCENES).some((scene) => away(scene.hash, hash) <= SAME_SCENE);
        if (quality >= PLAIN && !near) scenes.push({ hash, quality });
        part(0.5 + 0.5 * Math.min(1, (second + step) / (length + step)));
      }
      return scenes;
    } finally {
      URL.revokeObjectURL(film.src);
      film.removeAttribute("src");
      film.load();
    }
  }

  async function ofVideo(file, part) {
    const whole = await ask({ do: "md5", file }, (done) => part(done / 2));
    if (whole.error) throw new Error(whole.error);
    const made = [{ kind: "video", hashes: [whole.md5], quality: 100 }];
    try {
      const scenes = await framesOf(file, part);
      if (scenes.length) made.push({ kind: "photo", hashes: scenes.map((scene) => scene.hash), quality: Math.max(...scenes.map((scene) => scene.quality)) });
    } catch { made.noFrames = true; }
    return made;
  }

  function line(name) {
    const row = document.createElement("li");
    const label = document.createElement("span");
    label.className = "file-name";
    label.textContent = name;
    const said = document.createElement("span");
    said.className = "small";
    row.append(label, " ", said);
    list.append(row);
    return said;
  }

  async function take(file, number, total) {
    const said = line(file.name);
    const part = (done) => { bar.value = (number + done) / total; };
    status.textContent = words.tStep.replace("{done}", number + 1).replace("{total}", total);
    try {
      const film = file.type.startsWith("video/");
      const made = film ? await ofVideo(file, part) : [await ofPhoto(file)];
      const best = Math.max(...made.map((item) => item.quality));
      if (best < PLAIN) { said.textContent = words.tPlain; return; }
      items.push(...made.filter((item) => item.quality >= PLAIN));
      said.textContent = made.noFrames ? words.tFileOnly : film ? words.tVideo : words.tGood.replace("{quality}", best);
    } catch (error) {
      said.textContent = { small: words.tSmall, big: words.tBig }[error.message] || words.tUnread;
    }
  }

  picker.addEventListener("change", async () => {
    const files = [...picker.files];
    if (!files.length) return;
    picker.disabled = true;
    bar.hidden = false;
    for (const [number, file] of files.entries()) {
      await take(file, number, files.length);
      bar.value = (number + 1) / files.length;
    }
    bar.hidden = true;
    picker.disabled = false;
    picker.value = "";
    status.textContent = words.tDone.replace("{count}", items.length);
    if (form) {
      form.elements.items.value = JSON.stringify(items.map(({ kind, hashes, quality }) => ({ kind, hashes, quality })));
      form.hidden = items.length === 0;
    }
    if (plain) plain.textContent = items.map((item) => item.hashes.join("\n")).join("\n");
  });

  (async () => {
    const { ready } = await ask({ do: "ready" });
    if (!ready) { status.textContent = words.tBlocked; return; }
    picker.disabled = false;
    tool.querySelector(".field").hidden = false;
  })();
})();
