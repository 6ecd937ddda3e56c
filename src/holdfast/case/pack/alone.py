"""Checks a Holdfast pack with Python 3.8 or newer and nothing else.

    python verify.py PACK.zip [FINGERPRINT]      a zipped pack
    python verify.py FOLDER [FINGERPRINT]        a pack that was unzipped
    python verify.py                             the unzipped pack in which this file lies

FINGERPRINT is the key fingerprint from a paper or from the person, not from the pack itself.
Exit code 0: all holds. 1: something does not. 2: nothing to check.
The rules it checks are written down in docs/formats/pack-1.md of the Holdfast project.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from holdfast.case.pack.curve import ed25519

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    Fill: TypeAlias = dict[str, str | int]
    Files: TypeAlias = "Zipped | Folder"
    Signed: TypeAlias = Callable[[bytes, bytes, bytes], bool]  # public key, message, signature

# Sentences by id; filled in from the project's words when a pack is made.
WORDS: dict[str, str] = {}

MOST_FILES = 20_000
LARGEST_LIST = 8 << 20  # bytes of one list (zip directory, bag manifest)
LARGEST_MANIFEST = 64 << 20
LARGEST_LINE = 1 << 20
# Our own packs are hardly compressed; other zip programs reach 20 with chats. More is a zip bomb.
LARGEST_GROWTH = 50
FREE_GROWTH = 16 << 20
# What desktop systems add on their own; never part of a pack.
IGNORED = re.compile(r"(^|/)(__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$")
PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    OverflowError,
)
SHAPE = (KeyError, TypeError, ValueError, AttributeError, RecursionError)


class Finding(NamedTuple):
    """One thing that was looked at: its id, whether it holds, and what fills the sentence."""

    id: str
    ok: bool
    fill: Fill = {}


class Stop(Exception):
    """Checking cannot go on; carries the one finding that says why."""

    def __init__(self, finding_id: str, **fill: str | int) -> None:
        super().__init__(finding_id)
        self.finding = Finding(finding_id, False, fill)


# --- where the files of a pack are ---------------------------------------------------------------------


class Zipped:
    """A zip archive, read in place and never unpacked."""

    def __init__(self, file: BinaryIO) -> None:
        size = file.seek(0, os.SEEK_END)
        if directory_size(file, size) > LARGEST_LIST:
            raise Stop("too_much")
        try:
            self.archive = zipfile.ZipFile(file)
        except BROKEN:
            raise Stop("damaged_zip") from None
        parts = [part for part in self.archive.infolist() if not part.filename.endswith("/")]
        parts = [part for part in parts if not IGNORED.search(part.filename)]
        if (
            len(parts) > MOST_FILES
            or sum(part.file_size for part in parts) > LARGEST_GROWTH * size + FREE_GROWTH
        ):
            raise Stop("too_much")
        self.names = [part.filename for part in parts]
        for part in parts:
            if (
                not PLAIN_NAME.fullmatch(part.filename)
                or part.external_attr >> 28 == 0o12
                or part.flag_bits & 1
                or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            ):
                raise Stop("hostile_name")
        if len({name.lower() for name in self.names}) != len(self.names):
            raise Stop("hostile_name")

    def open(self, name: str) -> BinaryIO:
        return self.archive.open(name)  # type: ignore[return-value]


class Folder:
    """A pack that was unzipped."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.names: list[str] = []
        for folder, _, names in os.walk(path):
            for name in names:
                plain = Path(folder, name).relative_to(path).as_posix()
                if IGNORED.search(plain):
                    continue
                if (
                    Path(folder, name).is_symlink()
                    or not PLAIN_NAME.fullmatch(plain)
                    or len(self.names) >= MOST_FILES
                ):
                    raise Stop("hostile_name")
                self.names.append(plain)

    def open(self, name: str) -> BinaryIO:
        return self.path.joinpath(name).open("rb")


def directory_size(file: BinaryIO, size: int) -> int:
    """Bytes of the zip's directory, from the record at its end (APPNOTE 4.3.16, 4.3.14)."""
    file.seek(max(0, size - 65_557))
    tail = file.read(65_557)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        file.seek(0)
        raise Stop("damaged_zip" if file.read(4) == b"PK\x03\x04" else "not_a_pack")
    found: int = struct.unpack_from("<I", tail, at + 12)[0]
    if found == 0xFFFFFFFF and at >= 76 and tail[at - 76 : at - 72] == b"PK\x06\x06":
        found = struct.unpack_from("<Q", tail, at - 76 + 40)[0]
    return found


def open_files(file: BinaryIO) -> Files:
    """The files of the pack in an open, seekable file."""
    file.seek(0)
    if file.read(22).startswith(b"age-encryption.org/v1\n"):
        raise Stop("sealed")
    return Zipped(file)


