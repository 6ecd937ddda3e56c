// The table of the cover-up tool: the picture, boxes drawn on it by finger, mouse or keys, and its buttons.
window.CoverTable = (() => {
  "use strict";
  const part = document.getElementById("cover");
  if (!part) return null;
  const at = (id) => document.getElementById(id);
  const [stage, canvas, layer] = [at("cover-stage"), at("cover-canvas"), at("cover-boxes")];
  const STEP = 0.02;         // of the picture's side, for one press of a key
  const LEAST = 0.02;
  const SHOWN = 1600;        // longest side of the picture on the table
  let boxes = [];
  let before = [];
  let chosen = -1;
  let lastKey = "";
  let work = null;

  const words = (key, n) => part.dataset[key].replace("{n}", n);
  const keep = (value, least, most) => Math.min(most, Math.max(least, value));
  const tidy = (box) => {
    const [w, h] = [keep(box.w, LEAST, 1), keep(box.h, LEAST, 1)];
    return { x: keep(box.x, 0, 1 - w), y: keep(box.y, 0, 1 - h), w, h };
  };
  const remember = () => { before.push({ boxes: boxes.map((box) => ({ ...box })), chosen }); lastKey = ""; };

  const button = (name) => part.querySelector(`[data-do=${name}]`);
  const show = () => {
    while (layer.children.length > boxes.length) layer.lastChild.remove();
    boxes.forEach((box, n) => {
      const element = layer.children[n] || layer.appendChild(newBox());
      Object.assign(element.style, {
        left: `${box.x * 100}%`, top: `${box.y * 100}%`, width: `${box.w * 100}%`, height: `${box.h * 100}%`,
      });
      element.setAttribute("aria-label", words("tBox", n + 1));
      element.classList.toggle("chosen", n === chosen);
    });
    button("use").disabled = boxes.length === 0;
    button("undo").disabled = before.length === 0;
    button("remove").disabled = chosen < 0;
  };
  const tell = () => { at("cover-count").textContent = boxes.length ? words("tCount", boxes.length) : part.dataset.tNone; };

  const newBox = () => {
    const element = Object.assign(document.createElement("button"), { type: "button", className: "cover-box" });
    element.append(document.createElement("i"));
    element.addEventListener("focus", () => { chosen = [...layer.children].indexOf(element); show(); });
    element.addEventListener("keydown", (event) => {
      const name = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" }[event.key];
      const sizes = { left: "narrower", right: "wider", up: "flatter", down: "taller" };
      if (name) { event.preventDefault(); act(event.shiftKey ? sizes[name] : name, event.key + event.shiftKey); }
      if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); act("remove"); }
    });
    return element;
  };

  const nudge = {
    left: (b) => ({ ...b, x: b.x - STEP }), right: (b) => ({ ...b, x: b.x + STEP }),
    up: (b) => ({ ...b, y: b.y - STEP }), down: (b) => ({ ...b, y: b.y + STEP }),
    wider: (b) => ({ ...b, w: b.w + STEP }), narrower: (b) => ({ ...b, w: b.w - STEP }),
    taller: (b) => ({ ...b, h: b.h + STEP }), flatter: (b) => ({ ...b, h: b.h - STEP }),
  };
  const doing = {
    add: () => { remember(); boxes.push(tidy({ x: 0.35, y: 0.4, w: 0.3, h: 0.2 })); select(boxes.length - 1); },
    whole: () => { remember(); boxes = [{ x: 0, y: 0, w: 1, h: 1 }]; select(0); },
    undo: () => { const was = before.pop(); if (was) { ({ boxes, chosen } = was); lastKey = ""; } },
    remove: () => {
      if (chosen < 0) return;
      remember();
      boxes.splice(chosen, 1);
      chosen = boxes.length - 1;
      if (chosen >= 0) { show(); layer.children[chosen].focus(); } else button("add").focus();
    },
  };
  const select = (n) => { chosen = n; show(); layer.children[n].focus({ preventScroll: true }); };

  // One step back takes back a whole run of the same key.
  const act = (name, key = "") => {
    if (nudge[name]) {
      if (chosen < 0) return;
      if (!key || key !== lastKey) remember();
      lastKey = key;
      boxes[chosen] = tidy(nudge[name](boxes[chosen]));
    } else {
      doing[name]();
    }
    show();
    tell();
  };

  const spot = (event) => {
    const frame = canvas.getBoundingClientRect();
    return { x: (event.clientX - frame.left) / frame.width, y: (event.clientY - frame.top) / frame.height };
  };

  // A finger or the mouse: on empty ground it draws a box, on a box it moves it, on its corner it changes its size.
  stage.addEventListener("pointerdown", (event) => {
    if (!work || event.button > 0) return;
    event.preventDefault();
    const from = spot(event);
    const held = event.target.closest(".cover-box");
    remember();
    const sizing = !held || event.target.tagName === "I";
    if (held) {
      chosen = [...layer.children].indexOf(held);
    } else {
      boxes.push({ x: keep(from.x, 0, 1), y: keep(from.y, 0, 1), w: 0, h: 0 });
      chosen = boxes.length - 1;
    }
    const start = { ...boxes[chosen] };
    const drag = (moved) => {
      const to = spot(moved);
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      if (!held) {
        const [left, top] = [keep(Math.min(from.x, to.x), 0, 1), keep(Math.min(from.y, to.y), 0, 1)];
        const [right, bottom] = [keep(Math.max(from.x, to.x), 0, 1), keep(Math.max(from.y, to.y), 0, 1)];
        boxes[chosen] = { x: left, y: top, w: right - left, h: bottom - top };
      } else {
        boxes[chosen] = tidy(sizing ? { ...start, w: start.w + dx, h: start.h + dy } : { ...start, x: start.x + dx, y: start.y + dy });
      }
      show();
    };
    const drop = () => {
      stage.removeEventListener("pointermove", drag);
      const box = boxes[chosen];
      // A tap without a drag makes a box of a useful size around the spot.
      boxes[chosen] = tidy(box.w < LEAST && box.h < LEAST ? { x: box.x - 0.1, y: box.y - 0.07, w: 0.2, h: 0.14 } : box);
      select(chosen);
      tell();
    };
    stage.setPointerCapture(event.pointerId);
    stage.addEventListener("pointermove", drag);
    stage.addEventListener("pointerup", drop, { once: true });
    stage.addEventListener("pointercancel", drop, { once: true });
  });

  const fault = (key) => {
    at("cover-error").hidden = !key;
    at("cover-error").textContent = key ? part.dataset[key] : "";
    at("cover-work").hidden = Boolean(key);
    if (key) ["use", "plain"].forEach((name) => { button(name).hidden = true; });
  };

  const close = () => {
    part.hidden = true;
    canvas.width = canvas.height = 1;
    boxes = [];
    before = [];
    chosen = -1;
    work = null;
    show();
  };

  const end = async (outcome) => {
    const { finish } = work;
    try {
      await finish(outcome);
      close();
    } catch {
      fault("tBlocked");
    }
  };

  part.addEventListener("click", async (event) => {
    const name = event.target.closest("[data-do]")?.dataset.do;
    if (!name || !work) return;
    if (name === "leave") { await end({ left: true }); return; }
    if (name === "plain") { await end({ plain: true }); return; }
    if (name !== "use") { act(name); return; }
    at("cover-count").textContent = part.dataset.tWorking;
    button("use").disabled = true;
    await end({ boxes, picture: work.picture });
  });

  const open = async (file, { mayBePlain, decode, trusted, finish }) => {
    work = { finish };
    part.hidden = false;
    fault("");
    ["use", "plain"].forEach((name) => { button(name).hidden = name === "plain" && !mayBePlain; });
    at("cover-title").focus();
    if (!await trusted().catch(() => false)) { fault("tBlocked"); return; }
    const picture = await decode(file).catch(() => null);
    if (!picture) { fault("tUnread"); return; }
    work.picture = picture;
    const scale = Math.min(1, SHOWN / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    show();
    tell();
  };

  return { open };
})();
