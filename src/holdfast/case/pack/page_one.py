"""Page 1: what an officer reads in forty seconds. Long values are cut here and stand whole further down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from holdfast.case.pack.blocks import Block, Bullets, Code, Facts, Heading, Line, Look, Table, Text, Title
from holdfast.case.pack.matter import Matter, TheirAccount, minute, platform_name, platform_named
from holdfast.case.values import Account, Demand, Kind, Payment, PictureAnswer
from holdfast.identifiers import Identifier


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of each thing stands on page 1: rows, characters of a sentence, characters of one value."""

    rows: int
    sentence: int
    value: int


#: Tried in this order until page 1 is one page; the values themselves stand whole further down.
BUDGETS = (
    Budget(6, 170, 300),
    Budget(5, 140, 200),
    Budget(4, 110, 120),
    Budget(4, 90, 90),
    Budget(3, 80, 70),
    Budget(3, 60, 50),
    Budget(2, 50, 40),
    Budget(2, 40, 24),
)
#: Sentences about danger are short, come from the door and stand nowhere else: they are all told.
RISKS, RISK_CHARACTERS = 6, 120


def page_one(matter: Matter, by_number: int, fits: Callable[[list[Block]], bool]) -> list[Block]:
    """The blocks of page 1, in the largest budget that ``fits`` on one page.

    ``by_number``: characters that the report prints by number.
    """
    for budget in BUDGETS:
        blocks = _PageOne(matter, budget).blocks(by_number)
        if fits(blocks):
            break
    return blocks


def accounts_table(matter: Matter, rows: Iterable[TheirAccount], limit: int = 4_000) -> Table:
    """One row per account of the blackmailer; values of at most ``limit`` characters."""
    words = matter.words
    head = tuple(words(f"accounts.{name}") for name in ("platform", "handle", "number", "link", "noted"))
    return Table(head, tuple(_row(row, limit) for row in rows), WIDTHS)


WIDTHS = (13, 20, 18, 31, 18)


def _row(row: TheirAccount, limit: int) -> tuple[tuple[Line, ...], ...]:
    values = (tuple(_cut(v, limit) for v in found) for found in (row.handles, row.numbers, row.links))
    return ((_cut(platform_name(row.platform), 40),), *values, (minute(row.noted),))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rstrip() + "…"


