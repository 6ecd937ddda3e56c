"""A contact for the terminal and for machines: how to reach it, when somebody answers, how well it is known."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from holdfast.cli.words import _
from holdfast.content.contact import Channel, Contact, Cost, How
from holdfast.content.hours import Open, OpenState

if TYPE_CHECKING:
    from holdfast.cli.printing import Page
    from holdfast.guide.contacts import OpenContact


def print_contact(page: Page, one: OpenContact, language: str) -> None:
    """Name and state; each way to reach it; what it is for; what it costs; how it was checked."""
    contact, words = one.contact, one.contact.text(language)
    page.say(f"{contact.name} · {when_open(one.state)}", indent="    ", first="  ")
    for way in one.channels:
        page.say(_way(way.channel, contact), indent="      ", first="    ")
    page.say(words.for_whom, indent="    ")
    facts = [fact for fact in (_ages(contact), _cost(contact), _bill(contact), words.who_they_tell) if fact]
    if facts:
        page.say(" · ".join(facts), indent="    ")
    page.say(_checked(contact), indent="    ")


def contact_json(one: OpenContact, language: str) -> dict[str, object]:
    """The same for machines; what is not known is null."""
    contact, words = one.contact, one.contact.text(language)
    return {
        "id": contact.contact_id,
        "name": contact.name,
        "kind": contact.kind.value,
        "open": one.state.state.value,
        "opens_at": _iso(one.opens_at),
        "silent": one.silent,
        "for_whom": words.for_whom,
        "who_they_tell": words.who_they_tell,
        "ages": list(contact.ages),
        "cost": contact.cost.value if contact.cost else None,
        "on_bill": contact.on_bill,
        "wait_minutes": contact.wait_minutes,
        "channels": [
            {
                "how": way.channel.how.value,
                "value": way.channel.value,
                "word": way.channel.word,
                "then": way.channel.then,
                "silent": way.channel.silent,
                "open": way.state.state.value,
                "verified": way.channel.verified,
            }
            for way in one.channels
        ],
        "link": contact.link,
        "checked": contact.checked.isoformat() if contact.checked else None,
        "verified": sorted(contact.verified),
    }


def when_open(state: OpenState) -> str:
    """``open now, until 22:00``, in the time zone of the service. Same message ids as the pages."""
    if state.unattended:
        return _("Can be used at any time")
    if state.state is Open.OPEN and state.always:
        return _("Open day and night")
    if state.state is Open.OPEN and state.closes_at:
        return _("Open now, until %(time)s") % {"time": state.closes_at.strftime("%H:%M")}
    if state.state is Open.OPEN:
        return _("Open now")
    if state.state is Open.CLOSED and state.opens_at:
        return _("Closed now. Opens %(day)s at %(time)s") % {
            "day": state.opens_at.date().isoformat(),
            "time": state.opens_at.strftime("%H:%M"),
        }
    return _("Closed now") if state.state is Open.CLOSED else _("Check their hours")


def _way(channel: Channel, contact: Contact) -> str:
    """An unverified number never stands without the service's own page beside it."""
    said = _label(channel)
    if channel.then:
        said += ", " + _("then press %(key)s") % {"key": channel.then}
    if channel.silent:
        said += " · " + _("no speaking needed")
    if not channel.verified:
        said += " · " + _("not yet checked: see {link}").format(link=contact.link or "")
    return said


def _label(channel: Channel) -> str:
    if channel.how is How.CALL:
        return _("Call %(number)s") % {"number": channel.letters or channel.value}
    if channel.how is How.TEXT and channel.word:
        return _("Text %(word)s to %(number)s") % {"word": channel.word, "number": channel.value}
    if channel.how is How.TEXT:
        return _("Text %(number)s") % {"number": channel.value}
    if channel.how is How.EMAIL:
        return _("E-mail %(address)s") % {"address": channel.value}
    before = {
        How.CHAT: _("Chat online"),
        How.FORM: _("Write to them online"),
        How.APP: _("Get their app"),
        How.DIRECTORY: _("Open the list"),
    }.get(channel.how, _("Open their page"))
    return f"{before}: {channel.value}"


def _ages(contact: Contact) -> str:
    youngest, oldest = contact.ages
    if youngest is not None and oldest is not None:
        return _("Age %(youngest)s to %(oldest)s") % {"youngest": youngest, "oldest": oldest}
    if oldest is not None:
        return _("Up to age %(oldest)s") % {"oldest": oldest}
    return _("From age %(youngest)s") % {"youngest": youngest} if youngest is not None else ""


def _cost(contact: Contact) -> str:
    """Said only where a source stands behind it."""
    if contact.cost is None or "cost" not in contact.verified:
        return ""
    return {
        Cost.FREE: _("Free"),
        Cost.LOCAL_RATE: _("Costs a local call"),
        Cost.STANDARD_RATE: _("Costs a normal call or text"),
    }[contact.cost]


def _bill(contact: Contact) -> str:
    if contact.on_bill is None or "on_bill" not in contact.verified:
        return ""
    return _("May show on the bill") if contact.on_bill else _("Not on the bill")


def _checked(contact: Contact) -> str:
    if contact.checked is not None:
        return _("Checked on {day}").format(day=contact.checked.isoformat())
    seen = contact.seen.text if contact.seen else _("no date")
    if not contact.link or any(not way.verified for way in contact.channels):
        return _("Not yet checked by a person. Source: {seen}").format(seen=seen)
    return _("Not yet checked by a person. Source: {seen}. See {link}").format(seen=seen, link=contact.link)


def _iso(time: datetime | None) -> str | None:
    return time.isoformat() if time else None
