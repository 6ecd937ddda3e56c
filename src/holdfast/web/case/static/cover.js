// The cover-up tool. Works on this device only: what leaves it is a new picture whose covered parts are one colour.
window.Cover = (() => {
  "use strict";
  const INK = "#000000";
  const MOST = 16_777_216;    // pixels of the largest canvas that iOS makes
  const BLOCK = 16;           // JPEG codes squares of 16 pixels: boxes grow to whole ones, so nothing seeps through
  const STRIPES = 16;

  const canvasOf = (width, height) => Object.assign(document.createElement("canvas"), { width, height });
  const penOf = (canvas) => canvas.getContext("2d", { willReadFrequently: false });
  const blobOf = (canvas, type) => new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no blob"))), type, 0.92));

  // Stripes of known colours go through the same way as the picture. Protected browsers give back others.
  const trusted = async () => {
    const canvas = canvasOf(STRIPES, 8);
    const pen = penOf(canvas);
    const colour = (n) => [(n * 61) % 256, (n * 97) % 256, (n * 151) % 256];
    for (let n = 0; n < STRIPES; n += 1) {
      pen.fillStyle = `rgb(${colour(n).join(",")})`;
      pen.fillRect(n, 0, 1, 8);
    }
    const back = canvasOf(STRIPES, 8);
    penOf(back).drawImage(await createImageBitmap(await blobOf(canvas, "image/png")), 0, 0);
    return [canvas, back].every((one) => {
      const { data } = penOf(one).getImageData(0, 4, STRIPES, 1);
      for (let n = 0; n < STRIPES; n += 1) {
        if (colour(n).some((part, at) => Math.abs(part - data[n * 4 + at]) > 3)) return false;
      }
      return true;
    });
  };

  // Upright, as the camera meant it.
  const decode = async (file) => {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      const image = new Image();
      image.src = URL.createObjectURL(file);
      try { await image.decode(); } finally { URL.revokeObjectURL(image.src); }
      return image;
    }
  };

  const sha256 = async (file) => {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // Boxes in pixels of the outgoing picture, grown outwards; for JPEG to whole blocks.
  const grown = (box, width, height, jpeg) => {
    const step = jpeg ? BLOCK : 1;
    const left = Math.max(0, Math.floor((box.x * width) / step) * step);
    const top = Math.max(0, Math.floor((box.y * height) / step) * step);
    const right = Math.min(width, Math.ceil(((box.x + box.w) * width) / step) * step);
    const bottom = Math.min(height, Math.ceil(((box.y + box.h) * height) / step) * step);
    return { left, top, width: right - left, height: bottom - top };
  };

  const compose = async (picture, boxes, type) => {
    const scale = Math.min(1, Math.sqrt(MOST / (picture.width * picture.height)));
    const canvas = canvasOf(Math.floor(picture.width * scale), Math.floor(picture.height * scale));
    const pen = penOf(canvas);
    const jpeg = type === "image/jpeg";
    if (jpeg) { pen.fillStyle = "#ffffff"; pen.fillRect(0, 0, canvas.width, canvas.height); }
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    pen.fillStyle = INK;
    const parts = boxes.map((box) => grown(box, canvas.width, canvas.height, jpeg));
    parts.forEach((part) => pen.fillRect(part.left, part.top, part.width, part.height));
    const blob = await blobOf(canvas, type);
    if (!await isCovered(blob, parts, jpeg)) throw new Error("covered parts show");
    return blob;
  };

  // Looks at the very bytes that will be sent: every covered pixel is black (a JPEG's rim may take a tint).
  const isCovered = async (blob, parts, jpeg) => {
    const picture = await createImageBitmap(blob);
    const [rim, most] = jpeg ? [2, 6] : [0, 3];
    return parts.every((part) => {
      const [width, height] = [part.width - 2 * rim, part.height - 2 * rim];
      if (width < 1 || height < 1) return true;
      const canvas = canvasOf(width, height);
      const pen = penOf(canvas);
      pen.drawImage(picture, part.left + rim, part.top + rim, width, height, 0, 0, width, height);
      const words = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
      return words.every((word) =>
        word === 0xff000000 || ((word & 255) <= most && ((word >> 8) & 255) <= most && ((word >> 16) & 255) <= most));
    });
  };

  const typeFor = (file) => (file.type === "image/png" ? "image/png" : "image/jpeg");

  // Asks the person to cover `file`. Gives {file, original} for a covered copy, {plain: true}, or {left: true}.
  const ask = (file, { hash, mayBePlain }) => new Promise((done) => {
    window.CoverTable.open(file, {
      mayBePlain,
      decode,
      trusted,
      finish: async (outcome) => {
        if (!outcome.boxes) { done(outcome); return; }
        const type = typeFor(file);
        const blob = await compose(outcome.picture, outcome.boxes, type);
        const stem = file.name.replace(/\.[^.]*$/, "");
        const name = `${stem}-covered.${type === "image/png" ? "png" : "jpg"}`;
        done({ file: new File([blob], name, { type }), original: hash ? await sha256(file) : "" });
      },
    });
  });

  return { ask, compose, trusted, grown, sha256 };
})();
