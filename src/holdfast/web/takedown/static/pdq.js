// PDQ of pixels, bit for bit what the reference gives (holdfast/takedown/plain_pdq.py says it in numpy), in a worker.
// Every sum is rounded to 32 bits as the reference's are. A picture never leaves this file: pixels in, 64 hex digits out.
"use strict";
const SIDE = 64;
const round = Math.fround;

const windowOf = (size) => Math.ceil(size / (2 * SIDE));
const centreOf = (index, size) => Math.floor(((index + 0.5) * size) / SIDE);

/** Brightness (ITU-R BT.601) of RGBA pixels that were drawn on white; pixels as a function of the index of a byte. */
function lumaOf(rgba, luma, from) {
  for (let pixel = 0, byte = 0; byte < rgba.length; pixel += 1, byte += 4) {
    luma[from + pixel] = 0.299 * rgba[byte] + 0.587 * rgba[byte + 1] + 0.114 * rgba[byte + 2];
  }
}

/** One box blur of `size` values that stand `step` apart from `start` on, by running sums: first the right edge comes, then the left one goes. */
function box(values, start, step, size, span, line) {
  for (let i = 0; i < size; i += 1) line[i] = values[start + i * step];
  const half = (span + 2) >> 1;
  let sum = 0;
  let right = 0;
  let left = 0;
  let out = 0;
  for (; right < half - 1; right += 1) sum = round(sum + line[right]);
  for (; right < span; right += 1, out += 1) {
    sum = round(sum + line[right]);
    values[start + out * step] = sum / (right + 1);
  }
  for (; right < size; right += 1, left += 1, out += 1) {
    sum = round(sum + line[right]);
    sum = round(sum - line[left]);
    values[start + out * step] = sum / span;
  }
  for (let count = span - 1; out < size; left += 1, out += 1, count -= 1) {
    sum = round(sum - line[left]);
    values[start + out * step] = sum / count;
  }
}

/** 64 × 64 samples of a blurred picture. `luma` (Float32Array, rows one after another) is overwritten. */
function samplesOf(luma, width, height) {
  const across = windowOf(width);
  const down = windowOf(height);
  const line = new Float32Array(Math.max(width, height));
  if (width !== SIDE || height !== SIDE) {
    for (let pass = 0; pass < 2; pass += 1) {
      for (let row = 0; row < height; row += 1) box(luma, row * width, 1, width, across, line);
      for (let column = 0; column < width; column += 1) box(luma, column, width, height, down, line);
    }
  }
  const samples = new Float32Array(SIDE * SIDE);
  for (let i = 0; i < SIDE; i += 1) {
    for (let j = 0; j < SIDE; j += 1) {
      samples[i * SIDE + j] = luma[centreOf(i, height) * width + centreOf(j, width)];
    }
  }
  return samples;
}

const COSINES = (() => {
  const scale = round(Math.sqrt(2 / SIDE));
  const matrix = new Float32Array(16 * SIDE);
  for (let i = 0; i < 16; i += 1) {
    for (let j = 0; j < SIDE; j += 1) {
      matrix[i * SIDE + j] = scale * Math.cos((Math.PI / 2 / SIDE) * (i + 1) * (2 * j + 1));
    }
  }
  return matrix;
})();

/** 16 × 16 numbers of the transform. */
function transform(samples) {
  const half = new Float32Array(16 * SIDE);
  for (let i = 0; i < 16; i += 1) {
    for (let j = 0; j < SIDE; j += 1) {
      let sum = 0;
      for (let k = 0; k < SIDE; k += 1) sum = round(sum + round(COSINES[i * SIDE + k] * samples[k * SIDE + j]));
      half[i * SIDE + j] = sum;
    }
  }
  const numbers = new Float32Array(256);
  for (let i = 0; i < 16; i += 1) {
    for (let j = 0; j < 16; j += 1) {
      let sum = 0;
      for (let k = 0; k < SIDE; k += 1) sum = round(sum + round(half[i * SIDE + k] * COSINES[j * SIDE + k]));
      numbers[i * 16 + j] = sum;
    }
  }
  return numbers;
}

/** 64 hex digits: one bit for each number above the lower median; the last number comes first. */
function hexOf(numbers) {
  const median = Float32Array.from(numbers).sort()[127];
  let hex = "";
  for (let at = 252; at >= 0; at -= 4) {
    let digit = 0;
    for (let bit = 3; bit >= 0; bit -= 1) digit = digit * 2 + (numbers[at + bit] > median ? 1 : 0);
    hex += digit.toString(16);
  }
  return hex;
}

