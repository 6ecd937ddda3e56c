"""The browser's PDQ, run by Node, against the room's own on pixels: the same bits, the same quality."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from holdfast.takedown.pdq import pdq

SCRIPT = Path(__file__).parents[3] / "src" / "holdfast" / "web" / "takedown" / "static" / "pdq.js"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="needs node; test_takedown.py runs the same in Chromium")

RUN = """
const fs = require("fs");
const source = fs.readFileSync(process.argv[1], "utf8");
const { pdqOf, lumaOf, setOf, md5Maker } = new Function(source + "; return { pdqOf, lumaOf, setOf, md5Maker };")();
for (const line of fs.readFileSync(0, "utf8").trim().split("\\n")) {
  const { width, height, rgba, md5, orientation } = JSON.parse(line);
  if (md5 !== undefined) {
    const maker = md5Maker();
    const bytes = Buffer.from(md5, "base64");
    for (let at = 0; at <= bytes.length; at += 1000) maker.add(new Uint8Array(bytes.subarray(at, at + 1000)));
    console.log(JSON.stringify(maker.hex()));
    continue;
  }
  const luma = new Float32Array(width * height);
  lumaOf(new Uint8Array(Buffer.from(rgba, "base64")), luma, 0);
  console.log(JSON.stringify(orientation ? setOf(luma, width, height, orientation) : pdqOf(luma, width, height)));
}
"""


def asked(lines: list[dict[str, object]]) -> list[object]:
    done = subprocess.run(
        [str(NODE), "-e", RUN, str(SCRIPT)], input="\n".join(map(json.dumps, lines)), capture_output=True, text=True,
        check=True, timeout=120,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def line(picture: np.ndarray, **more: object) -> dict[str, object]:
    from base64 import b64encode

    height, width = picture.shape[:2]
    rgba = np.dstack([picture, np.full((height, width), 255, np.uint8)])
    return {"width": width, "height": height, "rgba": b64encode(rgba.tobytes()).decode(), **more}


def landscapes(sizes: list[tuple[int, int]]) -> list[np.ndarray]:
    """Hills and noise, drawn by numbers."""
    chance = np.random.default_rng(7)
    made = []
    for height, width in sizes:
        y, x = np.mgrid[0:height, 0:width]
        waves = sum(
            np.sin(
                x / width * chance.uniform(1, 20) + y / height * chance.uniform(1, 20) + chance.uniform(0, 6)
            )
            for _ in range(6)
        )
        grain = chance.normal(0, 0.4, (height, width))
        channels = [(waves * chance.uniform(10, 25) + grain * 20 + 128).clip(0, 255) for _ in range(3)]
        made.append(np.dstack(channels).astype(np.uint8))
    return made


SIZES = [
    (64, 64), (65, 63), (100, 100), (8, 200), (480, 640), (641, 479), (1024, 768), (127, 128), (129, 1000), (300, 9),
    (512, 512), (720, 1280), (1600, 1200), (333, 777), (10, 10),
]  # fmt: skip


@needs_node
def test_the_bits_are_those_of_the_reference() -> None:
    pictures = landscapes(SIZES)
    found = asked([line(picture) for picture in pictures])
    expected = [pdq(picture) for picture in pictures]
    assert [one["hash"] for one in found] == [made.bits.hex() for made in expected]  # type: ignore[index]
    assert [one["quality"] for one in found] == [made.quality for made in expected]  # type: ignore[index]


@needs_node
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_gives_the_same_small_set(orientation: int) -> None:
    from holdfast.takedown import photo
    from holdfast.takedown.age import adults_only
    from holdfast.takedown.fingerprint import photo_marks

    (raw,) = landscapes([(700, 900)])
    marks = photo_marks(raw, orientation, adults_only("18_or_over"), mirrored=False)
    (found,) = asked([line(photo.turned(raw, orientation), orientation=orientation)])
    assert {one["hash"] for one in found} == {mark.pdq.bits.hex() for mark in marks}  # type: ignore[attr-defined]


@needs_node
def test_md5_is_md5() -> None:
    import hashlib
    from base64 import b64encode

    texts = [b"", b"abc", b"x" * 55, b"x" * 56, b"x" * 64, bytes(range(256)) * 40]
    found = asked([{"md5": b64encode(text).decode()} for text in texts])
    assert found == [hashlib.md5(text, usedforsecurity=False).hexdigest() for text in texts]
