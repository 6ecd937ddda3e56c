"""Which items go into a pack, under which names, and in what state they were kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from holdfast.case.pack.interface import Choice, PackSource
from holdfast.case.values import Item, Kind, PictureAnswer

_ENDINGS = {
    Kind.PNG: "png",
    Kind.JPEG: "jpg",
    Kind.WEBP: "webp",
    Kind.PDF: "pdf",
    Kind.EMAIL: "eml",
    Kind.TEXT: "txt",
}
#: Endings that a chat export may keep; of the person's file name nothing else is used.
_CHAT_ENDINGS = frozenset({"txt", "json", "html", "htm", "js", "csv", "xml", "zip"})
#: And a recording.
_RECORDING_ENDINGS = frozenset(
    {
        "mp4",
        "mov",
        "m4v",
        "webm",
        "mkv",
        "avi",
        "3gp",
        "mpg",
        "m4a",
        "mp3",
        "ogg",
        "opus",
        "wav",
        "flac",
        "amr",
        "caf",
    }
)


class State(StrEnum):
    """How the kept bytes differ from what the person had."""

    WHOLE = "whole"
    COVERED = "covered"
    PARTS_LEFT_OUT = "parts_left_out"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One item in the pack; paths are from the bag's folder. ``copy_path`` is "" where there is no picture."""

    item: Item
    path: str
    copy_path: str

    @property
    def state(self) -> State:
        if self.item.answer is PictureAnswer.COVERED:
            return State.COVERED
        changed = self.item.left_out or self.item.original_sha256
        return State.PARTS_LEFT_OUT if changed else State.WHOLE

    @property
    def folder(self) -> str:
        return str(PurePosixPath(self.path).parent)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The exhibits in order of their numbers; how many items may go into no pack; what the person took out."""

    exhibits: tuple[Exhibit, ...]
    held_back: int
    struck: tuple[Item, ...]


def choose(source: PackSource, choice: Choice) -> Chosen:
    """The items that go in: chosen, not struck, not blocked, and never a picture answered "yes, sexual"."""
    blocked = {item.item_id for item in source.blocked_items()}
    items = source.items()
    held_back = {i.item_id for i in items if i.item_id in blocked or i.answer is PictureAnswer.YES}
    wanted = [item for item in items if choice.items is None or item.item_id in choice.items]
    may_go = [item for item in wanted if not item.struck and item.item_id not in held_back]
    may_go.sort(key=lambda item: item.number)
    still_there = sum(not item.struck for item in items if item.item_id in held_back)
    return Chosen(tuple(map(_exhibit, may_go)), still_there, tuple(item for item in wanted if item.struck))


def exhibit_path(item: Item) -> str:
    """Where an item lies in a pack; of its file name at most a known ending is used."""
    return f"data/items/{item.number:03d}/original.{_ending(item)}"


def _exhibit(item: Item) -> Exhibit:
    copy = f"data/items/{item.number:03d}/derived.jpg" if item.kind.is_picture else ""
    return Exhibit(item, exhibit_path(item), copy)


def _ending(item: Item) -> str:
    if item.kind.is_recording:
        ending = PurePosixPath(item.name).suffix.lower().removeprefix(".")
        return ending if ending in _RECORDING_ENDINGS else "bin"
    if item.kind is not Kind.CHAT:
        return _ENDINGS[item.kind]
    ending = PurePosixPath(item.name).suffix.lower().removeprefix(".")
    return ending if ending in _CHAT_ENDINGS else "txt"
