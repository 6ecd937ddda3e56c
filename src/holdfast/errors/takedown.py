"""Errors of fingerprints, their exchange and the index."""

from __future__ import annotations

from holdfast.errors.base import HoldfastError


class ExchangeError(HoldfastError):
    """Everything about the exchange that platforms fetch fingerprints from."""

    for_person = "The exchange could not do this. Nothing you sent before is lost. Please try again."


class NotAFingerprint(ExchangeError):
    """Not the hex digits of a PDQ or MD5, or all of them the same."""

    for_person = "Fingerprint {number} is damaged. Make it again from the picture. Nothing was sent on."


class TooPlain(ExchangeError):
    """The quality or the bit count is far from what real pictures measure."""

    for_person = (
        "Picture {number} is too plain for a fingerprint. It would block other pictures. Nothing was sent on."
    )


class NoFingerprintUnder18(ExchangeError):
    """The hard rule at the exchange's doors: under 18 in the picture, or nobody said."""

    for_person = (
        "We take fingerprints only of adults’ pictures. Is the person in it under 18, or might be? "
        "Take It Down and Report Remove do this, free of charge."
    )
    http_status = 403


class WrongNumber(ExchangeError):
    """Unknown numbers and wrong secrets are the same error on purpose."""

    for_person = "No take-down opens with this number and secret. Check both, sign by sign. Nothing is lost."
    http_status = 403


class TooManyPictures(ExchangeError):
    for_person = "This is too much at once. Send up to {limit} pictures, then add the rest."


class RequestKeyWeak(ExchangeError):
    """The random key that makes a submission safe to repeat is missing or short."""

    for_person = (
        "Your browser sent an empty key. Load the page again and press once more. Nothing was sent on."
    )


class NotAPartner(ExchangeError):
    """Wrong, ended or missing keys, or a network they are not bound to: one answer for all of them."""

    for_person = "These keys do not open this. Ask whoever runs the exchange."
    http_status = 401


class TooFast(ExchangeError):
    """A partner asks more often than its share; ``seconds`` stands in Retry-After too."""

    for_person = "That was too fast. Ask again in {seconds} seconds."
    http_status = 429


class NotAsWritten(ExchangeError):
    """A request of the feed that does not follow docs/formats/hash-feed-1.md."""

    for_person = "This request is not as the format says: {what}. Nothing of it was used."


class WrongExchangeKey(ExchangeError):
    """The pepper is not the one that this store was sealed with."""

    for_person = "The pepper does not fit this exchange. Whoever runs it must put the right one back."
    exit_code = 3
    http_status = 500


class NewerExchange(ExchangeError):
    """The tables were made by a later version of the program."""

    for_person = (
        "This exchange was saved by a newer Holdfast. Please update the program first. Nothing is lost."
    )
    exit_code = 3
    http_status = 503


class NoSuchPartner(ExchangeError):
    for_person = "There is no partner of that name here. To see all, type: holdfast takedown partner list"
    http_status = 404
    exit_code = 2


class PartnerExists(ExchangeError):
    for_person = "A partner of that name is here already. Choose another name."
    http_status = 409
    exit_code = 2


class BadPartner(ExchangeError):
    """A name, scope or network that cannot be."""

    for_person = "This partner cannot be made so: {what}."
    exit_code = 2


class FeedUnreachable(ExchangeError):
    """The exchange did not answer, or only with 429 and 5xx."""

    for_person = "The exchange does not answer. What you have goes on working. Try again later."
    exit_code = 3
    http_status = 503


class FeedRefused(ExchangeError):
    """4xx: wrong keys, or a request that will never be taken."""

    for_person = "The exchange refused this (status {status}). Check the keys and the address."
    http_status = 502


class FeedBroken(ExchangeError):
    """A page that was cut, or is not as the format says. Nothing of it was used."""

    for_person = "The exchange sent a damaged page. Nothing of it was used. Try again later."
    http_status = 502


class MirrorKeysMissing(ExchangeError):
    """No keys in the environment."""

    for_person = "Set TX_HOLDFAST_KEYS to your keys first. docs/exchange.md shows how."
    exit_code = 2
