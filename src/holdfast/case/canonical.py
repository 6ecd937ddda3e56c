"""Canonical JSON (RFC 8785): one value has exactly one spelling in bytes, so that it can be hashed and signed."""

from __future__ import annotations

import json

from holdfast.errors import NotUnderstood

#: RFC 8785 numbers are IEEE 754 doubles; whole numbers beyond this are not exact in one (section 3.2.2.3).
LARGEST = 2**53 - 1


class NotCanonical(NotUnderstood):
    """A value that has no single spelling: a float, a huge number, a broken character, another type."""


def canonical(value: object) -> bytes:
    """The RFC 8785 bytes of ``value``: str, int, bool, None, list or tuple, dict with str keys.

    Raises :class:`NotCanonical` on floats, whole numbers beyond 2**53 - 1, lone surrogates and other types.
    """
    try:
        return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError as broken:
        raise NotCanonical("a lone surrogate") from broken


def _ordered(value: object) -> object:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int) and -LARGEST <= value <= LARGEST:
        return int(value)
    if isinstance(value, list | tuple):
        return [_ordered(part) for part in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
    raise NotCanonical(f"no canonical form for {type(value).__name__}")


def _utf16(key: str) -> bytes:
    """RFC 8785 section 3.2.3 sorts names by their UTF-16 code units."""
    return key.encode("utf-16-be")
