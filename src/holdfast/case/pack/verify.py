"""Checks a pack: the rules of ``alone.py`` with a fast signature check, and sealed packs opened piece by piece."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, cast

from holdfast.case.pack import alone
from holdfast.case.pack.times import trusted_times
from holdfast.case.pack.words import words_for
from holdfast.errors import BadRecipient, SealDoesNotOpen


class FindingId(StrEnum):
    """Everything that a check can find; the sentences are in ``content/<language>/verify.toml``."""

    NOT_A_PACK = "not_a_pack"
    DAMAGED_ZIP = "damaged_zip"
    DAMAGED_PART = "damaged_part"
    HOSTILE_NAME = "hostile_name"
    TOO_MUCH = "too_much"
    SEALED = "sealed"
    SEALED_WRONG = "sealed_wrong"
    FILES_CHANGED = "files_changed"
    FILES_MISSING = "files_missing"
    FILES_ADDED = "files_added"
    MANIFEST_READS = "manifest_reads"
    MANIFEST = "manifest"
    LOG_LEFT_OUT = "log_left_out"
    LOG_CHAIN = "log_chain"
    LOG_END = "log_end"
    LOG_SIGNED = "log_signed"
    EXHIBITS_IN_LOG = "exhibits_in_log"
    SEAL = "seal"
    TRUSTED_TIME = "trusted_time"
    KEY_CAME_WITH_PACK = "key_came_with_pack"
    KEY_SAME = "key_same"
    KEY_OTHER = "key_other"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and whether it holds. ``fill`` are the named places of its sentence."""

    id: FindingId
    ok: bool
    fill: tuple[tuple[str, str | int], ...] = ()

    @property
    def word_id(self) -> str:
        return f"{self.id}.{'ok' if self.ok else 'no'}"

    def says(self, language: str = "en") -> str:
        """The sentence for the person."""
        return words_for("verify", language)(self.word_id).format(**dict(self.fill))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Good when every finding holds."""

    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        return bool(self.findings) and all(finding.ok for finding in self.findings)

    def says(self, language: str = "en") -> str:
        """The closing sentence."""
        return words_for("verify", language)("verdict.ok" if self.good else "verdict.no")

    def has(self, finding_id: FindingId, ok: bool) -> bool:
        """Is there a finding of this kind with this outcome?"""
        return any(finding.id is finding_id and finding.ok is ok for finding in self.findings)


def verify_pack(
    pack: Path | str | BinaryIO,
    *,
    passphrase: str | None = None,
    identity: str | None = None,
    fingerprint: str | None = None,
) -> Verdict:
    """What holds and what does not in a pack: a path to a file or an unzipped folder, or a seekable binary reader.

    ``passphrase`` or ``identity`` (``AGE-SECRET-KEY-1…``) open a sealed pack; nothing readable is written. With
    ``fingerprint`` (from paper, in any spelling) the key is compared too. Bad content never raises: it is a finding.
    Raises OSError where a path cannot be opened. Memory does not grow with the pack.
    """
    with ExitStack() as stack:
        try:
            files = _open(pack, stack, passphrase, identity)
            found = alone.check(files, _signed, fingerprint or "", every=True)
            found += trusted_times(files)
        except alone.Stop as stop:
            found = [stop.finding]
        except (SealDoesNotOpen, BadRecipient):
            found = [alone.Finding("sealed_wrong", False)]
    return Verdict(tuple(_typed(finding) for finding in found))


def _open(
    pack: Path | str | BinaryIO, stack: ExitStack, passphrase: str | None, identity: str | None
) -> alone.Zipped | alone.Folder:
    if isinstance(pack, Path | str):
        if Path(pack).is_dir():
            return alone.Folder(Path(pack))
        pack = stack.enter_context(open(pack, "rb"))  # noqa: SIM115
    pack.seek(0)
    from holdfast.case.pack.sealed import is_sealed, open_sealed

    if (passphrase or identity) and is_sealed(pack.read(22)):
        pack.seek(0)
        plain = open_sealed(pack, passphrase=passphrase, identity=identity)
        return alone.open_files(cast(BinaryIO, plain))
    return alone.open_files(pack)


def _signed(key: bytes, message: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _typed(finding: alone.Finding) -> Finding:
    fill: Mapping[str, str | int] = finding.fill
    return Finding(FindingId(finding.id), finding.ok, tuple(fill.items()))
