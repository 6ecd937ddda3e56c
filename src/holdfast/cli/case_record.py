"""``holdfast case record KIND``: what was typed about the blackmailer, demands, payments, reports, the story."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, NamedTuple

from holdfast.cli.asking import ask
from holdfast.cli.case_add import MOST_TYPED, STDIN
from holdfast.cli.case_json import record_json
from holdfast.cli.command import Leaf, Parser, plain
from holdfast.cli.crisis import crisis_first
from holdfast.cli.door import Door
from holdfast.cli.identifier_options import IDENTIFIERS, add_identifiers, identifiers_of, own_account
from holdfast.cli.opening import the_case
from holdfast.cli.printing import Page, say_json, sizes
from holdfast.cli.words import _
from holdfast.errors import NotUnderstood, TooLarge

if TYPE_CHECKING:
    from holdfast.case.values import Body
    from holdfast.identifiers import Identifier


class NothingSaid(NotUnderstood):
    for_person = "There is nothing to write down yet. Give at least one option, or run it in a terminal."


class AnotherKind(NotUnderstood):
    for_person = "This record is of another kind. Check its id with: holdfast case list"


class Field(NamedTuple):
    """One typed field of a record: its name in ``holdfast.case.values`` and what it is for."""

    name: str
    help: str


class Shape(NamedTuple):
    """One kind of record. ``identifiers``: the field that identifiers go to; ``own``: they are the person's."""

    kind: str
    about: str
    fields: tuple[Field, ...]
    identifiers: str = ""
    own: bool = False
    example: str = ""


NOTE = Field("note", _("anything to add"))
SHAPES = (
    Shape(
        "offender",
        _("Write down who is behind it. Only what is theirs: names, accounts, numbers they use."),
        (
            Field("platform", _("where they wrote, e.g. instagram")),
            Field("says_about_self", _("what they say about themselves")),
            NOTE,
        ),
        identifiers="identifiers",
        example="--handle instagram:not.a.friend --phone '+44 7700 900123'",
    ),
    Shape(
        "demand",
        _("Write down what they want, by when, and what they threaten."),
        (
            Field("wants", _("what they want, e.g. money")),
            Field("amount", _("how much")),
            Field("currency", _("e.g. GBP")),
            Field("method", _("how you should pay")),
            Field("deadline", _("by when, as they said it")),
            Field("audience", _("to whom they say they will send it")),
            Field("words", _("their own words")),
            NOTE,
        ),
        example="--wants money --amount 400 --currency GBP --deadline 'tonight at 10'",
    ),
    Shape(
        "payment",
        _("Write down money or goods that were sent, and to whom."),
        (
            Field("amount", _("how much")),
            Field("currency", _("e.g. GBP")),
            Field("method", _("e.g. gift card, bank, crypto")),
            Field("when", _("day and time, as you know it")),
            Field("reference", _("number on the receipt or statement")),
            NOTE,
        ),
        identifiers="paid_to",
        example="--amount 400 --currency GBP --method 'gift card' --when 2026-11-21 --gift-card 6006491234567890",
    ),
    Shape(
        "report",
        _("Write down a report you made: to whom, when, and the number they gave."),
        (
            Field("to", _("e.g. police, Instagram")),
            Field("when", _("day and time")),
            Field("reference", _("the number they gave")),
            Field("answer", _("what they said")),
            NOTE,
        ),
        example="--to police --when 2026-11-22 --reference CR/123/26",
    ),
    Shape(
        "account",
        _("Tell what happened, once. It fills the report to the police."),
        (
            Field("story", _("what happened, in your own words")),
            Field("wishes", _("what you wish for now")),
            Field("name", _("your name, if you want")),
            Field("contact", _("how the police may reach you")),
        ),
        identifiers="own_accounts",
        own=True,
        example="--story - < what-happened.txt",
    ),
)


