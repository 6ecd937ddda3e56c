"""The report of a pack for a platform or a bank: the accounts or the payments, and what is asked. No messages."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.case.pack.annex import check_part
from holdfast.case.pack.blocks import Block, Bullets, Facts, Heading, Line, Look, Text, Title
from holdfast.case.pack.matter import Matter, minute, platform_name
from holdfast.case.pack.page_one import accounts_table
from holdfast.case.pack.parts import payment_blocks
from holdfast.case.pack.readers import Reader
from holdfast.case.values import Account, Payment


def short_report(matter: Matter) -> list[Block]:
    """All blocks of the report for a reader who does not get the whole case."""
    words = matter.words
    zone = matter.about.time_zone
    blocks: list[Block] = [
        Title(words(f"title.{matter.choice.reader}")),
        Text((words("stated"),), Look.STRONG),
        Text((words("lead.made", made=minute(matter.made), zone=zone),)),
        Facts(tuple(_facts(matter))),
    ]
    blocks += _payments(matter) if matter.choice.reader is Reader.BANK else _accounts(matter)
    blocks += [Text((words("proof.key", fingerprint=matter.fingerprint),), Look.SMALL)]
    return blocks + check_part(words, matter.fingerprint)


def _facts(matter: Matter) -> Iterable[tuple[str, tuple[Line, ...]]]:
    words = matter.words
    yield words("threat"), (words("threat.kind"),)
    if matter.choice.reader is Reader.PLATFORM:
        yield words("child"), (words(f"child.{matter.about.age_in_picture.value}"),)
    people = [", ".join(filter(None, (body.name, body.contact))) for _, body in matter.bodies(Account)]
    told = tuple(person for person in people if person)
    yield words("person"), told or (words("person.none"),)
    yield words("enclosed"), (words("enclosed.nothing"),)


def _accounts(matter: Matter) -> list[Block]:
    words, rows = matter.words, matter.their_accounts()
    blocks: list[Block] = [Heading(words("accounts.title"))]
    if rows:
        blocks.append(accounts_table(matter, rows))
    traces = [
        f"{words(f'identifier.{one.kind.value}')}: {_said(one.service, one.value)}"
        for one in matter.other_traces()
    ]
    if traces:
        blocks += [Heading(words("others.title")), Bullets(tuple(traces))]
    blocks.append(Text((words("accounts.care"),), Look.SMALL))
    asked = tuple(words(f"ask.platform.{number}") for number in (1, 2, 3))
    return [*blocks, Heading(words("ask.title")), Bullets(asked)]


def _payments(matter: Matter) -> list[Block]:
    words = matter.words
    blocks: list[Block] = [Heading(words("part.payments"))]
    for number, (record, body) in enumerate(matter.bodies(Payment), 1):
        blocks += payment_blocks(matter, number, record, body)
    asked = tuple(words(f"ask.bank.{number}") for number in (1, 2, 3, 4))
    return [*blocks, Heading(words("ask.title")), Bullets(asked)]


def _said(service: str, value: str) -> str:
    return f"{platform_name(service)} {value}" if service else value