/** 0 to 100: how much there is to see. */
function qualityOf(samples) {
  let sum = 0;
  const add = (one, other) => {
    const step = round(round(round(one - other) * 100) / 255);
    sum += Math.trunc(Math.abs(step));
  };
  for (let i = 0; i < SIDE - 1; i += 1) for (let j = 0; j < SIDE; j += 1) add(samples[i * SIDE + j], samples[(i + 1) * SIDE + j]);
  for (let i = 0; i < SIDE; i += 1) for (let j = 0; j < SIDE - 1; j += 1) add(samples[i * SIDE + j], samples[i * SIDE + j + 1]);
  return Math.min(100, Math.floor(sum / 90));
}

/** { hash, quality } of brightness values; they are overwritten. */
function pdqOf(luma, width, height) {
  const samples = samplesOf(luma, width, height);
  return { hash: hexOf(transform(samples)), quality: qualityOf(samples) };
}

/** A picture turned as an EXIF orientation (1 to 8) says, or back. Values, width, height in; the same out. */
function turnedBack(luma, width, height, orientation) {
  // `luma` is the picture as it is meant to be seen; what comes out is how the camera wrote it.
  if (orientation === 1) return { luma, width, height };
  const swapped = orientation >= 5;
  const rawWidth = swapped ? height : width;
  const rawHeight = swapped ? width : height;
  const raw = new Float32Array(luma.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      // Undo: rows upside down (3, 4, 7, 8), columns mirrored (2, 3, 6, 7), axes exchanged (5 to 8).
      const row = [3, 4, 7, 8].includes(orientation) ? height - 1 - y : y;
      const column = [2, 3, 6, 7].includes(orientation) ? width - 1 - x : x;
      raw[swapped ? column * rawWidth + row : row * rawWidth + column] = luma[y * width + x];
    }
  }
  return { luma: raw, width: rawWidth, height: rawHeight };
}

/** What programs that squash to 512 × 512 first see: the pixel at ⌊i·size/512⌋. */
function squashed({ luma, width, height }) {
  if (Math.max(width, height) <= 512) return { luma, width, height };
  const small = new Float32Array(512 * 512);
  for (let i = 0; i < 512; i += 1) {
    const row = Math.floor((i * height) / 512) * width;
    for (let j = 0; j < 512; j += 1) small[i * 512 + j] = luma[row + Math.floor((j * width) / 512)];
  }
  return { luma: small, width: 512, height: 512 };
}

/** The small set of one photo: as seen, squashed, and both as the camera wrote it. Each hash once. */
function setOf(luma, width, height, orientation) {
  const looks = [{ luma, width, height }];
  if (orientation !== 1) looks.push(turnedBack(luma, width, height, orientation));
  looks.push(...looks.map(squashed).filter((small) => !looks.some((look) => look.luma === small.luma)));
  const found = new Map();
  for (const look of looks) {
    const made = pdqOf(look.luma, look.width, look.height);
    found.set(made.hash, Math.max(found.get(made.hash) ?? 0, made.quality));
  }
  return [...found].map(([hash, quality]) => ({ hash, quality }));
}

/** EXIF orientation of a JPEG (1 to 8), from its first bytes; 1 where nothing is said. */
function orientationOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return 1;
  let at = 2;
  while (at + 10 < view.byteLength) {
    const marker = view.getUint16(at);
    if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return 1;
    if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return orientationIn(view, at + 10);
    at += 2 + view.getUint16(at + 2);
  }
  return 1;
}

function orientationIn(view, tiff) {
  try {
    const little = view.getUint16(tiff) === 0x4949;
    const directory = tiff + view.getUint32(tiff + 4, little);
    const count = view.getUint16(directory, little);
    for (let entry = 0; entry < count; entry += 1) {
      const at = directory + 2 + entry * 12;
      if (view.getUint16(at, little) === 0x0112) {
        const said = view.getUint16(at + 8, little);
        return said >= 1 && said <= 8 ? said : 1;
      }
    }
  } catch { /* damaged notes turn nothing */ }
  return 1;
}