def record(shape: Shape, args: argparse.Namespace, door: Door) -> int:
    """Writes one record, or a new version of one (``--id``)."""
    texts, identifiers = _texts(shape, args, door), _identifiers(shape, args)
    if not texts and not identifiers:
        if args.json or not door.person_is_here:
            raise NothingSaid(shape.kind)
        texts, identifiers = _ask_all(shape, door)
    case = the_case(args, door)
    before: Body | None = None
    if args.id:
        old = case.record(args.id)
        if old.kind.value != shape.kind:
            raise AnotherKind("--id")
        before = old.body
    made = case.put(_body(shape, before, texts, identifiers), args.id)
    crisis_first(texts.values(), case, door)
    if args.json:
        say_json(door, record_json(made))
    else:
        Page(door).say(_("Written down. Its id is {id}.").format(id=made.record_id))
    return 0


def _body(
    shape: Shape, before: Body | None, texts: dict[str, str], identifiers: tuple[Identifier, ...]
) -> Body:
    """A new value; what was there stays where nothing new was said, and identifiers are added to it."""
    from holdfast.case import values

    body: Body = before or getattr(values, shape.kind.capitalize())()
    changes: dict[str, object] = dict(texts)
    if shape.identifiers:
        old: tuple[Identifier, ...] = getattr(body, shape.identifiers)
        changes[shape.identifiers] = tuple(dict.fromkeys(old + identifiers))
    assert changes.keys() <= {field.name for field in fields(body)}
    return replace(body, **changes)  # type: ignore[arg-type]


def _texts(shape: Shape, args: argparse.Namespace, door: Door) -> dict[str, str]:
    """The fields that were given; ``-`` reads one of them from stdin."""
    found = {field.name: getattr(args, field.name) for field in shape.fields}
    return {
        name: _from_stdin(door) if text == STDIN else str(text)
        for name, text in found.items()
        if text is not None
    }


def _from_stdin(door: Door) -> str:
    text = door.stdin.read(MOST_TYPED + 1)
    if len(text) > MOST_TYPED:
        raise TooLarge("stdin", limit=sizes(MOST_TYPED))
    return text.strip()


def _identifiers(shape: Shape, args: argparse.Namespace) -> tuple[Identifier, ...]:
    if shape.own:
        return tuple(own_account(typed) for typed in args.own_account or ())
    if not shape.identifiers:
        return ()
    return identifiers_of(args, getattr(args, "platform", None) or "")


def _ask_all(shape: Shape, door: Door) -> tuple[dict[str, str], tuple[Identifier, ...]]:
    """Every field in turn, at the terminal; Enter leaves one out."""
    door.stderr.write(_("Press Enter to leave a question out.") + "\n")
    found: list[Identifier] = []
    if shape.identifiers and not shape.own:
        for option in IDENTIFIERS:
            typed = ask(door, f"{option.help}:")
            found += [option.read(typed, "")] if typed else []
    answers = {field.name: ask(door, f"{field.help}:") for field in shape.fields}
    texts = {name: text for name, text in answers.items() if text}
    if not texts and not found:
        raise NothingSaid(shape.kind)
    return texts, tuple(found)


def _options(shape: Shape) -> Callable[[Parser], None]:
    def options(parser: Parser) -> None:
        for field in shape.fields:
            name = "--" + field.name.replace("_", "-")
            parser.add_argument(name, dest=field.name, type=plain, metavar="TEXT", help=field.help)
        if shape.own:
            parser.add_argument(
                "--own-account",
                action="append",
                type=plain,
                metavar="APP:NAME",
                help=_("an account of yours that they used or know"),
            )
        elif shape.identifiers:
            add_identifiers(parser)
        parser.add_argument("--id", type=plain, metavar="RECORD", help=_("change this record instead"))

    return options


def _doing(shape: Shape) -> Callable[[argparse.Namespace, Door], int]:
    return lambda args, door: record(shape, args, door)


LEAVES = tuple(
    Leaf(
        f"case record {shape.kind}",
        shape.about + " " + _("A text of - is read from stdin. Without options, you are asked."),
        (f"holdfast case record {shape.kind} {shape.example}",),
        _options(shape),
        _doing(shape),
        opens_case=True,
    )
    for shape in SHAPES
)
