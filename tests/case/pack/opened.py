"""Taking packs apart, changing them, and building them anew as a forger would."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from holdfast.case.canonical import canonical


def files_of(data: bytes) -> dict[str, bytes]:
    """Every file by its path from the bag's folder."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.removeprefix("pack/"): archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED, root: str = "pack/") -> bytes:
    """A zip as another program would write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in files.items():
            archive.writestr(root + name, data)
    return out.getvalue()


def changed(data: bytes, **changes: bytes | None) -> bytes:
    """The pack with files replaced, added, or (None) taken out. ``__`` in a name is ``/``, ``_dot_`` is ``.``."""
    files: dict[str, bytes] = files_of(data)
    for name, content in changes.items():
        path = name.replace("__", "/").replace("_dot_", ".")
        files.pop(path, None)
        if content is not None:
            files[path] = content
    return zipped(files)


def with_lists(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with bag lists that fit them: what somebody does who knows BagIt."""
    out = dict(files)
    out["manifest-sha256.txt"] = _list({n: d for n, d in out.items() if n.startswith("data/")})
    tags = {n: d for n, d in out.items() if "/" not in n and n != "tagmanifest-sha256.txt"}
    out["tagmanifest-sha256.txt"] = _list(tags)
    return out


def _list(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(d).hexdigest()}  {n}\n" for n, d in sorted(files.items())).encode()


def with_manifest(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Also a signed list that fits the files, but with the old signature."""
    manifest = json.loads(files["data/manifest.json"])
    apart = ("data/manifest.json", "data/seal.json")
    listed = {n: d for n, d in files.items() if n.startswith("data/") and n not in apart}
    manifest["files"] = [
        {"path": n, "size": len(d), "sha256": hashlib.sha256(d).hexdigest()}
        for n, d in sorted(listed.items())
    ]
    for exhibit in manifest["exhibits"]:
        exhibit["sha256"] = hashlib.sha256(files[exhibit["path"]]).hexdigest()
    return {**files, "data/manifest.json": canonical(manifest)}


def signed_anew(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """A whole pack under another key: log, signed list, seal and bag lists all fit. The perfect forgery."""
    key = Ed25519PrivateKey.generate()
    exhibits = json.loads(files["data/manifest.json"])["exhibits"]
    hashes = {e["id"]: hashlib.sha256(files[e["path"]]).hexdigest() for e in exhibits}
    before, lines = "0" * 64, []
    for line in files["data/log.jsonl"].splitlines():
        entry = json.loads(line)
        entry["sha256"] = hashes.get(entry["subject"], entry["sha256"])
        lines.append(_signed({**entry, "before": before}, key))
        before = hashlib.sha256(lines[-1]).hexdigest()
    out = with_manifest({**files, "data/log.jsonl": b"\n".join(lines) + b"\n"})
    manifest = json.loads(out["data/manifest.json"])
    manifest["log"] |= {"public_key": key.public_key().public_bytes_raw().hex(), "head": before}
    out["data/manifest.json"] = canonical(manifest)
    seal = json.loads(files["data/seal.json"])
    digest = hashlib.sha256(out["data/manifest.json"]).hexdigest()
    out["data/seal.json"] = _signed({**seal, "before": before, "sha256": digest}, key)
    return with_lists(out)


def _signed(entry: dict[str, object], key: Ed25519PrivateKey) -> bytes:
    entry = {name: value for name, value in entry.items() if name != "signature"}
    return canonical({**entry, "signature": key.sign(canonical(entry)).hex()})