/** MD5 (RFC 1321) in pieces, for whole videos. */
function md5Maker() {
  const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
  const table = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  let rest = new Uint8Array(0);
  let length = 0;
  const block = (view, from) => {
    let [a, b, c, d] = state;
    for (let i = 0; i < 64; i += 1) {
      const turn = i >> 4;
      const mixed = turn === 0 ? (b & c) | (~b & d) : turn === 1 ? (d & b) | (~d & c) : turn === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const word = turn === 0 ? i : turn === 1 ? (5 * i + 1) & 15 : turn === 2 ? (3 * i + 5) & 15 : (7 * i) & 15;
      const sum = (a + mixed + table[i] + view.getInt32(from + word * 4, true)) | 0;
      const shift = shifts[turn * 4 + (i & 3)];
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d;
  };
  const eat = (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const whole = bytes.length - (bytes.length % 64);
    for (let at = 0; at < whole; at += 64) block(view, at);
    return bytes.subarray(whole);
  };
  return {
    add(bytes) {
      length += bytes.length;
      const joined = new Uint8Array(rest.length + bytes.length);
      joined.set(rest);
      joined.set(bytes, rest.length);
      rest = eat(joined).slice();
    },
    hex() {
      const end = new Uint8Array((rest.length < 56 ? 64 : 128));
      end.set(rest);
      end[rest.length] = 0x80;
      const view = new DataView(end.buffer);
      view.setUint32(end.length - 8, (length * 8) >>> 0, true);
      view.setUint32(end.length - 4, Math.floor(length / 2 ** 29), true);
      eat(end);
      return [...new Uint8Array(state.buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    },
  };
}

/** Can pixels be read back as they were drawn? Some browsers give noise, or white, to hide the device. */
function canvasTellsTheTruth() {
  const canvas = new OffscreenCanvas(16, 1);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const known = Array.from({ length: 16 }, (_, i) => [(i * 53) % 256, (i * 101 + 7) % 256, (i * 29 + 31) % 256]);
  known.forEach(([red, green, blue], i) => { pen.fillStyle = `rgb(${red},${green},${blue})`; pen.fillRect(i, 0, 1, 1); });
  const read = pen.getImageData(0, 0, 16, 1).data;
  return known.every((colour, i) => colour.every((value, channel) => read[i * 4 + channel] === value));
}

/** Brightness of a decoded picture, read in full-width strips so that large photos stay exact and fit. */
function brightnessOf(bitmap) {
  const { width, height } = bitmap;
  const luma = new Float32Array(width * height);
  const rows = Math.max(1, Math.min(height, Math.floor(4_000_000 / width)));
  for (let top = 0; top < height; top += rows) {
    const strip = Math.min(rows, height - top);
    const canvas = new OffscreenCanvas(width, strip);
    const pen = canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" });
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, width, strip);
    pen.drawImage(bitmap, 0, top, width, strip, 0, 0, width, strip);
    lumaOf(pen.getImageData(0, 0, width, strip).data, luma, top * width);
  }
  return luma;
}

const PIECE = 4 * 1024 * 1024;
const LEAST_SIDE = 8;
const MOST_PIXELS = 110_000_000;

async function ofPhoto(file) {
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: "none" });
  const { width, height } = bitmap;
  if (Math.min(width, height) < LEAST_SIDE) return { error: "small" };
  if (width * height > MOST_PIXELS) return { error: "big" };
  const start = new Uint8Array(await file.slice(0, 256 * 1024).arrayBuffer());
  const luma = brightnessOf(bitmap);
  bitmap.close();
  const marks = setOf(luma, width, height, orientationOf(start));
  return { kind: "photo", marks };
}

async function md5Of(file, say) {
  const md5 = md5Maker();
  for (let at = 0; at < file.size; at += PIECE) {
    md5.add(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
    say(at / file.size);
  }
  return md5.hex();
}

const inWorker = typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope;
if (inWorker) {
  self.onmessage = async ({ data }) => {
    const tell = (said) => self.postMessage({ id: data.id, ...said });
    try {
      if (data.do === "ready") tell({ ready: typeof OffscreenCanvas !== "undefined" && canvasTellsTheTruth() });
      else if (data.do === "photo") tell(await ofPhoto(data.file));
      else if (data.do === "md5") tell({ md5: await md5Of(data.file, (done) => tell({ part: done })) });
      else if (data.do === "frame") {
        const luma = brightnessOf(data.bitmap);
        const { width, height } = data.bitmap;
        data.bitmap.close();
        tell({ frame: pdqOf(luma, width, height) });
      }
    } catch (error) {
      tell({ error: error instanceof RangeError ? "big" : "unread" });
    }
  };
}