def bag_root(files: Files) -> str:
    """The folder of the bag inside the archive, with its slash, or ""."""
    roots = [name[: -len("bagit.txt")] for name in files.names if re.fullmatch(r"([^/]+/)?bagit\.txt", name)]
    if len(roots) != 1 or roots[0] + "data/manifest.json" not in files.names:
        raise Stop("not_a_pack")
    return roots[0]


def pieces(files: Files, name: str) -> Iterator[bytes]:
    """The bytes of one file, a MiB at a time."""
    try:
        with files.open(name) as reader:
            while True:
                piece = reader.read(1 << 20)
                if not piece:
                    return
                yield piece
    except BROKEN:
        raise Stop("damaged_part", name=name) from None


def whole(files: Files, name: str, limit: int) -> bytes:
    """All bytes of a small file."""
    out = b""
    for piece in pieces(files, name):
        out += piece
        if len(out) > limit:
            raise Stop("too_much")
    return out


def lines_of(files: Files, name: str) -> Iterator[bytes]:
    """The lines of a file, without their ends."""
    rest = b""
    for piece in pieces(files, name):
        *full, rest = (rest + piece).split(b"\n")
        yield from full
        if len(rest) > LARGEST_LINE:
            raise Stop("too_much")
    if rest:
        yield rest


# --- the checks ----------------------------------------------------------------------------------------


def check(files: Files, signed: Signed, fingerprint: str = "", every: bool = False) -> list[Finding]:
    """Everything that can be checked, in the order in which it is told. ``every``: each log line's signature too."""
    root = bag_root(files)
    hashes = {}
    for name in files.names:
        digest = hashlib.sha256()
        for piece in pieces(files, name):
            digest.update(piece)
        hashes[name[len(root) :] if name.startswith(root) else "../" + name] = digest.hexdigest()
    findings = check_bag(files, root, hashes)
    try:
        manifest = json.loads(whole(files, root + "data/manifest.json", LARGEST_MANIFEST))
        findings.append(check_manifest(manifest, hashes))
        key = bytes.fromhex(manifest["log"]["public_key"])
        if len(key) != 32:
            raise ValueError
        findings += check_log(files, root, manifest, key, signed, every)
        findings.append(check_seal(files, root, manifest, hashes, key, signed))
        findings.append(check_key(key, fingerprint))
    except SHAPE:
        findings.append(Finding("manifest_reads", False))
    return findings


def read_list(files: Files, name: str) -> dict[str, str]:
    """A BagIt manifest (RFC 8493, 2.1.3): path to SHA-256."""
    found = {}
    for line in whole(files, name, LARGEST_LIST).decode("utf-8", "replace").splitlines():
        match = re.fullmatch(r"([0-9A-Fa-f]{64})[ \t]+\*?(\S.*)", line)
        if match:
            found[match.group(2)] = match.group(1).lower()
    return found


def check_bag(files: Files, root: str, hashes: dict[str, str]) -> list[Finding]:
    payload, tags = "manifest-sha256.txt", "tagmanifest-sha256.txt"
    listed: dict[str, str] = {}
    for name in (payload, tags):
        if name in hashes:
            listed.update(read_list(files, root + name))
    missing = sorted(({payload, tags} | set(listed)) - set(hashes))
    changed = sorted(name for name in listed if name in hashes and hashes[name] != listed[name])
    added = sorted(set(hashes) - set(listed) - {tags})
    return [
        Finding("files_changed", not changed, few(changed) if changed else {"count": len(listed)}),
        Finding("files_missing", not missing, few(missing)),
        Finding("files_added", not added, few(added)),
    ]


def check_manifest(manifest: dict[str, Any], hashes: dict[str, str]) -> Finding:
    """The signed list must be the same as what lies there, but for itself and the line that signs it."""
    if manifest["format"] != "holdfast-pack-1":
        raise ValueError
    said = {part["path"]: part["sha256"] for part in manifest["files"]}
    apart = ("data/manifest.json", "data/seal.json")
    there = {
        name: digest for name, digest in hashes.items() if name.startswith("data/") and name not in apart
    }
    other = sorted(name for name in set(said) | set(there) if said.get(name) != there.get(name))
    for part in manifest["exhibits"]:
        if said.get(part["path"]) != part["sha256"]:
            other.append(str(part["exhibit"]))
    return Finding("manifest", not other, few(other))


