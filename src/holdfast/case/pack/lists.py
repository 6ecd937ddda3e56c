"""Lists for machines and forms: accounts and payments as CSV, a MISP event, requests to keep data.

Only what the person confirmed as the blackmailer's stands in them.
"""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterable, Iterator

from holdfast.case.pack.matter import Matter, TheirAccount, minute, platform_name, platform_named
from holdfast.case.values import Payment
from holdfast.identifiers import Identifier, IdentifierKind

#: Whoever gets the lists may hand them on to those who need them (FIRST, Traffic Light Protocol 2.0).
TLP = "TLP:AMBER"
#: Ids of things in a MISP event are made from the case id and the value: the same pack, the same ids.
_SPACE = uuid.UUID("6a6d2f0e-5f0a-5d51-9a53-1f0d7a4a7c10")
#: Templates of objects that MISP instances know (github.com/MISP/misp-objects): name, uuid, version.
_USER_ACCOUNT = ("user-account", "49606b06-22f0-4ac8-8eee-2f12ad46f3d3", "6")
_INSTAGRAM = ("instagram-account", "656ced16-23f3-4322-925d-c9c961684999", "1")
_COIN = ("coin-address", "d0e6997e-78da-4815-a6a1-cfc1c1cb8a46", "7")
_PHONE = ("phone", "d7e4fbdd-b551-4862-bddb-a0b470a38509", "5")
_TYPES = {
    IdentifierKind.EMAIL: ("email", "Network activity"),
    IdentifierKind.LINK: ("url", "Network activity"),
    IdentifierKind.BANK: ("iban", "Financial fraud"),
}


def accounts_csv(matter: Matter) -> bytes:
    """One row for each account of the blackmailer, then one for each other trace."""
    minor = {"adult": "no", "under_18": "yes"}.get(matter.about.age_in_picture.value, "unknown")
    head = (
        "kind", "platform", "numeric_id", "user_name", "link", "value", "noted_utc", "role", "minor_in_picture",
        "threat", "tlp", "case",
    )  # fmt: skip
    fixed = (
        "blackmailer, as the person says; may be another victim's account",
        minor,
        "sextortion",
        TLP,
        matter.short_id,
    )
    rows: list[tuple[str, ...]] = []
    for row in matter.their_accounts():
        values = ("; ".join(found) for found in (row.numbers, row.handles, row.links))
        rows.append(("account", row.platform, *values, "", minute(row.noted), *fixed))
    for one in matter.other_traces():
        rows.append((one.kind.value, one.service, "", "", "", one.value, "", *fixed))
    return _csv(head, rows)


def payments_csv(matter: Matter) -> bytes:
    """One row for each payment the person recorded."""
    rows = [
        (
            body.amount,
            body.currency,
            body.method,
            body.when,
            "; ".join(map(str, body.paid_to)),
            body.reference,
        )
        for _, body in matter.bodies(Payment)
    ]
    return _csv(("amount", "currency", "method", "when", "paid_to", "reference"), rows)


