"""Asking a person at the terminal. Questions go to stderr, so that stdout stays the answer to the command."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from holdfast.cli.door import Door
from holdfast.cli.printing import safe
from holdfast.cli.words import _
from holdfast.errors import CaseError, NotUnderstood


class CodeNeeded(CaseError):
    """No case code came in by any of its three ways."""

    for_person = (
        "This needs your case code. Run it in a terminal, or set HOLDFAST_CODE, or use --code-fd. "
        "Never type the code as a part of the command."
    )
    exit_code = 2


class NotAnswered(NotUnderstood):
    """The terminal was closed, or nobody is there to ask."""

    for_person = "This question needs an answer: {question} Nothing was changed."


class NotTheSame(NotUnderstood):
    for_person = "The two passphrases differ. Nothing was made. Please try again."


class PassphraseTooShort(NotUnderstood):
    for_person = "This passphrase is too short. Use {least} letters or more, for example five words."


#: Shorter ones are guessed from a stolen pack: NIST SP 800-63B asks for 8 where a server counts the tries;
#: nobody counts them here.
SHORTEST_PASSPHRASE = 12
#: No code or passphrase is longer than this many bytes.
LONGEST_SECRET = 4096


def ask(door: Door, question: str) -> str:
    """One line, without spaces around it. Raises :class:`NotAnswered` where nobody answers."""
    if not door.person_is_here:
        raise NotAnswered("no terminal", question=question)
    door.stderr.write(safe(question) + " ")
    door.stderr.flush()
    line = door.stdin.readline()
    if not line:
        raise NotAnswered("end of input", question=question)
    return line.strip()


def yes_or_no(door: Door, question: str) -> bool:
    """Asks until the answer is one of the two."""
    while True:
        answer = ask(door, f"{question} [{_('yes')}/{_('no')}]").casefold()
        if answer and _("yes").startswith(answer):
            return True
        if answer and _("no").startswith(answer):
            return False


def choose(door: Door, question: str, choices: Sequence[tuple[str, str]]) -> str:
    """One of ``(value, words)``, picked by its number."""
    rows = "".join(f"\n  {number}  {words}" for number, (_value, words) in enumerate(choices, 1))
    while True:
        answer = ask(door, f"{question}{rows}\n{_('Number:')}")
        if answer.isdecimal() and 1 <= int(answer) <= len(choices):
            return choices[int(answer) - 1][0]


def case_code(args: argparse.Namespace, door: Door) -> str:
    """The typed case code: ``--code-fd``, then HOLDFAST_CODE, then a prompt. Raises :class:`CodeNeeded`."""
    if args.code_fd is not None:
        return _from_descriptor(args.code_fd)
    if typed := door.environ.get("HOLDFAST_CODE"):
        return typed
    try:
        return door.read_secret(_("Case code (what you type is not shown): "))
    except EOFError as nobody:
        raise CodeNeeded("no descriptor, no variable, no terminal") from nobody


def _from_descriptor(descriptor: int) -> str:
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            line = stream.readline(LONGEST_SECRET)
    except OSError as closed:
        raise CodeNeeded(f"descriptor {descriptor}: {closed.strerror}") from closed
    if not line.strip():
        raise CodeNeeded(f"descriptor {descriptor} is empty")
    return line.decode("utf-8", "replace").strip()


def new_passphrase(door: Door) -> str:
    """HOLDFAST_PASSPHRASE, or typed twice. Raises when it is short or the two differ."""
    typed = door.environ.get("HOLDFAST_PASSPHRASE") or _prompted(door, _("Passphrase for the pack: "))
    if len(typed) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort("too short", least=SHORTEST_PASSPHRASE)
    if not door.environ.get("HOLDFAST_PASSPHRASE") and typed != _prompted(door, _("The same again: ")):
        raise NotTheSame("passphrases differ")
    return typed


def passphrase(door: Door) -> str:
    """HOLDFAST_PASSPHRASE, or typed once."""
    return door.environ.get("HOLDFAST_PASSPHRASE") or _prompted(door, _("Passphrase of the pack: "))


def _prompted(door: Door, prompt: str) -> str:
    try:
        return door.read_secret(prompt)
    except EOFError as nobody:
        raise NotAnswered("no terminal", question=prompt.strip()) from nobody
