"""Messages → turns: what one side says in one go. A threat split over six short messages is one turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from holdfast.check.tokens import STOP, Tokeniser, Tokens
from holdfast.check.values import Document, Message

#: Words in one turn; a longer one is cut, so that memory stays small on a page of one million words.
LONGEST_TURN = 20_000
#: After so many messages it is said how far the reading is.
OFTEN = 500
#: Told how many messages are read, and of how many.
Progress = Callable[[int, int], None]
#: A message of so many words is a text of its own: the next one starts a new sentence.
LONG_MESSAGE = 25


@dataclass(slots=True)
class Turn:
    """``tokens`` carry places in the document's text; ``first`` is the index of the turn's first message."""

    speaker: str
    mine: bool | None
    first: int
    tokens: Tokens


def turns(
    document: Document,
    tokeniser: Tokeniser,
    *,
    cyrillic: bool | None,
    me: str = "",
    progress: Progress | None = None,
) -> Iterator[Turn]:
    """The document's turns in order. ``me`` is the person's own name in it, "" where not known."""
    current: Turn | None = None
    for index, message in enumerate(document.messages):
        if progress is not None and index % OFTEN == 0:
            progress(index, len(document.messages))
        if current is None or current.speaker != message.speaker or len(current.tokens.norms) > LONGEST_TURN:
            if current is not None:
                yield current
            current = Turn(message.speaker, is_mine(message, me), index, Tokens())
        _add(current.tokens, tokeniser.tokens(message.text, cyrillic=cyrillic), message.start)
    if current is not None:
        yield current


def is_mine(message: Message, me: str) -> bool | None:
    """Whether the person wrote this message; None where nobody said."""
    if me:
        return message.speaker.strip().casefold() == me.strip().casefold()
    return message.mine


def _add(tokens: Tokens, more: Tokens, offset: int) -> None:
    tokens.norms += more.norms
    tokens.starts += [start + offset for start in more.starts]
    tokens.ends += [end + offset for end in more.ends]
    if len(more.norms) >= LONG_MESSAGE:
        tokens.add(STOP, tokens.ends[-1], tokens.ends[-1])
