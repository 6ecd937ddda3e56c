"""Page 1: what an officer reads in forty seconds. Long values are cut here and stand whole further down."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from holdfast.case.pack.blocks import Block, Bullets, Code, Facts, Heading, Line, Look, Table, Text, Title
from holdfast.case.pack.matter import Matter, TheirAccount, minute, platform_name, platform_named
from holdfast.case.values import Account, Demand, Kind, Payment, PictureAnswer

#: So many rows and characters fit on page 1.
ROWS = 6
CHARACTERS = 170


def page_one(matter: Matter, by_number: int) -> list[Block]:
    """The blocks of page 1. ``by_number``: characters that the report prints by number."""
    words = matter.words
    zone = matter.about.time_zone
    lead = (words("lead"), words("lead.made", made=minute(matter.made), zone=zone))
    blocks: list[Block] = [
        Title(words("title")),
        Text((words("stated"),), Look.STRONG),
        Text(lead),
        Heading(words("glance")),
        Facts(tuple(_facts(matter))),
        Heading(words("accounts.title"), 2),
        *_accounts(matter),
        Heading(words("preserve.title"), 2),
        *_preserve(matter),
        Heading(words("proof.title"), 2),
        Text(_proof(matter), Look.SMALL),
    ]
    if by_number:
        blocks.append(Text((words("by_number", count=by_number),), Look.SMALL))
    return blocks


def _facts(matter: Matter) -> Iterable[tuple[str, tuple[Line, ...]]]:
    words = matter.words
    yield words("risk"), (*(matter.choice.risk or (words("risk.none"),)), words("risk.ask"))
    yield words("child"), (words(f"child.{matter.about.age_in_picture.value}"),)
    yield (
        words("demand"),
        _some([_demand(matter, body) for _, body in matter.bodies(Demand)], matter, "demand.none"),
    )
    yield (
        words("paid"),
        _some([_payment(matter, body) for _, body in matter.bodies(Payment)], matter, "paid.none"),
    )
    accounts = [body for _, body in matter.bodies(Account)]
    wishes = [clip(body.wishes, matter) for body in accounts if body.wishes]
    yield words("wishes"), tuple(wishes) or (words("wishes.none"),)
    person = [", ".join(clip(part, matter) for part in (b.name, b.contact) if part) for b in accounts]
    yield words("person"), tuple(filter(None, person)) or (words("person.none"),)
    yield words("exhibits"), (_exhibits(matter),)
    yield words("enclosed"), tuple(_enclosed(matter))
    if matter.chosen.held_back:
        yield words("held"), (words("held.count", count=matter.chosen.held_back),)


def clip(text: str, matter: Matter, limit: int = CHARACTERS) -> str:
    """One line of at most ``limit`` characters, saying where it goes on."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit].rstrip() + " " + matter.words("more")


def _some(lines: list[str], matter: Matter, none: str) -> tuple[str, ...]:
    """The first three lines, and that there are more."""
    if not lines:
        return (matter.words(none),)
    return (*lines[:3], *((matter.words("more"),) if len(lines) > 3 else ()))


def _demand(matter: Matter, demand: Demand) -> str:
    words = matter.words
    said = (
        ("demand.wants", demand.wants),
        ("demand.sum", f"{demand.amount} {demand.currency}".strip()),
        ("demand.method", demand.method),
        ("demand.deadline", demand.deadline),
        ("demand.audience", demand.audience),
    )
    return "; ".join(f"{words(label)}: {clip(value, matter)}" for label, value in said if value)


def _payment(matter: Matter, payment: Payment) -> str:
    words = matter.words
    parts = [f"{payment.amount} {payment.currency}".strip()]
    parts += [words("paid.by", method=payment.method)] if payment.method else []
    parts += [words("paid.when", when=payment.when)] if payment.when else []
    parts += [words("paid.to", whom=", ".join(map(str, payment.paid_to)))] if payment.paid_to else []
    parts += [words("paid.reference", reference=payment.reference)] if payment.reference else []
    return clip(", ".join(filter(None, parts)), matter)


