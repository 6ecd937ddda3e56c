"""One command: its options, what it does, how its help reads. Options are parsed with argparse (decision 0004)."""

from __future__ import annotations

import argparse
import importlib
import textwrap
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, NoReturn

from holdfast.cli.door import Door
from holdfast.cli.words import _
from holdfast.errors import NotUnderstood


class WrongUse(NotUnderstood):
    """An option that does not exist, or a value it cannot take."""

    for_person = "This was not understood: {problem}. For help type: {command} --help"


class Command(NamedTuple):
    """A line of the registry. ``module`` is imported only when the command is used."""

    name: str
    module: str
    line: str


class Leaf(NamedTuple):
    """What a command's module says about it. ``examples`` are whole lines that work as they stand.

    ``opens_case``: the command needs a case code. ``raw``: the options are another program's.
    """

    name: str
    about: str
    examples: tuple[str, ...]
    options: Callable[[Parser], None]
    do: Callable[[argparse.Namespace, Door], int]
    opens_case: bool = False
    raw: bool = False


class Parser(argparse.ArgumentParser):
    """argparse that speaks through the door and raises in two voices."""

    door: Door

    def error(self, message: str) -> NoReturn:
        raise WrongUse("options", problem=message, command=self.prog)

    def _print_message(self, message: str, file: object = None) -> None:  # noqa: ARG002 (argparse's own streams)
        self.door.stdout.write(message)


def leaf_of(command: Command) -> Leaf:
    """Imports the command's module and finds it there."""
    leaves: tuple[Leaf, ...] = importlib.import_module(command.module).LEAVES
    return next(leaf for leaf in leaves if leaf.name == command.name)


def parser_of(leaf: Leaf, door: Door) -> Parser:
    """The whole parser of one command, with the options that every command has."""
    prog = f"holdfast {leaf.name}"
    lines = "\n".join(f"  {line}" for line in leaf.examples)
    parser = Parser(
        prog=prog,
        description=textwrap.fill(leaf.about, door.width - 2),
        epilog=_("Examples:") + "\n" + lines,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    parser.door = door
    leaf.options(parser)
    shared = parser.add_argument_group(_("for every command"))
    if leaf.opens_case:
        shared.add_argument(
            "--code-fd",
            type=int,
            metavar="N",
            help=_("read the case code from this open file descriptor (else HOLDFAST_CODE, else a prompt)"),
        )
    shared.add_argument("--json", action="store_true", help=_("print JSON for machines (docs/cli.md)"))
    shared.add_argument("-h", "--help", action="help", help=_("show this and stop"))
    return parser


def run(command: Command, argv: Sequence[str], door: Door) -> int:
    """Runs one command. Returns the exit code; raises HoldfastError."""
    leaf = leaf_of(command)
    if leaf.raw:
        return leaf.do(argparse.Namespace(rest=list(argv)), door)
    try:
        args = parser_of(leaf, door).parse_args(list(argv))
    except SystemExit as help_was_shown:
        return int(help_was_shown.code or 0)
    return leaf.do(args, door)


def plain(text: str) -> str:
    """An option's text. Bytes that are no characters are refused here, where the person can still see them."""
    try:
        text.encode()
    except UnicodeEncodeError as broken:
        raise argparse.ArgumentTypeError(_("some bytes are no letters")) from broken
    return text


def option_texts(parser: argparse.ArgumentParser) -> tuple[str, ...]:
    """Every option and argument of a parser as a person types it; for the test of docs/cli.md."""
    found: list[str] = []
    for action in parser._actions:
        inner: Any = action.choices
        if isinstance(action, argparse._SubParsersAction):
            for name, child in inner.items():
                found += [name, *option_texts(child)]
        else:
            found += [option for option in action.option_strings if option.startswith("--")]
    return tuple(dict.fromkeys(found))
