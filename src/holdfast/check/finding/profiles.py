"""Links that are somebody: a profile, a numeric id, a phone number, a payment page.

A registry: each entry carries its own example and counter-example. Paths as the services wrote them when this was
made. Service ids are those of ``content/platforms`` and of the payment services in ``payments.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.check.finding.hit import hit
from holdfast.check.finding.links import Link, onion_valid
from holdfast.check.values import FoundIdentifier
from holdfast.identifiers import IdentifierKind

HANDLE, NUMBER = IdentifierKind.HANDLE, IdentifierKind.NUMERIC_ID
PHONE, PAYMENT = IdentifierKind.PHONE, IdentifierKind.PAYMENT


@dataclass(frozen=True, slots=True)
class Profile:
    """``at`` matches ``host/path?query``; its first group is the value."""

    service: str
    kind: IdentifierKind
    at: re.Pattern[str]
    example: str
    counter: str


def _of(service: str, kind: IdentifierKind, at: str, example: str, counter: str) -> Profile:
    return Profile(service, kind, re.compile(at, re.IGNORECASE), example, counter)


_N = r"(\d{5,21})"
_NOT_IG = r"(?!(?:p|reel|reels|tv|explore|accounts|direct|about|legal|developer|web|stories|s)(?:[/?]|$))"
_NOT_FB = (
    r"(?!(?:profile\.php|people|groups|events|watch|photo|photos|photo\.php|story\.php|share|sharer|messages|help|reel"
    r"|marketplace|login|pages|gaming|ads|policies|privacy|legal|permalink\.php|hashtag|business|settings|v\d)(?:[/?]|$))"
)
_NOT_X = r"(?!(?:i|intent|home|search|share|hashtag|explore|settings|messages|login|tos|privacy|download)(?:[/?]|$))"

PROFILES: tuple[Profile, ...] = (
    _of("instagram", HANDLE, rf"^(?:instagram\.com|instagr\.am)/{_NOT_IG}([\w.]{{1,30}})(?:[/?]|$)",
        "https://www.instagram.com/jo.example?igsh=abc", "https://www.instagram.com/p/C0ffee12345/"),
    _of("instagram", HANDLE, r"^(?:instagram\.com/stories|ig\.me/m)/([\w.]{1,30})",
        "https://www.instagram.com/stories/jo.example/31/", "https://www.instagram.com/explore/tags"),
    _of("facebook", NUMBER, rf"^(?:facebook|fb)\.com/(?:profile\.php\?(?:.*&)?id=|people/[^/]+/|messages/t/|){_N}",
        "https://m.facebook.com/profile.php?id=100012345678901", "https://facebook.com/profile.php?id=me"),
    _of("facebook", HANDLE, rf"^(?:facebook\.com|fb\.com|fb\.me)/{_NOT_FB}(?!\d+(?:[/?]|$))([\w.]{{5,50}})(?:[/?]|$)",
        "https://www.facebook.com/jo.example.9", "https://www.facebook.com/groups/12345"),
    _of("messenger", HANDLE, r"^(?:m\.me|messenger\.com/t)/([\w.]{5,50})",
        "https://m.me/jo.example.9", "https://m.me/"),
    _of("snapchat", HANDLE, r"^snapchat\.com/(?:add/|u/|@)([a-z][\w.-]{2,14})(?:[/?]|$)",
        "https://www.snapchat.com/add/jo-example9?share_id=x", "https://www.snapchat.com/discover/News"),
    _of("telegram", NUMBER, rf"^user\?(?:.*&)?id={_N}", "tg://user?id=123456789", "tg://user?name=jo"),
    _of("telegram", HANDLE, r"^(?:t\.me|telegram\.me|telegram\.dog)/(?!joinchat|c/|s/|addstickers|share)"
        r"([a-z]\w{3,31})(?:[/?]|$)", "https://t.me/jo_example", "https://t.me/+AbCdEf12345"),
    _of("telegram", HANDLE, r"^resolve\?(?:.*&)?domain=([a-z]\w{3,31})", "tg://resolve?domain=jo_example",
        "tg://resolve?phone=15550100"),
    _of("whatsapp", PHONE, r"^(?:wa\.me/|(?:api|web)\.whatsapp\.com/send/?\?(?:.*&)?phone=)(?:\+|%2B)?(\d{7,15})",
        "https://wa.me/447700900123?text=hi", "https://wa.me/message/ABCDEF"),
    _of("signal", PHONE, r"^signal\.me/?\?p/\+(\d{7,15})", "https://signal.me/#p/+447700900123",
        "https://signal.me/#eu/abc"),
    _of("tiktok", HANDLE, r"^tiktok\.com/@([\w.]{2,24})", "https://www.tiktok.com/@jo.example?_t=1",
        "https://www.tiktok.com/tag/cake"),
    _of("x", NUMBER, rf"^(?:x|twitter)\.com/(?:i/user/|intent/user\?(?:.*&)?user_id=){_N}",
        "https://twitter.com/i/user/1234567890", "https://twitter.com/i/events/12"),
    _of("x", HANDLE, rf"^(?:x|twitter)\.com/(?:intent/user\?(?:.*&)?screen_name=|{_NOT_X})(\w{{1,15}})(?:[/?&]|$)",
        "https://x.com/jo_example/status/12345", "https://x.com/search?q=cake"),
    _of("discord", NUMBER, rf"^(?:discord|discordapp)\.com/users/{_N}",
        "https://discord.com/users/123456789012345678", "https://discord.com/invite/abc"),
    _of("youtube", HANDLE, r"^youtube\.com/(?:@|c/|user/|channel/)([\w.-]{3,64})",
        "https://www.youtube.com/@joexample", "https://www.youtube.com/watch?v=abcdefghijk"),
    _of("reddit", HANDLE, r"^(?:old\.)?reddit\.com/u(?:ser)?/([\w-]{3,20})",
        "https://www.reddit.com/user/jo_example/", "https://www.reddit.com/r/baking"),
    _of("linkedin", HANDLE, r"^(?:\w{2}\.)?linkedin\.com/in/([\w%-]{3,100})",
        "https://uk.linkedin.com/in/jo-example-9", "https://www.linkedin.com/company/bakers"),
    _of("kik", HANDLE, r"^kik\.(?:me|com/u)/([\w.]{2,30})", "https://kik.me/jo_example", "https://kik.com/about"),
    _of("twitch", HANDLE, r"^twitch\.tv/(?!videos|directory|p/)(\w{4,25})(?:[/?]|$)",
        "https://www.twitch.tv/jo_example", "https://www.twitch.tv/directory/game"),
    _of("steam", NUMBER, r"^steamcommunity\.com/profiles/(\d{17})",
        "https://steamcommunity.com/profiles/76561190000000001", "https://steamcommunity.com/app/10"),
    _of("steam", HANDLE, r"^steamcommunity\.com/id/([\w-]{2,32})", "https://steamcommunity.com/id/jo_example",
        "https://steamcommunity.com/market"),
    _of("roblox", NUMBER, r"^(?:web\.)?roblox\.com/(?:\w{2}/)?users/(\d{1,13})",
        "https://www.roblox.com/users/12345678/profile", "https://www.roblox.com/games/12"),
    _of("vk", NUMBER, r"^vk\.com/id(\d{1,13})", "https://vk.com/id12345678", "https://vk.com/video"),
    _of("threads", HANDLE, r"^threads\.(?:net|com)/@([\w.]{1,30})", "https://www.threads.net/@jo.example",
        "https://www.threads.net/search"),
    _of("bluesky", HANDLE, r"^bsky\.app/profile/([\w.-]{3,80})", "https://bsky.app/profile/jo.example.org",
        "https://bsky.app/search"),
    _of("line", HANDLE, r"^line\.me/(?:R/)?ti/p/~([\w.-]{3,30})", "https://line.me/ti/p/~joexample",
        "https://line.me/en/"),
    _of("paypal", PAYMENT, r"^(?:paypal\.me|paypal\.com/paypalme2?)/([\w.-]{1,40})(?:[/?]|$)",
        "https://www.paypal.me/JoExample/50USD", "https://www.paypal.com/signin"),
    _of("cashapp", PAYMENT, r"^cash\.app/\$([\w-]{1,20})(?:[/?]|$)", "https://cash.app/$JoExample/50",
        "https://cash.app/help"),
    _of("venmo", PAYMENT, r"^(?:account\.)?venmo\.com/(?:u/|code\?user_id=|(?!about|help|legal|business|u$|code))"
        r"([\w-]{3,30})(?:[/?&]|$)",
        "https://account.venmo.com/u/Jo-Example", "https://venmo.com/about"),
    _of("revolut", PAYMENT, r"^revolut\.me/([\w.-]{2,40})", "https://revolut.me/joexample9", "https://revolut.com/help"),
    _of("wise", PAYMENT, r"^wise\.com/pay/(?:me|business)/([\w-]{2,60})", "https://wise.com/pay/me/joe99",
        "https://wise.com/help"),
    _of("monzo", PAYMENT, r"^monzo\.me/([\w-]{2,40})", "https://monzo.me/joexample", "https://monzo.com/help"),
)  # fmt: skip

#: Links of a service that name nobody: an invitation, a post. Kept as links with their service.
_HOSTS = (
    ("instagram", ("instagram.com", "instagr.am", "ig.me")),
    ("facebook", ("facebook.com", "fb.com", "fb.me", "fb.watch")),
    ("snapchat", ("snapchat.com", "t.snapchat.com")),
    ("telegram", ("t.me", "telegram.me", "telegram.dog", "tg://")),
    ("whatsapp", ("wa.me", "chat.whatsapp.com", "api.whatsapp.com")),
    ("discord", ("discord.gg", "discord.com", "discordapp.com")),
    ("tiktok", ("tiktok.com", "vm.tiktok.com")),
    ("x", ("x.com", "twitter.com")),
    ("youtube", ("youtube.com", "youtu.be")),
    ("zelle", ("enroll.zellepay.com",)),
    ("zoom", ("zoom.us",)),
    ("skype", ("join.skype.com",)),
)
_SERVICE_OF = {host: service for service, hosts in _HOSTS for host in hosts}


def named(link: Link) -> Iterator[FoundIdentifier]:
    """What ``link`` names: a profile, else the link itself."""
    place = (link.start, link.end)
    address = f"{link.host}/{link.path}" if link.path else link.host
    if link.query:
        address += f"?{link.query}"
    for profile in PROFILES:
        if match := profile.at.match(address):
            value = "+" + match.group(1) if profile.kind is PHONE else match.group(1)
            yield hit(profile.kind, value, place, service=profile.service, repaired=False)
            return
    valid = onion_valid(link.host) if link.host.endswith(".onion") else None
    yield hit(
        IdentifierKind.LINK,
        link.whole,
        place,
        service=_SERVICE_OF.get(link.host, _SERVICE_OF.get(link.whole[:5], "")),
        valid=valid,
    )
