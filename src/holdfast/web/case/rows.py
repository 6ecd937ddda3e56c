"""Identifier rows of a form: several at once, one more at a press, without a script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.content.facts import platforms
from holdfast.errors import HoldfastError
from holdfast.identifiers import NEEDS_SERVICE, Identifier, IdentifierKind

KINDS = (
    (IdentifierKind.HANDLE, _("User name")),
    (IdentifierKind.LINK, _("Link")),
    (IdentifierKind.PHONE, _("Phone number")),
    (IdentifierKind.EMAIL, _("E-mail address")),
    (IdentifierKind.NAME, _("Name")),
    (IdentifierKind.NUMERIC_ID, _("Account number")),
    (IdentifierKind.PAYMENT, _("Payment name")),
    (IdentifierKind.BANK, _("Bank account")),
    (IdentifierKind.COIN_ADDRESS, _("Coin address")),
    (IdentifierKind.GIFT_CARD, _("Gift card number")),
    (IdentifierKind.OTHER, _("Something else")),
)
#: Services money is sent through; apps come from the platform facts.
PAY_SERVICES = (
    ("paypal", "PayPal"), ("cashapp", "Cash App"), ("venmo", "Venmo"), ("zelle", "Zelle"), ("revolut", "Revolut"),
    ("wise", "Wise"), ("western_union", "Western Union"), ("moneygram", "MoneyGram"), ("skrill", "Skrill"),
    ("paysafecard", "paysafecard"), ("apple", "Apple"), ("google_play", "Google Play"), ("steam", "Steam"),
    ("amazon", "Amazon"), ("mpesa", "M-Pesa"), ("orange_money", "Orange Money"), ("gcash", "GCash"), ("upi", "UPI"),
)  # fmt: skip
MOST_ROWS = 40
#: What the first rows of an empty form ask for.
FIRST = (IdentifierKind.HANDLE, IdentifierKind.LINK)


@dataclass(frozen=True, slots=True)
class IdentifierRow:
    """One row as it stands in the form. ``error`` is in words, or ""."""

    number: int
    kind: str
    service: str
    value: str
    error: str = ""


def services() -> tuple[tuple[str, str], ...]:
    """(id, name) of every app and payment service, apps first."""
    apps = tuple((p.platform_id, p.name) for p in platforms().all)
    known = {service for service, _name in apps}
    return apps + tuple(pair for pair in PAY_SERVICES if pair[0] not in known)


def shown(identifiers: Iterable[Identifier], *, empty: bool = True) -> tuple[IdentifierRow, ...]:
    """The rows of saved identifiers, and empty ones to fill in."""
    saved = [(i.kind.value, i.service, i.value) for i in identifiers]
    fresh = [(kind.value, "", "") for kind in FIRST] if empty and not saved else []
    more = [(IdentifierKind.HANDLE.value, "", "")] if empty and saved else []
    return tuple(IdentifierRow(n, *row) for n, row in enumerate(saved + fresh + more, 1))


def read(post: QueryDict) -> tuple[tuple[IdentifierRow, ...], tuple[Identifier, ...]]:
    """The rows as sent, with their errors, and the identifiers of the good ones. Empty rows count for nothing."""
    kinds, where, values = (
        post.getlist(name)[:MOST_ROWS] for name in ("row_kind", "row_service", "row_value")
    )
    rows, good = [], []
    for number, (kind, service, value) in enumerate(zip(kinds, where, values, strict=False), 1):
        row, identifier = _one(number, kind, service[:60], value.strip()[:500])
        rows.append(row)
        if identifier is not None:
            good.append(identifier)
    return tuple(rows), tuple(good)


def _one(number: int, kind: str, service: str, value: str) -> tuple[IdentifierRow, Identifier | None]:
    if not value:
        return IdentifierRow(number, kind, service, value), None
    try:
        made = IdentifierKind(kind)
        keeps_service = service if made in NEEDS_SERVICE or service in dict(services()) else ""
        return IdentifierRow(number, kind, service, value), Identifier(made, value, keeps_service)
    except HoldfastError as error:
        said = gettext(error.for_person).format(**error.words)
        return IdentifierRow(number, kind, service, value, said), None
    except ValueError:
        said = gettext("Choose what it is from the list.")
        return IdentifierRow(number, "other", service, value, said), None


def one_more(rows: tuple[IdentifierRow, ...]) -> tuple[IdentifierRow, ...]:
    """The rows and an empty one."""
    return (*rows, IdentifierRow(len(rows) + 1, IdentifierKind.HANDLE.value, "", ""))[:MOST_ROWS]
