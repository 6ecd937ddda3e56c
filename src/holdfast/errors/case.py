"""Errors of the case: its code and items, what may not enter, the pack."""

from __future__ import annotations

from holdfast.errors.base import HoldfastError


class CaseError(HoldfastError):
    """Everything about a case, its code and its items."""


class WrongCode(CaseError):
    """Unknown locator and wrong secret are the same error on purpose."""

    for_person = "No case opens with this code. Check each word, one by one. Nothing is lost."
    http_status = 403


class CodeNotReadable(CaseError):
    for_person = "A case code has seven words. Type them in order. Small slips are fine."
    exit_code = 2


class TooManyTries(CaseError):
    for_person = "There were many wrong tries. Please wait {minutes} minutes. Your case is safe."
    http_status = 429


class RootNotReadable(CaseError):
    """The root certificate of a time authority, as the person named it."""

    for_person = "This is not the root certificate of a time authority. Give its file in PEM form."
    exit_code = 2
    http_status = 400


class NotAMove(CaseError):
    for_person = (
        "This file holds no case to take in, or its end is cut off. "
        "Choose the file that “case move” made, or copy it again."
    )


class MovedApart(CaseError):
    """The same case was changed in both places."""

    for_person = (
        "This case went on in both places. So it cannot be put together. Nothing was changed here. "
        "Go on in one of them, and make a pack from the other."
    )
    http_status = 409


class Busy(CaseError):
    for_person = "Many people are opening their case now. Please press again in a moment. Nothing is lost."
    http_status = 503
    exit_code = 3


class CaseLocked(CaseError):
    for_person = "Your case is locked. Open it again with your case code. Nothing is lost."
    http_status = 403


class CaseGone(CaseError):
    for_person = "This case was deleted."
    http_status = 404


class NoSuchItem(CaseError):
    for_person = "This item is not in your case."
    http_status = 404


class NotSaved(CaseError):
    """The machine refused: full disk, no permission."""

    for_person = (
        "This could not be saved: the disk is full or may not be written to. What was saved before is safe."
    )
    exit_code = 3
    http_status = 507


class Tampered(CaseError):
    """A sealed thing does not open, or the log does not hold together."""

    for_person = "This part of the case was changed or damaged after it was saved. It was not used."
    http_status = 409


class NotAdmitted(CaseError):
    """The parent of every refusal at the case's door; nothing was kept."""

    for_person = "This file was not put into your case."
    http_status = 415


class PictureNotAnswered(NotAdmitted):
    for_person = "First say: does this picture show a naked or sexual picture? Nothing was kept."


class IntimatePicture(NotAdmitted):
    for_person = (
        "Sexual pictures stay out of your case. Cover the sexual parts first, or leave this picture out. "
        "Nothing was kept."
    )


class ChildPictureRule(NotAdmitted):
    """The hard rule: the person in the picture may be under 18, or nobody said."""

    for_person = (
        "No pictures, videos or archives here when the person in the picture may be under 18. Nothing was kept. "
        "You can type or paste words, links, names and dates. The services on your plan can act on the picture."
    )
    http_status = 403


class HiddenInText(ChildPictureRule):
    """The hard rule, met by words that spell out a file: base64, hex, a data: address."""

    for_person = (
        "Part of this text looks like a hidden file: a long row of letters and signs. Nothing was kept. "
        "Take that part out and try again. You can also paste only the words."
    )


class OneAtATime(NotAdmitted):
    for_person = (
        "Please add one file at a time here, so that each one can be looked at first. Nothing was kept."
    )


class KindNotRead(NotAdmitted):
    for_person = (
        "We do not know this kind of file. "
        "You can add screenshots, chat exports, e-mails, PDFs or pasted words."
    )


class VideoNotRead(KindNotRead):
    """Films, sound recordings and voice messages, where the person in the picture may be under 18."""

    for_person = (
        "Videos and recordings stay out: someone in the picture may be under 18. "
        "Add screenshots of the chat around it. You can also write down who sent it and when."
    )


class PictureKindNotRead(KindNotRead):
    """HEIC, AVIF, GIF, TIFF, SVG and the like."""

    for_person = "We cannot read this kind of picture. Take a screenshot of it and add the screenshot."


class MovingPicture(PictureKindNotRead):
    for_person = "This picture moves. Take a screenshot of it and add the screenshot."


class ArchiveNotRead(KindNotRead):
    """7z, rar, gz, tar: only zip is read."""

    for_person = (
        "We cannot open this kind of archive. Unpack it first. Then add the chat’s text file from inside."
    )


class DocumentNotRead(KindNotRead):
    """Office documents, RTF, Outlook .msg."""

    for_person = "We cannot read this kind of document. Save it as a PDF, or paste its words."


class EmptyFile(NotAdmitted):
    for_person = "This file is empty. Please choose it again."


class TooLarge(NotAdmitted):
    for_person = "This file is too large. The limit is {limit}."
    http_status = 413


class Broken(NotAdmitted):
    for_person = "This file is damaged or cut off. Please get it again from the app, or add a screenshot."


class Dangerous(NotAdmitted):
    for_person = (
        "This file unpacks to something far too large. It may be a trap. "
        "It was not opened and nothing was kept."
    )


class ArchiveEncrypted(NotAdmitted):
    for_person = (
        "This archive is locked with a password. Unpack it first. Then add the chat’s text file from inside."
    )


class NoChatInside(NotAdmitted):
    for_person = "We found no chat in this archive. Add the chat’s text file itself, or add screenshots."


class TwoInOne(NotAdmitted):
    """A picture or PDF that is at the same time an archive."""

    for_person = "This file is two kinds of file in one. Take a screenshot of it and add the screenshot."


class PackError(HoldfastError):
    """A pack could not be made or read."""


class NothingToPack(PackError):
    for_person = "Your case is still empty. Add one item or note first, then make the pack."


class NotAPack(PackError):
    for_person = "This file is not a Holdfast pack, or it is sealed and needs its passphrase first."


class BadRecipient(PackError):
    for_person = (
        "The pack can not be sealed like that. Give a passphrase, or an address that starts with “age1”."
    )
    exit_code = 2


class SealDoesNotOpen(PackError):
    for_person = (
        "This pack is sealed. The passphrase or key does not open it, or the file was changed or cut off."
    )


class ChangedMeanwhile(PackError):
    for_person = "Your case was changed while the pack was made. Please make the pack again. Nothing is lost."
    http_status = 409