def check_log(
    files: Files, root: str, manifest: dict[str, Any], key: bytes, signed: Signed, every: bool
) -> list[Finding]:
    said = manifest["log"]
    if not said["included"]:
        return [Finding("log_left_out", True)]
    if root + "data/log.jsonl" not in files.names:
        return [Finding("log_chain", False, {"line": 1})]
    before, number, broken, unsigned = FIRST_BEFORE, 0, 0, 0
    last: dict[str, Any] = {}
    added = set()
    for line in lines_of(files, root + "data/log.jsonl"):
        number, last = number + 1, log_entry(line)
        if last.get("number") != number or last.get("before") != before:
            broken = broken or number
        if every and not entry_signed(last, key, signed):
            unsigned = unsigned or number
        if last.get("action") == "item.add":
            added.add((last["subject"], last["sha256"]))
        before = hashlib.sha256(line).hexdigest()
    if not entry_signed(last, key, signed):
        unsigned = unsigned or number or 1
    strange = [part["exhibit"] for part in manifest["exhibits"] if (part["id"], part["sha256"]) not in added]
    return [
        Finding("log_chain", not broken, {"line": broken} if broken else {"count": number}),
        Finding("log_end", number == said["entries"] and before == said["head"]),
        Finding("log_signed", not unsigned, {"line": unsigned}),
        Finding("exhibits_in_log", not strange, few(strange)),
    ]


def check_seal(
    files: Files, root: str, manifest: dict[str, Any], hashes: dict[str, str], key: bytes, signed: Signed
) -> Finding:
    """The line of the log that signs the manifest: it follows the log's head and names the manifest's hash."""
    if "data/seal.json" not in hashes:
        return Finding("seal", False)
    entry = log_entry(whole(files, root + "data/seal.json", LARGEST_LINE))
    fits = (
        entry.get("number") == manifest["log"]["entries"] + 1
        and entry.get("before") == manifest["log"]["head"]
        and entry.get("action") == "pack.made"
        and entry.get("sha256") == hashes["data/manifest.json"]
    )
    return Finding("seal", fits and entry_signed(entry, key, signed))


def check_key(key: bytes, fingerprint: str) -> Finding:
    mine = fingerprint_of(key)
    given = re.sub(r"[^0-9a-f]", "", fingerprint.lower())
    if not fingerprint.strip():
        return Finding("key_came_with_pack", True, {"fingerprint": mine})
    same = given == mine.replace(" ", "")
    return Finding("key_same" if same else "key_other", same, {"fingerprint": mine})


def few(names: list[str]) -> Fill:
    """The first names of a list, and how many there are."""
    shown = [re.sub(r"[^ -~]", "?", name)[:80] for name in names[:5]]
    return {"names": ", ".join(shown) + (", …" if len(names) > 5 else ""), "count": len(names)}


# --- the log's own rules (docs/formats/case-1.md) ----------------------------------------------------------

FIRST_BEFORE = "0" * 64
ENTRY = {"number", "utc", "local", "action", "subject", "sha256", "who", "tool", "before", "signature"}


def log_entry(line: bytes) -> dict[str, Any]:
    """The entry on a line of the log, or an empty one where the line is not in its one canonical spelling.

    RFC 8785 for what an entry holds, texts and whole numbers under ASCII names, is sorted JSON without spaces.
    """
    try:
        entry = json.loads(line)
        plain = all(isinstance(value, str) or type(value) is int for value in entry.values())
        return entry if plain and set(entry) == ENTRY and spelled(entry) == line else {}
    except SHAPE:
        return {}


def spelled(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def entry_signed(entry: dict[str, Any], key: bytes, signed: Signed) -> bool:
    if not entry or not re.fullmatch("[0-9a-f]{128}", entry["signature"]):
        return False
    unsigned = {name: value for name, value in entry.items() if name != "signature"}
    return signed(key, spelled(unsigned), bytes.fromhex(entry["signature"]))


def fingerprint_of(key: bytes) -> str:
    """The first 128 bits of the key's SHA-256 in eight groups of four hex digits."""
    digits = hashlib.sha256(key).hexdigest()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


# --- the program -------------------------------------------------------------------------------------------


def says(finding: Finding) -> str:
    """The sentence for a finding."""
    words = WORDS.get(finding.id + (".ok" if finding.ok else ".no"), finding.id)
    return words.format(**finding.fill)


def main(arguments: list[str]) -> int:
    path = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    fingerprint = " ".join(arguments[1:])
    try:
        if path.is_dir():
            findings = check(Folder(path), ed25519, fingerprint)
        else:
            with path.open("rb") as file:
                findings = check(open_files(file), ed25519, fingerprint)
    except Stop as stop:
        findings = [stop.finding]
    except OSError:
        findings = [Finding("not_there", False)]
    good = all(finding.ok for finding in findings)
    told = [("[ok]  " if finding.ok else "[NO]  ") + says(finding) for finding in findings]
    told += ["", WORDS.get("verdict.ok" if good else "verdict.no", "")]
    sys.stdout.buffer.write(("\n".join(told) + "\n").encode("utf-8", "replace"))
    return 0 if good else 2 if findings[0].id == "not_there" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
