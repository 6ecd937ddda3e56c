"""A chat typed off or copied: one message a line, "Name: text", with or without a time before or behind the name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from holdfast.check.readers.interface import Chat, Reader, Said, listed
from holdfast.check.readers.joining import clean_name, same_name
from holdfast.check.readers.source import Source

_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[aApP]\.?[mM]\.?)?"
_DAY = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s"
    r"|(?:today|yesterday|heute|gestern|hoy|ayer|hier|oggi|ieri)(?: at|,| um)?\s)?"
)
_LINE = re.compile(
    rf"^[\s>*_\-•]{{0,6}}(?:[\[(]?{_DAY}{_CLOCK}[\])]?\s?[-–—:|]?\s{{0,3}})?"
    rf"(?:<(?P<irc>[^<>:\n]{{1,40}})>"
    rf"|[\"“*_]{{0,2}}(?P<name>[^\W\d_][^:\n<>\"“”*]{{0,39}}?|\d{{1,2}}"
    rf"|\+?\d[\d ()-]{{6,18}}|@[\w.]{{2,30}})[\"”*_]{{0,2}}"
    rf"\s?(?:[\[(]\s?{_DAY}{_CLOCK}\s?[\])])?\s?[:：][*_]{{0,2}})(?:\s+|$)(?P<text>.*)$",
    re.IGNORECASE,
)
#: Labels of forms and mails that stand before a colon and speak for nobody.
_LABELS = listed(
    "from to cc bcc subject date sent re fw fwd reply-to von an betreff datum gesendet de para asunto fecha à "
    "objet envoyé da a oggetto od do temat data van aan onderwerp amount btc bitcoin address wallet note ps p.s "
    "nb warning important update edit source sources tip tips example step price total name names email e-mail "
    "mail phone tel telephone mobile password passwort contraseña user username login account iban bic swift "
    "link url http https website time when where who what why how answer question q reminder deadline title "
    "author by posted published read also hint remember attention achtung atención atenção attenzione uwaga "
    "let-op hinweis nota remarque info facts summary tl;dr betrag adresse monto dirección montant quantia "
    "endereço importo indirizzo kwota bedrag adres telegram instagram snapchat whatsapp insta snap kik discord "
    "bitcoin-address my is this that here follow following option options first second third rule rules reason "
    "reasons result results"
)
_ME = listed("me you i myself ich yo moi je eu io ja ik du tú tu você jij sie ty")
#: At most so many speakers: a list of labels has more.
_MOST = 12


@dataclass(slots=True)
class _Found:
    names: Counter[str]
    labelled: int
    others: int


def begins(head: str) -> bool:
    """Most lines begin with one of a few names, and one name speaks twice or two names speak."""
    found = _count(head.split("\n", 3000)[:3000])
    if found.labelled < 2 or not 1 <= len(found.names) <= _MOST:
        return False
    if len(found.names) == 1:
        return found.labelled >= 3 and found.others * 2 <= found.labelled
    repeated = sum(count for count in found.names.values() if count > 1)
    if found.labelled <= 4:
        return found.others == 0 or (repeated >= 2 and found.others <= 1)
    return repeated * 5 >= found.labelled * 3 and found.others * 2 <= found.labelled


def read(source: Source) -> tuple[Chat, ...]:
    """One chat. A line without a name goes on with the message before; what stands first without one is nobody's."""
    lines = source.words.split("\n")
    names = _count(lines).names
    said: list[tuple[str, list[str]]] = []
    for line in lines:
        name, text = _split(line)
        if name and same_name(name) in names:
            said.append((clean_name(name), [text]))
        elif said:
            said[-1][1].append(line)
        elif line.strip():
            said.append(("", [line]))
    me = {name for name, _ in said if same_name(name) in _ME}
    known = len(me) == 1
    chat = [
        Said(name, "\n".join(parts).strip(), "", (name in me) if known and name else None)
        for name, parts in said
    ]
    return (Chat(tuple(chat)),) if chat else ()


def _count(lines: list[str]) -> _Found:
    names: Counter[str] = Counter()
    others = 0
    for line in lines:
        if not line.strip():
            continue
        name, _ = _split(line)
        if name:
            names[same_name(name)] += 1
        else:
            others += 1
    return _Found(names, names.total(), others)


def _split(line: str) -> tuple[str, str]:
    """Name and text, or "" and the line where nobody is named."""
    match = _LINE.match(line[:400]) if ":" in line or "：" in line or "<" in line else None
    if match is None:
        return "", line
    name = (match.group("irc") or match.group("name") or "").strip()
    if not name or len(name.split()) > 4 or _label(name) in _LABELS or "://" in line[: match.start("text")]:
        return "", line
    return name, line[match.start("text") :].strip()


def _label(name: str) -> str:
    """ "Step 2" is the label "step"."""
    return same_name(name).rstrip("0123456789#. ").replace(" ", "-")


READER = Reader("lines", begins, read, "Mia: hey\nJo: hi\nMia: send it", "Amount: 500\nAddress: below")
