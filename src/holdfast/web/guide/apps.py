"""What can be done in one app, on a page of its own: proof first, the account last."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.content.facts import platforms
from holdfast.guide.plan import app_steps
from holdfast.web.guide.cards import Seen, host, seen
from holdfast.web.guide.pages import NoSuchPage, beside
from holdfast.web.guide.person import Person
from holdfast.web.guide.plan import StepShown

#: App id → the last part of its address. As with pages, none is ever given to another app.
ADDRESSES = {
    "instagram": 1, "snapchat": 2, "whatsapp": 3, "facebook": 4, "messenger": 5, "tiktok": 6, "x": 7,
    "telegram": 8, "discord": 9, "email": 10, "imessage-sms": 11, "signal": 12, "kik": 13, "reddit": 14,
    "tinder": 15, "bumble": 16, "hinge": 17, "grindr": 18, "linkedin": 19, "youtube": 20, "twitch": 21,
    "roblox": 22, "steam": 23, "zoom": 24, "google-chat-meet": 25, "skype": 26, "omegle": 27, "other": 28,
}  # fmt: skip
APP_AT = {place: platform_id for platform_id, place in ADDRESSES.items()}


@dataclass(frozen=True, slots=True)
class AppLink:
    place: int
    name: str


@dataclass(frozen=True, slots=True)
class AppShown:
    """One app. ``help_page`` is its own page, or ""."""

    name: str
    steps: tuple[StepShown, ...]
    help_page: str
    help_name: str
    sources: tuple[Seen, ...]


def every_app() -> tuple[AppLink, ...]:
    """Every app with a page, in the order of the addresses."""
    known = {app.platform_id: app.name for app in platforms().all}
    return tuple(AppLink(place, known[platform_id]) for platform_id, place in ADDRESSES.items())


def app_shown(place: int, asking: Person) -> AppShown:
    """The app at ``/a/PLACE``. Raises NoSuchPage."""
    if place not in APP_AT:
        raise NoSuchPage("no app at this address")
    app = platforms().get(APP_AT[place])
    found = app_steps(app.platform_id, now=asking.local, language=asking.language)
    steps = tuple(
        StepShown(n, step, beside(step.links, asking), in_case=False, language=asking.language)
        for n, step in enumerate(found, start=1)
    )
    return AppShown(
        app.name,
        steps,
        app.help_url or "",
        host(app.help_url),
        tuple(seen(one) for one in app.sources if one.url),
    )