def _exhibits(matter: Matter) -> str:
    found = [exhibit.item.exhibit for exhibit in matter.chosen.exhibits]
    if not found:
        return matter.words("exhibits.none")
    if len(found) == 1:
        return matter.words("exhibits.one", first=found[0])
    return matter.words("exhibits.count", first=found[0], last=found[-1], count=len(found))


def _enclosed(matter: Matter) -> Iterable[str]:
    yield matter.words("enclosed.none")
    asked_about = [
        e.item for e in matter.chosen.exhibits if e.item.kind.is_picture or e.item.kind is Kind.PDF
    ]
    not_asked = sum(item.answer is PictureAnswer.NOT_ASKED for item in asked_about)
    if not_asked:
        yield matter.words("enclosed.not_asked", count=not_asked)


def _accounts(matter: Matter) -> Iterable[Block]:
    words = matter.words
    rows = matter.their_accounts()
    if rows:
        yield accounts_table(matter, rows[:ROWS])
        if len(rows) > ROWS:
            yield Text((words("accounts.more", count=len(rows) - ROWS),), Look.SMALL)
    else:
        yield Text((words("accounts.none"),))
    others = matter.other_traces()
    traces = [
        f"{words(f'identifier.{i.kind.value}')}: {_named(i.service)}{clip(i.value, matter, 60)}"
        for i in others
    ]
    if traces:
        cut = (words("more"),) if len(traces) > ROWS else ()
        yield Text((words("others.title") + ": " + "; ".join((*traces[:ROWS], *cut)) + ".",))
    if rows or others:
        yield Text((words("accounts.care"),), Look.SMALL)


def _named(service: str) -> str:
    return f"{platform_name(service)} " if service else ""


def accounts_table(matter: Matter, rows: Iterable[TheirAccount]) -> Table:
    """One row per account of the blackmailer."""
    words = matter.words
    head = tuple(words(f"accounts.{name}") for name in ("platform", "handle", "number", "link", "noted"))
    return Table(head, tuple(_row(row) for row in rows), (15, 21, 18, 31, 15))


def _row(row: TheirAccount) -> tuple[tuple[Line, ...], ...]:
    return ((platform_name(row.platform),), row.handles, row.numbers, row.links, (minute(row.noted),))


def _preserve(matter: Matter) -> Iterable[Block]:
    words = matter.words
    rows = matter.their_accounts()
    if not rows:
        yield Text((words("preserve.none"),))
        return
    lines = []
    for row in rows[:ROWS]:
        named = (("link", row.links), ("number", row.numbers), ("handle", row.handles))
        identifiers = "; ".join(words(f"preserve.{name}", value=v) for name, values in named for v in values)
        line = [words("preserve.line", platform=platform_name(row.platform) or "?", identifiers=identifiers)]
        lines.append(" ".join((*line, *_known(matter, row.platform))))
    yield Bullets(tuple(lines))
    yield Text((words("preserve.zone", zone=matter.about.time_zone),), Look.SMALL)


def _known(matter: Matter, platform_id: str) -> Iterable[str]:
    """How long this platform keeps data on request and its page for police, each only with a source."""
    known = platform_named(platform_id)
    if known is None:
        yield from (said for name, said in matter.choice.preserve if name == platform_id)
        return
    sources = known.sources_for("preservation_days")
    if known.preservation_days and sources:
        source = urlsplit(sources[0].url or "").hostname or sources[0].name or "?"
        days, seen = known.preservation_days, sources[0].seen.text
        yield matter.words("preserve.days", platform=known.name, days=days, source=source, seen=seen)
    if known.law_enforcement_url and known.sources_for("law_enforcement_url"):
        yield matter.words("preserve.page", url=known.law_enforcement_url)


def _proof(matter: Matter) -> tuple[Line, ...]:
    words = matter.words
    if not matter.choice.include_log:
        return (
            words("proof.left_out"),
            words("proof.not"),
            Code(words("proof.key", fingerprint=matter.fingerprint)),
        )
    said = f"{words('proof.does')} {words('proof.not')}"
    return (said, Code(words("proof.key", fingerprint=matter.fingerprint)))
