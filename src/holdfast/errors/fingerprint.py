"""Errors of making fingerprints and of looking them up."""

from __future__ import annotations

from holdfast.errors.base import HoldfastError


class FingerprintError(HoldfastError):
    """The parent of every file that gets no fingerprint. Nothing was made, nothing left the computer."""

    for_person = "This file got no fingerprint. It stays where it is."


class AgeNotSaid(FingerprintError):
    """The hard rule: nobody said how old the person in the picture is."""

    for_person = (
        "Was the person in the picture 18 or over when it was made? If yes, add --age 18_or_over. "
        "If not, or not sure: Take It Down (takeitdown.ncmec.org) does this, free of charge. "
        "In the UK, under 18 yourself: Report Remove (reportremove.org.uk). Nothing was made here."
    )
    http_status = 403
    exit_code = 2


class Under18InPicture(FingerprintError):
    """The hard rule: the person in the picture is, or may be, under 18."""

    for_person = (
        "You are not in trouble. This is made for pictures of adults. "
        "For pictures of someone under 18, Take It Down can help: takeitdown.ncmec.org. "
        "In the UK, under 18 yourself: Report Remove, reportremove.org.uk. "
        "Both are free of charge. They make the fingerprint on your own phone. Nothing was made here."
    )
    http_status = 403


class NotAPicture(FingerprintError):
    for_person = "This is no photo or video that we can read. Its name may say so, but its content does not."


class CutPicture(FingerprintError):
    for_person = "This picture is cut or damaged: a part of the file is missing. Use the whole file."


class TooSmallPicture(FingerprintError):
    for_person = "This picture is too small: it needs 5 pixels or more on each side."


class TooBigPicture(FingerprintError):
    for_person = "This picture is too big. We read up to {limit} million pixels."


class NoFrames(FingerprintError):
    for_person = "There is no moving picture in this video. Use the whole file, or another copy."


class ReaderMissing(FingerprintError):
    """An optional package is not installed."""

    for_person = (
        "This kind of file needs one more part. To add it, type: pip install 'holdfast-help[{extra}]'"
    )
    exit_code = 3


class BankError(HoldfastError):
    """Everything about a bank of fingerprints and its index."""

    for_person = "The bank of fingerprints cannot be used. Make it again from its source."
    exit_code = 3
    http_status = 503


class NoSuchBank(BankError):
    for_person = "There is no bank of fingerprints in this folder. To make one, type: holdfast takedown index"
    exit_code = 2


class BankDamaged(BankError):
    """A base file that is not as it was written."""

    for_person = "The bank of fingerprints is damaged. Delete it and make it again from its source."


class BankBusy(BankError):
    for_person = "Another program is changing this bank right now. Please try again in a moment."


class BadHash(BankError):
    """Not 64 hexadecimal digits."""

    for_person = "Fingerprint {number} is not right. It needs 64 digits, 0 to 9 and a to f."
    exit_code = 2
    http_status = 400


class BadRadius(BankError):
    for_person = "The distance has to be a number from 0 to 31."
    exit_code = 2
    http_status = 400


class NoSuchMirror(BankError):
    for_person = (
        "There is no copy of an exchange here. To make one, type: holdfast takedown mirror fetch FILE"
    )
    exit_code = 2
