"""Checks the answers of time authorities in a pack, each against the line of the log that it is about."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import islice
from typing import Any

from holdfast.case.pack import alone
from holdfast.case.trusted_time import LONGEST_ANSWER, Authority, NoTime, root_of, time_in
from holdfast.errors import RootNotReadable


def trusted_times(files: alone.Files) -> list[alone.Finding]:
    """One finding for each answer that the manifest names; none for a pack without, or with a broken manifest.

    The root certificate comes with the pack: its fingerprint is told, to compare with what the authority publishes.
    Raises alone.Stop where a part is damaged.
    """
    root = alone.bag_root(files)
    try:
        manifest = json.loads(alone.whole(files, root + "data/manifest.json", alone.LARGEST_MANIFEST))
        told = [(str(one["path"]), int(one["line"])) for one in manifest.get("times", [])]
    except alone.SHAPE:
        return []
    return [_checked(files, root, path, line) for path, line in told]


def _checked(files: alone.Files, root: str, path: str, line: int) -> alone.Finding:
    pem = path.removesuffix(".tsr") + "-root.pem"
    needed = (root + path, root + pem, root + "data/log.jsonl")
    fill: dict[str, Any] = {"line": line, "time": "", "root": ""}
    if line < 1 or not all(name in files.names for name in needed):
        return alone.Finding("trusted_time", False, fill)
    answer, certificate = (alone.whole(files, name, LONGEST_ANSWER) for name in needed[:2])
    message = next(islice(alone.lines_of(files, needed[2]), line - 1, None), b"")
    try:
        trusted = root_of(Authority("", certificate.decode("ascii", "replace")))
    except RootNotReadable:
        return alone.Finding("trusted_time", False, fill)
    time = time_in(answer, message, trusted)
    if isinstance(time, NoTime):
        return alone.Finding("trusted_time", False, fill)
    fill |= {"time": f"{time:%Y-%m-%d %H:%M:%S}", "root": sha256(certificate_bytes(trusted)).hexdigest()}
    return alone.Finding("trusted_time", True, fill)


def certificate_bytes(certificate: Any) -> bytes:
    """DER, what an authority's published fingerprint is of."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return bytes(certificate.public_bytes(Encoding.DER))