class _PageOne:
    """Page 1 within one budget."""

    def __init__(self, matter: Matter, budget: Budget) -> None:
        self._matter, self._budget, self._words = matter, budget, matter.words

    def blocks(self, by_number: int) -> list[Block]:
        words, matter = self._words, self._matter
        zone = _cut(matter.about.time_zone, 40)
        said = Text((words("by_number", count=by_number),), Look.SMALL)
        return [
            Title(words("title")),
            Text((words("stated"),), Look.STRONG),
            Text((words("lead"), words("lead.made", made=minute(matter.made), zone=zone))),
            Heading(words("glance")),
            Facts(tuple(self._facts())),
            Heading(words("accounts.title"), 2),
            *self._accounts(),
            Heading(words("preserve.title"), 2),
            *self._preserve(zone),
            Heading(words("proof.title"), 2),
            Text(self._proof(), Look.SMALL),
            *([said] if by_number else []),
        ]

    def _clip(self, text: str, limit: int = 0) -> str:
        """One line, cut to the budget, saying that it goes on."""
        flat, limit = " ".join(text.split()), limit or self._budget.sentence
        return flat if len(flat) <= limit else flat[:limit].rstrip() + " " + self._words("more")

    def _some(self, lines: list[str], none: str) -> tuple[str, ...]:
        """The first lines, and that there are more."""
        most = max(1, self._budget.rows // 2)
        if not lines:
            return (self._words(none),)
        return (*lines[:most], *((self._words("more"),) if len(lines) > most else ()))

    def _facts(self) -> Iterable[tuple[str, tuple[Line, ...]]]:
        words, matter = self._words, self._matter
        said = (words.get(f"risk.said.{risk}", risk) for risk in matter.choice.risk[:RISKS])
        risks = [self._clip(sentence, RISK_CHARACTERS) for sentence in said]
        yield words("risk"), (*(risks or [words("risk.none")]), words("risk.ask"))
        yield words("child"), (words(f"child.{matter.about.age_in_picture.value}"),)
        yield (
            words("demand"),
            self._some([self._demand(body) for _, body in matter.bodies(Demand)], "demand.none"),
        )
        yield (
            words("paid"),
            self._some([self._payment(body) for _, body in matter.bodies(Payment)], "paid.none"),
        )
        accounts = [body for _, body in matter.bodies(Account)]
        wishes = [self._clip(body.wishes) for body in accounts if body.wishes]
        yield words("wishes"), self._some(wishes, "wishes.none")
        people = [", ".join(self._clip(part) for part in (b.name, b.contact) if part) for b in accounts]
        yield words("person"), self._some([person for person in people if person], "person.none")
        yield words("exhibits"), (self._exhibits(),)
        yield words("enclosed"), tuple(self._enclosed())
        if matter.chosen.held_back:
            yield words("held"), (words("held.count", count=matter.chosen.held_back),)

    def _demand(self, demand: Demand) -> str:
        words = self._words
        said = (
            ("demand.wants", demand.wants),
            ("demand.sum", f"{demand.amount} {demand.currency}".strip()),
            ("demand.method", demand.method),
            ("demand.deadline", demand.deadline),
            ("demand.audience", demand.audience),
        )
        return "; ".join(f"{words(label)}: {self._clip(value)}" for label, value in said if value)

    def _payment(self, payment: Payment) -> str:
        words = self._words
        parts = [f"{payment.amount} {payment.currency}".strip()]
        parts += [words("paid.by", method=payment.method)] if payment.method else []
        parts += [words("paid.when", when=payment.when)] if payment.when else []
        parts += [words("paid.to", whom=", ".join(map(str, payment.paid_to)))] if payment.paid_to else []
        parts += [words("paid.reference", reference=payment.reference)] if payment.reference else []
        return self._clip(", ".join(filter(None, parts)))

    def _exhibits(self) -> str:
        found = [exhibit.item.exhibit for exhibit in self._matter.chosen.exhibits]
        if not found:
            return self._words("exhibits.none")
        if len(found) == 1:
            return self._words("exhibits.one", first=found[0])
        return self._words("exhibits.count", first=found[0], last=found[-1], count=len(found))

    def _enclosed(self) -> Iterable[str]:
        yield self._words("enclosed.none")
        items = [exhibit.item for exhibit in self._matter.chosen.exhibits]
        shown = [item for item in items if item.kind.is_picture or item.kind in (Kind.PDF, Kind.FILM)]
        not_asked = sum(item.answer is PictureAnswer.NOT_ASKED for item in shown)
        if not_asked:
            yield self._words("enclosed.not_asked", count=not_asked)

    def _accounts(self) -> Iterable[Block]:
        words, most = self._words, self._budget.rows
        rows, others = self._matter.their_accounts(), self._matter.other_traces()
        if rows:
            yield accounts_table(self._matter, rows[:most], self._budget.value)
        else:
            yield Text((words("accounts.none"),))
        if len(rows) > most:
            yield Text((words("accounts.more", count=len(rows) - most),), Look.SMALL)
        if others:
            traces = [self._trace(identifier) for identifier in others[:most]]
            traces += [words("more")] if len(others) > most else []
            yield Text((words("others.title") + ": " + "; ".join(traces) + ".",))
        if rows or others:
            yield Text((words("accounts.care"),), Look.SMALL)

    def _trace(self, identifier: Identifier) -> str:
        service = f"{_cut(platform_name(identifier.service), 40)} " if identifier.service else ""
        kind = self._words(f"identifier.{identifier.kind.value}")
        return f"{kind}: {service}{self._clip(identifier.value, min(60, self._budget.value))}"

    def _preserve(self, zone: str) -> Iterable[Block]:
        words, rows = self._words, self._matter.their_accounts()
        if not rows:
            yield Text((words("preserve.none"),))
            return
        lines = []
        for row in rows[: self._budget.rows]:
            named = (("link", row.links), ("number", row.numbers), ("handle", row.handles))
            values = [(name, _cut(v, self._budget.value)) for name, found in named for v in found]
            identifiers = "; ".join(words(f"preserve.{name}", value=value) for name, value in values)
            platform = _cut(platform_name(row.platform), 40) or "?"
            line = words("preserve.line", platform=platform, identifiers=identifiers)
            lines.append(" ".join((line, *self._known(row.platform))))
        yield Bullets(tuple(lines))
        yield Text((words("preserve.zone", zone=zone),), Look.SMALL)

    def _known(self, platform_id: str) -> Iterable[str]:
        """How long this platform keeps data on request and its page for police, each only with a source."""
        known = platform_named(platform_id)
        if known is None:
            return
        sources = known.sources_for("preservation_days")
        if known.preservation_days and sources:
            source = urlsplit(sources[0].url or "").hostname or sources[0].name or "?"
            days, text = known.preservation_days, sources[0].seen.text
            seen = self._words.get(f"preserve.seen.{text}", text)
            yield self._words("preserve.days", platform=known.name, days=days, source=source, seen=seen)
        if known.law_enforcement_url and known.sources_for("law_enforcement_url"):
            yield self._words("preserve.page", url=known.law_enforcement_url)

    def _proof(self) -> tuple[Line, ...]:
        words, key = self._words, Code(self._words("proof.key", fingerprint=self._matter.fingerprint))
        if not self._matter.choice.include_log:
            return (words("proof.left_out"), f"{words('proof.not')} {words('proof.no_time')}", key)
        times = self._matter.times
        outside = words("proof.no_time")
        if times:
            first = times[0][1]
            outside = words(
                "proof.time", line=first.line, time=minute(first.time or first.asked), count=len(times)
            )
        return (f"{words('proof.does')} {words('proof.not')} {outside}", key)
