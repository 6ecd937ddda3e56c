"""The person's API over HTTP, for pages that are served elsewhere (docs/exchange.md). No cookie, no picture."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse

from holdfast.errors import NotAsWritten
from holdfast.takedown.exchange.persons import ItemStatus, TakedownStatus
from holdfast.takedown.exchange.rules import MOST_ITEMS, Item
from holdfast.takedown.exchange.values import AgeInPicture, Kind
from holdfast.web.base.visitor import network_of
from holdfast.web.exchange.rooms import exchange
from holdfast.web.exchange.wire import answer, api, body_of, told

OPENAPI = Path(__file__).with_name("openapi.json")
_KINDS = {"photo": Kind.PHOTO, "video": Kind.VIDEO}
_NAMES = {kind: name for name, kind in _KINDS.items()}


@api("GET")
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The surface of this face, for machines."""
    return answer(OPENAPI.read_bytes())


@api("GET")
def platforms(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Who fetches, and whether they did in the last 24 hours."""
    return told(
        {
            "platforms": [
                {"name": partner.name, "recent": recent, "withdraws": partner.withdraws}
                for partner, recent in exchange().partners_now()
            ]
        }
    )


@api("POST")
def submit(request: HttpRequest) -> HttpResponse:
    sent = body_of(request)
    made = exchange().submit(
        items_of(sent),
        age=age_of(sent),
        request_key=text_of(sent, "requestKey"),
        network=network_of(request),
    )
    return told({"number": made.number, "secret": made.secret, "items": made.items}, 201)


@api("POST")
def add(request: HttpRequest) -> HttpResponse:
    sent = body_of(request)
    new = exchange().add(
        text_of(sent, "number"),
        text_of(sent, "secret"),
        items_of(sent),
        age=age_of(sent),
        network=network_of(request),
    )
    return told({"added": new})


@api("POST")
def status(request: HttpRequest) -> HttpResponse:
    sent = body_of(request)
    return told(_status(exchange().status(text_of(sent, "number"), text_of(sent, "secret"))))


@api("POST")
def withdraw(request: HttpRequest) -> HttpResponse:
    sent = body_of(request)
    chosen = sent.get("items")
    if chosen is not None and not (isinstance(chosen, list) and all(type(one) is int for one in chosen)):
        raise NotAsWritten("items", what="items is a list of numbers")
    numbers = None if chosen is None else frozenset(chosen)
    return told({"withdrawn": exchange().withdraw(text_of(sent, "number"), text_of(sent, "secret"), numbers)})


@api("POST")
def delete(request: HttpRequest) -> HttpResponse:
    sent = body_of(request)
    keep = sent.get("keep")
    if not isinstance(keep, bool):
        raise NotAsWritten("keep", what="keep is true or false")
    exchange().delete(text_of(sent, "number"), text_of(sent, "secret"), keep=keep)
    return told({})


def text_of(sent: dict[str, object], name: str) -> str:
    """Raises NotAsWritten."""
    found = sent.get(name)
    if not isinstance(found, str) or len(found) > 200:
        raise NotAsWritten(name, what=f"{name} is text")
    return found


def age_of(sent: dict[str, object]) -> AgeInPicture:
    """What is missing or unknown was not said: then nothing goes on."""
    found = sent.get("ageInPicture")
    return AgeInPicture(found) if found in [age.value for age in AgeInPicture] else AgeInPicture.NOT_SAID


def items_of(sent: dict[str, object]) -> tuple[Item, ...]:
    """Raises NotAsWritten for another shape; whether they are fingerprints is the room's to say."""
    found = sent.get("items")
    if not isinstance(found, list) or len(found) > MOST_ITEMS:
        raise NotAsWritten("items", what=f"items is a list of up to {MOST_ITEMS}")
    return tuple(_item(one) for one in found)


def _item(one: object) -> Item:
    if not isinstance(one, dict):
        raise NotAsWritten("item", what="an item is an object")
    kind, hashes, quality = _KINDS.get(str(one.get("kind"))), one.get("hashes"), one.get("quality", 100)
    if kind is None:
        raise NotAsWritten("kind", what="kind is photo or video")
    if not isinstance(hashes, list) or not all(isinstance(text, str) for text in hashes):
        raise NotAsWritten("hashes", what="hashes is a list of texts")
    if type(quality) is not int:
        raise NotAsWritten("quality", what="quality is a whole number")
    return Item(kind, tuple(hashes), quality)


def _status(found: TakedownStatus) -> dict[str, object]:
    return {"number": found.number, "hour": found.hour, "items": [_told(item) for item in found.items]}


def _told(item: ItemStatus) -> dict[str, object]:
    return {
        "item": item.item,
        "kind": _NAMES[item.kind],
        "fingerprints": item.fingerprints,
        "state": item.state.value,
        "due": item.due,
        "platforms": [
            {"name": one.name, "state": one.state.value, "fetched": one.fetched, "withdraws": one.withdraws}
            for one in item.platforms
        ],
    }