def _csv(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """RFC 4180 with a byte order mark, which spreadsheet programs need to see UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_no_formula(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _no_formula(value: str) -> str:
    """A value that a spreadsheet would run gets an apostrophe before it; a phone number keeps its plus sign."""
    plain = value[:1] not in ("=", "+", "-", "@", "\t", "\r") or (value[:1] == "+" and value[1:].isdigit())
    return value if plain else "'" + value


def requests_text(matter: Matter) -> str:
    """A request to keep data for each account, to paste into a platform's form for police."""
    words, parts = matter.words, []
    for row in matter.their_accounts():
        named = (("link", row.links), ("number", row.numbers), ("handle", row.handles))
        values = [words(f"preserve.{name}", value=value) for name, found in named for value in found]
        known = platform_named(row.platform)
        lines = [
            words("request.to", platform=platform_name(row.platform) or "?"),
            words("request.ask"),
            *values,
            words("request.noted", noted=minute(row.noted), zone=matter.about.time_zone),
            words("request.why"),
        ]
        if known and known.law_enforcement_url and known.sources_for("law_enforcement_url"):
            lines.append(words("preserve.page", url=known.law_enforcement_url))
        parts.append("\n".join(lines))
    return "\n\n---\n\n".join(parts) + "\n"


def misp_event(matter: Matter) -> bytes:
    """A MISP event (core format): an object for each account, coin address and phone, an attribute for the rest.

    Nothing is marked for automatic blocking (``to_ids``): an account may be another victim's.
    """
    event = {
        "uuid": _id(matter, "event"),
        "info": "Sextortion: identifiers as a person gave them, not checked",
        "date": f"{matter.made:%Y-%m-%d}",
        "threat_level_id": "3",
        "analysis": "0",
        "distribution": "0",
        "timestamp": str(int(matter.made.timestamp())),
        "published": False,
        "Tag": [{"name": "tlp:amber"}, {"name": 'circl:incident-classification="sextortion"'}],
        "Attribute": list(_attributes(matter)),
        "Object": list(_objects(matter)),
    }
    return json.dumps({"Event": event}, ensure_ascii=False, indent=1, sort_keys=True).encode(
        "utf-8", "replace"
    )


def _objects(matter: Matter) -> Iterator[dict[str, object]]:
    for row in matter.their_accounts():
        yield _object(matter, *_account(row))
    for one in matter.other_traces():
        if one.kind is IdentifierKind.COIN_ADDRESS:
            yield _object(matter, _COIN, (("address-crypto", "text", one.value),))
        elif one.kind is IdentifierKind.PHONE:
            yield _object(matter, _PHONE, (("msisdn", "text", one.normal),))


def _account(row: TheirAccount) -> tuple[tuple[str, str, str], tuple[tuple[str, str, str], ...]]:
    instagram = row.platform == "instagram"
    name, number = ("account-name", "account-id") if instagram else ("username", "user-id")
    found = [(name, "text", value) for value in row.handles] + [
        (number, "text", value) for value in row.numbers
    ]
    found += [("link", "link", value) for value in row.links]
    if not instagram:
        found.append(("account-type", "text", row.platform or "unknown"))
    return (_INSTAGRAM if instagram else _USER_ACCOUNT), tuple(found)


def _object(
    matter: Matter, template: tuple[str, str, str], found: Iterable[tuple[str, str, str]]
) -> dict[str, object]:
    name, template_uuid, version = template
    values = tuple(found)
    attributes = [
        {
            "uuid": _id(matter, name, relation, value),
            "object_relation": relation,
            "type": type_,
            "category": "Other" if type_ == "text" else "External analysis",
            "value": value,
            "to_ids": False,
            "disable_correlation": False,
        }
        for relation, type_, value in values
    ]
    return {
        "uuid": _id(matter, name, *(value for _, _, value in values)),
        "name": name,
        "meta-category": "financial" if template is _COIN else "misc",
        "template_uuid": template_uuid,
        "template_version": version,
        "comment": "may be another victim's account",
        "Attribute": attributes,
    }


def _attributes(matter: Matter) -> Iterator[dict[str, object]]:
    in_objects = (IdentifierKind.COIN_ADDRESS, IdentifierKind.PHONE)
    for one in matter.other_traces():
        if one.kind not in in_objects:
            type_, category = _TYPES.get(one.kind, ("text", "Other"))
            yield {
                "uuid": _id(matter, one.kind.value, one.service, one.normal),
                "type": type_,
                "category": category,
                "value": one.normal if one.kind in _TYPES else one.value,
                "comment": _comment(one),
                "to_ids": False,
            }


def _comment(one: Identifier) -> str:
    return " ".join(filter(None, (one.kind.value.replace("_", " "), one.service)))


def _id(matter: Matter, *parts: str) -> str:
    return str(uuid.uuid5(_SPACE, "\0".join((matter.case_id, *parts))))
