"""A find before anybody knows whose it is."""

from __future__ import annotations

from holdfast.check.values import FoundIdentifier, Role
from holdfast.identifiers import IdentifierKind


def hit(
    kind: IdentifierKind,
    value: str,
    place: tuple[int, int],
    *,
    service: str = "",
    valid: bool | None = None,
    repaired: bool = False,
) -> FoundIdentifier:
    """``place`` is start and end in code points of the text that was searched."""
    return FoundIdentifier(kind.value, value, service, valid, Role.UNKNOWN, *place, repaired)
