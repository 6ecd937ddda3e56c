"""The root of the family of errors, and those that belong to no room."""

from __future__ import annotations

from typing import ClassVar


class HoldfastError(Exception):
    """The root. Doors catch this and nothing wider.

    ``words`` fills the named places of ``for_person``, e.g. ``{limit}``.
    """

    for_person: ClassVar[str] = "Something went wrong. Nothing you saved is lost. Please try again."
    #: Exit code of the command line (see docs/cli.md): 1 refused or not good, 2 wrong use, 3 the machine's fault.
    exit_code: ClassVar[int] = 1
    #: Status of the web door.
    http_status: ClassVar[int] = 400

    def __init__(self, for_log: str = "", **words: str | int) -> None:
        super().__init__(for_log or type(self).__name__)
        self.words = words

    def says(self) -> str:
        """The English sentence for the person, filled in."""
        return self.for_person.format(**self.words)


class NotUnderstood(HoldfastError):
    """Something typed does not mean anything here."""

    for_person = "We could not understand that. Please check it and try again."
    exit_code = 2


class UnknownCountry(NotUnderstood):
    for_person = "We do not know this country code. Use two letters, for example GB, IE or US."


class UnknownPlatform(NotUnderstood):
    for_person = "We do not know this app or website by that name. Try “other”."


class FactsBroken(HoldfastError):
    """A file of facts does not follow its schema (docs/facts.md). A fault of the program, not of the person."""

    for_person = (
        "A part of our help list could not be read. In danger, call your emergency number: 112, 999 or 911."
    )
    exit_code = 3
    http_status = 500
