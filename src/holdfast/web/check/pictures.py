"""Words in an adult's screenshots, read while their case is open. They are kept in memory, and go when it locks.

The hard rule stands at the way in and again before each picture: nothing is read where somebody in the picture may
be under 18, or nobody said.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from holdfast.case.room import Case
from holdfast.case.values import AgeInPicture, Item
from holdfast.check.readers import screenshot
from holdfast.errors import CheckError, ChildPictureRule, HoldfastError
from holdfast.web.case.children import guarded
from holdfast.web.case.models import OpenCase

#: Seconds between two looks whether the case is still open.
EVERY = 20.0
#: One picture reader at a time on this computer: it takes some 700 MB while it reads.
_ONE = threading.Semaphore(1)


@dataclass(slots=True)
class Words:
    """What was read of one case so far. ``texts`` by item id; an empty text is a picture without words."""

    texts: dict[str, str]
    done: int = 0
    total: int = 0
    running: bool = False
    error: CheckError | None = None


_READ: dict[str, Words] = {}
_LOCK = threading.Lock()


def may_read(case: Case) -> bool:
    """Whether the person in the picture is said to be an adult."""
    return case.about.age_in_picture is AgeInPicture.ADULT


def pictures_of(case: Case) -> tuple[Item, ...]:
    """Pictures that can be read; none where the rule forbids it."""
    if not may_read(case):
        return ()
    blocked = {item.item_id for item in case.blocked_items()}
    return tuple(
        item
        for item in case.items()
        if item.kind.is_picture and not item.struck and item.item_id not in blocked
    )


def words_of(case: Case) -> Words:
    """What was read so far; nothing, and what there was forgotten, where the rule forbids it."""
    with _LOCK:
        if not may_read(case):
            _READ.pop(case.case_id, None)
        found = _READ.get(case.case_id)
        return found if found is not None else Words({})


def start(case: Case) -> None:
    """Begins to read what was not read yet. Raises ChildPictureRule, PictureReaderMissing."""
    if not may_read(case):
        raise ChildPictureRule("words of pictures were asked for")
    screenshot.require()
    with _LOCK:
        words = _READ.setdefault(case.case_id, Words({}))
        if words.running:
            return
        words.running, words.error = True, None
    threading.Thread(target=guarded(_work), args=(case, words), daemon=True).start()
    _watch(case.case_id)


def _work(case: Case, words: Words) -> None:
    waiting = [item for item in pictures_of(case) if item.item_id not in words.texts]
    words.done, words.total = 0, len(waiting)
    try:
        with _ONE:
            _read(case, words, waiting)
    except CheckError as error:
        words.error = error
    finally:
        words.running = False


def _read(case: Case, words: Words, waiting: list[Item]) -> None:
    opened: list[Item] = []
    with closing(screenshot.read_each(_bytes(case, waiting, opened))) as answers:
        for said in answers:
            lines = (f"{one.speaker}: {one.text}" if one.speaker else one.text for one in said)
            words.texts[opened[-1].item_id] = "\n".join(lines)
            words.done = len(opened)


def _bytes(case: Case, waiting: list[Item], opened: list[Item]) -> Iterator[bytes]:
    """Each picture when it is its turn; nothing more once the case is locked or its answer about age has changed."""
    for item in waiting:
        if not _is_open(case.case_id) or not may_read(case):
            return
        try:
            with closing(case.open_item(item)) as reader:
                data = reader.read(screenshot.MAX_PICTURE + 1)
        except HoldfastError:
            continue
        opened.append(item)
        yield data


def _is_open(case_id: str) -> bool:
    return OpenCase.objects.filter(case_id=case_id).exists()


def _watch(case_id: str) -> None:
    """Forgets the words once no browser has the case open any more."""
    timer = threading.Timer(EVERY, guarded(_look), (case_id,))
    timer.daemon = True
    timer.start()


def _look(case_id: str) -> None:
    if _is_open(case_id):
        _watch(case_id)
    else:
        forget(case_id)


def forget(case_id: str) -> None:
    with _LOCK:
        _READ.pop(case_id, None)
