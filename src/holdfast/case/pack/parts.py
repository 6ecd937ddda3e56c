"""The parts of the report after page 1, in the order in which an officer needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from holdfast.case.pack.blocks import (
    Block,
    Bullets,
    Code,
    Contents,
    Facts,
    Heading,
    Line,
    Look,
    Table,
    Text,
    Thread,
)
from holdfast.case.pack.exhibits import Exhibit
from holdfast.case.pack.interface import Section
from holdfast.case.pack.matter import Matter, minute, platform_name, said
from holdfast.case.pack.page_one import accounts_table
from holdfast.case.pack.threads import Told
from holdfast.case.values import Account, Demand, Offender, Payment, Record, Report
from holdfast.identifiers import Identifier

STORY_CHARACTERS = 60_000
FIELD_CHARACTERS = 4_000
#: Of the things not kept from one export so many are named; all stand in the manifest.
NAMED_LEFT_OUT = 12
LOG_LINES = 250


def told_parts(matter: Matter) -> list[Block]:
    """What the person said: the account, demands, payments, the blackmailer, reports made."""
    words = matter.words
    blocks: list[Block] = [
        Contents(words("contents")),
        Heading(words("part.account")),
        *_account(matter),
    ]
    demands = list(matter.bodies(Demand))
    if demands:
        blocks.append(Heading(words("part.demands")))
        blocks += [
            block
            for number, (record, body) in enumerate(demands, 1)
            for block in _demand(matter, number, record, body)
        ]
    payments = list(matter.bodies(Payment))
    if payments:
        blocks.append(Heading(words("part.payments")))
        blocks += [
            block
            for number, (record, body) in enumerate(payments, 1)
            for block in payment_blocks(matter, number, record, body)
        ]
    offenders = list(matter.bodies(Offender))
    if offenders:
        blocks.append(Heading(words("part.offender")))
        rows = matter.their_accounts()
        blocks += [accounts_table(matter, rows)] if rows else []
        blocks += [
            block
            for number, (record, body) in enumerate(offenders, 1)
            for block in _offender(matter, number, record, body)
        ]
    return [*blocks, Heading(words("part.reports")), *_reports(matter)]


def _account(matter: Matter) -> Iterable[Block]:
    words = matter.words
    accounts = [body for _, body in matter.bodies(Account)]
    if not any(body.story for body in accounts):
        yield Text((words("part.account.none"),))
    for body in accounts:
        if body.story:
            yield Text((words("part.account.note"),), Look.SMALL)
            yield Text(tuple(_lines(body.story, STORY_CHARACTERS)))
        rows = [
            (words("person"), _both(body.name, body.contact)),
            (words("wishes"), tuple(_lines(body.wishes))),
        ]
        rows.append((words("part.account.own"), tuple(_identifier(matter, i) for i in body.own_accounts)))
        yield from _facts(rows)


def _both(*texts: str) -> tuple[Line, ...]:
    return tuple(line for text in texts for line in _lines(text) if text)


def _demand(matter: Matter, number: int, record: Record, body: Demand) -> Iterable[Block]:
    words = matter.words
    yield Heading(words("field.record", kind=words("record.demand"), number=number), 2)
    yield from _facts(
        [
            (words("demand.wants"), _both(body.wants)),
            (words("field.amount"), _both(f"{body.amount} {body.currency}".strip())),
            (words("demand.method"), _both(body.method)),
            (words("demand.deadline"), _both(body.deadline)),
            (words("demand.audience"), _both(body.audience)),
            (words("field.note"), _both(body.note)),
            (words("field.noted"), (minute(record.added),)),
        ]
    )
    if body.words:
        yield Text((words("part.demands.words"),), Look.SMALL)
        yield Text(tuple(_lines(body.words, STORY_CHARACTERS)), Look.QUOTE)


def payment_blocks(matter: Matter, number: int, record: Record, body: Payment) -> Iterable[Block]:
    """One payment: how much, how, when, to whom."""
    words = matter.words
    yield Heading(words("field.record", kind=words("record.payment"), number=number), 2)
    yield from _facts(
        [
            (words("field.amount"), _both(f"{body.amount} {body.currency}".strip())),
            (words("field.method"), _both(body.method)),
            (words("field.when"), _both(body.when)),
            (words("field.paid_to"), tuple(_identifier(matter, i) for i in body.paid_to)),
            (words("field.reference"), _both(body.reference)),
            (words("field.note"), _both(body.note)),
            (words("field.noted"), (minute(record.added),)),
        ]
    )


def _offender(matter: Matter, number: int, record: Record, body: Offender) -> Iterable[Block]:
    words = matter.words
    yield Heading(words("field.record", kind=words("record.offender"), number=number), 2)
    rows = [
        (words(f"identifier.{i.kind.value}"), (_identifier(matter, i, kind=False),)) for i in body.identifiers
    ]
    yield from _facts(
        [
            *rows,
            (words("field.platform"), _both(platform_name(body.platform))),
            (words("part.offender.says"), _both(body.says_about_self)),
            (words("field.note"), _both(body.note)),
            (words("field.noted"), (minute(record.added),)),
        ]
    )


def _reports(matter: Matter) -> Iterable[Block]:
    words = matter.words
    rows = [
        (_both(b.to), _both(b.when), _both(b.reference), _both(b.answer, b.note))
        for _, b in matter.bodies(Report)
        if said(b)
    ]
    if rows:
        head = tuple(words(f"part.reports.{name}") for name in ("to", "when", "reference", "answer"))
        yield Table(head, tuple(rows), (24, 18, 20, 38))
    else:
        yield Text((words("part.reports.none"),))


def _facts(rows: Iterable[tuple[str, tuple[Line, ...]]]) -> Iterable[Block]:
    """The rows that say something."""
    told = tuple((label, lines) for label, lines in rows if any(lines))
    if told:
        yield Facts(told)


def _identifier(matter: Matter, identifier: Identifier, *, kind: bool = True) -> str:
    service = platform_name(identifier.service)
    value = f"{service}: {identifier.value}" if service else identifier.value
    return f"{matter.words(f'identifier.{identifier.kind.value}')}, {value}" if kind else value


def _lines(text: str, limit: int = FIELD_CHARACTERS) -> list[str]:
    cut = text[:limit].splitlines()
    return [*cut, "…"] if len(text) > limit else cut


# --- exhibits and what they say --------------------------------------------------------------------------


def exhibit_part(matter: Matter) -> list[Block]:
    """The list of exhibits with size, state and hash."""
    words, exhibits = matter.words, matter.chosen.exhibits
    head = tuple(words(f"exhibit.{name}") for name in ("number", "item", "saved"))
    blocks: list[Block] = [Heading(words("part.exhibits"))]
    if exhibits:
        blocks.append(Text((words("part.exhibits.note"),), Look.SMALL))
        blocks.append(Table(head, tuple(_row(matter, exhibit) for exhibit in exhibits), (12, 70, 18)))
    else:
        blocks.append(Text((words("exhibits.none"),)))
    if matter.chosen.struck:
        struck = ", ".join(item.exhibit for item in matter.chosen.struck)
        blocks.append(Text((words("exhibit.struck", exhibits=struck),), Look.SMALL))
    return blocks


def title_of(matter: Matter, exhibit: Exhibit) -> str:
    """What the person called it, or that they did not."""
    return exhibit.item.title.strip() or exhibit.item.name.strip() or matter.words("exhibit.untitled")


def _row(matter: Matter, exhibit: Exhibit) -> tuple[tuple[Line, ...], ...]:
    words, item = matter.words, exhibit.item
    kind = words(f"kind.{item.kind.value}")
    platform = f", {platform_name(item.platform)}" if item.platform else ""
    lines: list[Line] = [
        title_of(matter, exhibit)[:300],
        words("exhibit.size", kind=kind, size=f"{item.size:,}") + platform,
        words(f"exhibit.{exhibit.state.value}", count=len(item.left_out)),
        Code(f"SHA-256 {item.sha256}"),
    ]
    if item.captured:
        lines.insert(1, words("exhibit.captured", captured=item.captured[:300]))
    if item.original_sha256:
        lines += [words("exhibit.original"), Code(item.original_sha256)]
    lines += [
        words("exhibit.left_out", name=part.name[:120], size=f"{part.size:,}")
        for part in item.left_out[:NAMED_LEFT_OUT]
    ]
    if len(item.left_out) > NAMED_LEFT_OUT:
        lines.append(words("exhibit.left_out.more", count=len(item.left_out) - NAMED_LEFT_OUT))
    lines += [f"{words('field.note')}: {line}" for line in _lines(item.note, 600)]
    return ((item.exhibit,), tuple(lines), (minute(item.added),))


def thread_part(matter: Matter, told: Mapping[str, Told]) -> list[Block]:
    """The words of chats, mails and texts; ``told`` by item id."""
    shown = [exhibit for exhibit in matter.chosen.exhibits if exhibit.item.item_id in told]
    if not shown:
        return []
    words = matter.words
    blocks: list[Block] = [Heading(words("part.threads"))]
    blocks.append(Text((words("part.threads.note"),), Look.SMALL))
    for exhibit in shown:
        thread = told[exhibit.item.item_id]
        blocks.append(Heading(f"{exhibit.item.exhibit} · {title_of(matter, exhibit)[:200]}", 2))
        blocks.append(Thread(thread.lines))
        if thread.cut:
            blocks.append(Text((words("continues", path=exhibit.path),), Look.STRONG))
    return blocks


def section_parts(sections: Iterable[Section]) -> list[Block]:
    """What the door added, e.g. the plan or a letter."""
    blocks: list[Block] = []
    for section in sections:
        blocks.append(Heading(section.title))
        for paragraph in section.paragraphs:
            if paragraph.startswith("- "):
                blocks.append(Bullets((paragraph[2:],)))
            else:
                blocks.append(Text(tuple(_lines(paragraph, STORY_CHARACTERS))))
    return blocks


def _times(matter: Matter) -> Iterable[Block]:
    """What authorities outside said, with how anyone checks it."""
    words = matter.words
    if not matter.stamps:
        return
    yield Heading(words("part.times"), 2)
    for path, stamp in matter.times:
        time = f"{stamp.time or stamp.asked:%Y-%m-%d %H:%M:%S}"
        told = words("times.line", line=stamp.line, time=time, authority=stamp.authority.address)
        yield Text((told, Code(words("times.check", head=stamp.head, path=path, root=path[:-4]))))
    missing = [stamp for stamp in matter.stamps if stamp.time is None]
    if missing:
        yield Text((words("times.none", count=len(missing)),), Look.SMALL)
    if matter.times:
        yield Text((words("times.note"),), Look.SMALL)


def log_part(matter: Matter) -> list[Block]:
    """The evidence log in short."""
    words, log = matter.words, matter.log
    if not (matter.choice.include_log and log):
        return [Heading(words("part.log")), Text((words("proof.left_out"),))]
    numbers = {exhibit.item.item_id: exhibit.item.exhibit for exhibit in matter.chosen.exhibits}
    rows = []
    for entry in log[:LOG_LINES]:
        what = words.get(f"action.{entry.action}", entry.action)
        what += f" ({numbers[entry.subject]})" if entry.subject in numbers else ""
        time = entry.utc[:19].replace("T", " ")
        rows.append(((str(entry.number),), (time,), (what,), (Code(entry.sha256[:16]),)))
    head = tuple(words(f"log.{name}") for name in ("number", "time", "what", "sha256"))
    summary = words("log.summary", count=len(log), first=log[0].utc[:19], last=log[-1].utc[:19])
    blocks: list[Block] = [
        Heading(words("part.log")),
        Text((words("part.log.note"), summary, words("log.head"), Code(matter.log_head))),
        Table(head, tuple(rows), (9, 24, 45, 22)),
        *_times(matter),
    ]
    if len(log) > LOG_LINES:
        blocks.append(Text((words("part.log.cut", count=LOG_LINES),), Look.SMALL))
    return blocks
