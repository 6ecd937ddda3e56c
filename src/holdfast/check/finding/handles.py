"""Account names: ``@name``, "insta: name", "add me on snap name", "name on telegram", in the languages of the packs.

A name without ``@`` counts only where the words around it say that one is given and it looks like one: a digit, a
low line or a dot inside, or the end of the line behind a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from holdfast.check.finding.hit import hit
from holdfast.check.finding.near import Searched, listed
from holdfast.check.values import FoundIdentifier
from holdfast.identifiers import IdentifierKind

#: What people call an app → its id. Ids of content/platforms where it has one.
APPS: dict[str, str] = {
    **dict.fromkeys(
        listed("instagram insta ig instagran instagramie instagramu инста инстаграм инсте"), "instagram"
    ),
    **dict.fromkeys(listed("snapchat snap snp sc snapie snapa snapchacie snapchatu снап"), "snapchat"),
    **dict.fromkeys(
        listed("telegram telegramm télégramme tele tg telegramie telegramu телеграм телеграмм тг"), "telegram"
    ),
    **dict.fromkeys(listed("whatsapp wsp wapp zap whatsappie whatsappu"), "whatsapp"),
    **dict.fromkeys(listed("discord disc dc discordzie discordu"), "discord"),
    **dict.fromkeys(("tiktok", "tt"), "tiktok"),
    **dict.fromkeys(("facebook", "fb"), "facebook"),
    **{"twitter": "x", "kik": "kik", "messenger": "messenger", "skype": "skype", "signal": "signal"},
    **{"wickr": "wickr", "threema": "threema", "line": "line", "viber": "viber", "wechat": "wechat"},
    **{"weixin": "wechat", "zangi": "zangi", "steam": "steam", "roblox": "roblox", "twitch": "twitch"},
    **{
        "reddit": "reddit",
        "youtube": "youtube",
        "linkedin": "linkedin",
        "vk": "vk",
        "hangouts": "google-chat-meet",
    },
    **{
        "gchat": "google-chat-meet",
        "threads": "threads",
        "session": "session",
        "googlechat": "google-chat-meet",
    },
}
_TWO_WORDS = (("whats app", "whatsapp"), ("tik tok", "tiktok"), ("google chat", "googlechat"))
#: Longest name and what it may hold, by app; others: 2 to 32 letters, digits, dots and low lines.
_SHAPES = {
    "instagram": re.compile(r"[\w.]{3,30}", re.ASCII),
    "snapchat": re.compile(r"[a-z][\w.-]{2,14}", re.ASCII | re.IGNORECASE),
    "telegram": re.compile(r"[a-z]\w{3,31}", re.ASCII | re.IGNORECASE),
    "tiktok": re.compile(r"[\w.]{2,24}", re.ASCII),
    "x": re.compile(r"\w{2,15}", re.ASCII),
    "discord": re.compile(r"[\w.]{2,32}(?:#\d{4})?", re.ASCII),
    "facebook": re.compile(r"[\w.]{5,50}", re.ASCII),
    "skype": re.compile(r"(?:live:)?[\w.,:-]{3,40}", re.ASCII),
    "session": re.compile(r"05[0-9a-f]{64}"),
    "threema": re.compile(r"[A-Z0-9]{8}"),
}
_USUAL = re.compile(r"[\w.-]{3,32}", re.ASCII)
_NAME = r"@?[A-Za-z0-9_][\w.,:-]{1,70}(?:#\d{4})?"
#: What may stand between an app's name and an account's.
_LINKS = (
    "is|me|my|at|on|as|user|username|name|handle|id|account|acc|acct|here|its|it's|nick|nickname|profile|there|under"
    "|es|é|e|è|ist|est|c'est|to|jest|usuario|usuário|nombre|nome|nutzername|benutzername|pseudo|gebruikersnaam"
    "|utente|nazwa|konto|unter|con|como|com|mit|avec|cuenta|conta|compte|account|jako|onder|naam|mein|mon|mio|мой|ник"
)
_AFTER_APP = re.compile(
    rf"(?:'s)?[\s\u00a0]{{0,3}}(?:(?:{_LINKS})(?![\w'])[\s\u00a0]{{0,3}}){{0,4}}"
    rf"(?P<mark>[:=\-–—>→👉]{{0,2}})[\s\u00a0]{{0,3}}[\"'“”«*`(]?(?P<name>{_NAME})",
    re.IGNORECASE | re.ASCII,
)
_BEFORE_APP = re.compile(
    rf"(?<![\w@.$/])(?P<name>{_NAME})[\"'”»*`]?[\s\u00a0]{{1,2}}\(?"
    r"(?:(?:on|auf|en|sur|no|na|nel|su|op|i|på|в|via|at|@|in)[\s\u00a0]{1,2}(?:(?:my|mein|meinem|mi|mon|o|il|mio)\s)?)?$",
    re.IGNORECASE | re.ASCII,
)
_AT = re.compile(
    r"(?<![\w@.$/+%-])@([A-Za-z_][\w.]{2,31}|\d[\w.]{2,30}[A-Za-z_][\w.]{0,20})(?![\w@-])", re.ASCII
)
_DOMAIN = re.compile(r"\.(?:com|net|org|co|edu|gov|ru|de|fr|es|it|nl|pl|pt|uk)$", re.IGNORECASE)
_USERNAME = re.compile(
    r"\b(?:user(?: ?name)?|usuario|usuário|benutzername|nutzername|pseudo|gebruikersnaam|nome utente|handle"
    r"|nick(?:name)?|ник)"
    rf"\s?(?:[:=]|is|es|é|ist|est|jest)\s{{0,3}}(?P<name>{_NAME})"
)
_NOT_NAMES = listed(
    "everyone here channel all home work school night noon least gmail hotmail yahoo media import the and you "
    "your me my is on now please gr8 l8r b4u m8 str8 w8 any1 some1 every1 no1 4ever 2nite 2moro 2day e.g i.e a.m "
    "p.m etc u.s u.k yes no ok okay hi hey send link add name username account handle app group chat story call "
    "video pic pics photo photos it i we he she they him her them this that what why when who how not just only "
    "also then but or so if for with from add_me hello password login code number same below above dm pm story "
    "stories broken down"
)
_APP_WORD = re.compile(r"\w+(?:['’]s)?")
#: How far before and after an app's name an ``@name`` is taken for that app's.
_REACH = 40


def find(searched: Searched) -> Iterator[FoundIdentifier]:
    """Account names; ``service`` is "" where the text does not say which app. ``user_id`` numbers too."""
    apps = _apps_in(searched)
    seen: set[int] = set()
    for start, end, app in apps:
        for found in (_after(searched.text, end, app), _before(searched.text, start, app)):
            if found is not None and found.start not in seen:
                seen.add(found.start)
                yield found
    if "@" in searched.text:
        for found in _at_names(searched, apps):
            if found.start not in seen:
                seen.add(found.start)
                yield found
    for match in _USERNAME.finditer(searched.small):
        name, place = _cut(searched.text[slice(*match.span("name"))], match.start("name"))
        if place[0] not in seen and _looks_given(name, sure=False) and _USUAL.fullmatch(name.lstrip("@")):
            yield hit(IdentifierKind.HANDLE, name.lstrip("@"), place)


def _apps_in(searched: Searched) -> list[tuple[int, int, str]]:
    """Start, end and id of every app named in the text."""
    small = searched.small
    words = searched.words
    two = [pair for pair in _TWO_WORDS if pair[0].split()[0] in words]
    if words.isdisjoint(APPS) and not two:
        return []
    found = []
    last = ""
    last_start = 0
    for match in _APP_WORD.finditer(small):
        word = match.group().removesuffix("'s").removesuffix("’s")
        app = APPS.get(word) or APPS.get(dict(_TWO_WORDS).get(f"{last} {word}", ""))
        if app:
            start = match.start() if word in APPS else last_start
            found.append((start, match.start() + len(word), app))
        last, last_start = word, match.start()
    return found


def _after(text: str, end: int, app: str) -> FoundIdentifier | None:
    match = _AFTER_APP.match(text, end, end + 160)
    if match is None or (match.start("name") == end):
        return None
    name, place = _cut(match.group("name"), match.start("name"))
    between = text[end : place[0]]
    marked = any(mark in match.group("mark") for mark in ":=>→👉") or " - " in between or " – " in between
    if text[place[1] : place[1] + 1] == ":" or ("\n" in between and not marked and not name.startswith("@")):
        return None  # the next line's speaker
    ends_there = marked and _at_an_end(text, place[1])
    if app in ("session",) and _SHAPES[app].fullmatch(name):
        return hit(IdentifierKind.HANDLE, name, place, service=app)
    if name.isdigit():
        told = re.search(r"\bid\b", match.group(), re.IGNORECASE) is not None and 6 <= len(name) <= 21
        return hit(IdentifierKind.NUMERIC_ID, name, place, service=app) if told else None
    if not _looks_given(name, sure=ends_there) or not _fits(name, app):
        return None
    return hit(IdentifierKind.HANDLE, name.lstrip("@"), place, service=app)


def _before(text: str, start: int, app: str) -> FoundIdentifier | None:
    match = _BEFORE_APP.search(text, max(0, start - 60), start)
    if match is None:
        return None
    name, place = _cut(match.group("name"), match.start("name"))
    if place[1] != match.end("name") or not _looks_given(name, sure=False) or not _fits(name, app):
        return None
    return hit(IdentifierKind.HANDLE, name.lstrip("@"), place, service=app)


def _at_names(searched: Searched, apps: list[tuple[int, int, str]]) -> Iterator[FoundIdentifier]:
    """``@name``: of the app named nearest before it in reach, else nearest behind it, else of none."""
    index = 0
    for match in _AT.finditer(searched.text):
        name, place = _cut(match.group(1), match.start(1))
        place = (place[0] - 1, place[1])
        if name.lower() in _NOT_NAMES or len(name) < 3 or _DOMAIN.search(name):
            continue
        while index < len(apps) and apps[index][1] <= place[0]:
            index += 1
        app = ""
        if index > 0 and place[0] - apps[index - 1][1] <= _REACH:
            app = apps[index - 1][2]
        elif index < len(apps) and 0 <= apps[index][0] - place[1] <= _REACH // 2:
            app = apps[index][2]
        if app and not _fits(name, app):
            app = ""
        yield hit(IdentifierKind.HANDLE, name, place, service=app)


def _cut(name: str, start: int) -> tuple[str, tuple[int, int]]:
    """Without the full stop or comma that ends the sentence."""
    short = name.rstrip(".,:-")
    if "," in short or ":" in short.removeprefix("live:"):
        head = "live:" if short.startswith("live:") else ""
        short = head + re.split(r"[,:]", short[len(head) :])[0]
    return short, (start, start + len(short))


def _looks_given(name: str, *, sure: bool) -> bool:
    """``sure``: the words around it leave no doubt that a name is given."""
    bare = name.lstrip("@")
    if bare.lower() in _NOT_NAMES or not any(letter.isalpha() for letter in bare):
        return False
    if name.startswith("@") or sure:
        return True
    if re.match(r"\d+(?:am|pm|h|min|mins|st|nd|rd|th|k|x|€|usd|eur|hrs?|days?)\b", bare, re.IGNORECASE):
        return False
    inside = bare.strip("._")
    return (
        any(letter.isdigit() for letter in bare)
        or "_" in bare
        or re.search(r"[a-z]{2}\.[a-z]{2}", inside) is not None
        or "#" in bare
    )


def _fits(name: str, app: str) -> bool:
    shape = _SHAPES.get(app, _USUAL)
    return shape.fullmatch(name.lstrip("@")) is not None


def _at_an_end(text: str, place: int) -> bool:
    """The line, the sentence or the bracket ends here."""
    rest = text[place : place + 3]
    return rest.strip(" \t") == "" or rest.lstrip(" \t")[:1] in "\n\r.,;!?)\"'”*|/&+"
