"""The plan for the terminal and for machines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from holdfast.cli.asker import Asker
from holdfast.cli.contact_lines import contact_json, print_contact
from holdfast.cli.printing import Page
from holdfast.cli.words import _
from holdfast.content.country import Status
from holdfast.content.facts import places
from holdfast.content.words import words
from holdfast.guide.contacts import OpenContact, emergency
from holdfast.guide.plan import Link, LinkKind, MomentPlan, PlanStep

#: How many contacts stand above the plan; ``--all`` shows the rest.
FEW = 4
CRISIS = 6
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_STRONG = re.compile(r"(\*\*|__)(.+?)\1")


def plain(markdown: str) -> str:
    """One line of Markdown as a terminal shows it: no marks, links with their address behind."""
    return _STRONG.sub(r"\2", _LINK.sub(r"\1 (\2)", markdown))


def print_plan(page: Page, asker: Asker, *, everything: bool) -> None:
    """Crisis contacts above all; then who is there now; then the plan, three steps at a time."""
    if asker.situation.crisis:
        print_crisis(page, asker)
    plan = asker.plan()
    for line in plan.first.lines:
        page.say(plain(line))
    page.heading(_("Who you can talk to now"))
    found = _helpers(asker, everything=everything)
    for one in found:
        print_contact(page, one, asker.language)
    if asker.country is None or asker.country.status is Status.PARTIAL:
        page.say(_partial(asker), indent="  ")
    for moment in plan.moments:
        _print_moment(page, moment, asker, everything=everything)
    page.say("")
    page.say(_("Keep your proof sealed: holdfast case new. Read one of the pages: holdfast guide --page ID"))


def print_crisis(page: Page, asker: Asker) -> None:
    """The crisis box."""
    said = words(asker.language).crisis
    page.heading(said.title)
    for line in said.lines:
        page.say(line)
    for one in asker.crisis_contacts()[:CRISIS]:
        print_contact(page, one, asker.language)
    page.say("")


def print_markdown(page: Page, title: str, body: str) -> None:
    """A page of the guide."""
    page.heading(title)
    for line in body.split("\n"):
        text = plain(line)
        if text.startswith("#"):
            page.heading(text.lstrip("# "))
        elif text.startswith("- "):
            page.say(text[2:], indent="    ", first="  - ")
        elif text.startswith(">"):
            page.say(text[1:].strip(), indent="    ")
        else:
            page.say(text, indent="  ")


def print_reporting(page: Page, code: str, language: str) -> None:
    """What happens in a country when one reports; nothing where nobody knows. Raises UnknownCountry."""
    country = places().country(code)
    if country.reporting is None:
        return
    said = country.reporting.text(language)
    parts = ((_("What they ask"), said.ask), (_("Who is told"), said.told), (_("What they can do"), said.can))
    for title, lines in parts:
        page.heading(f"{country.name_in(language)}: {title}")
        for line in lines:
            page.say(line, indent="    ", first="  - ")


def plan_json(asker: Asker) -> dict[str, object]:
    """Everything for machines; keys are promised in docs/cli.md."""
    plan = asker.plan()
    said = words(asker.language).crisis
    crisis = {
        "title": said.title,
        "lines": list(said.lines),
        "contacts": [contact_json(one, asker.language) for one in asker.crisis_contacts()],
    }
    return {
        "country": asker.situation.country or None,
        "status": asker.country.status.value if asker.country else None,
        "time": asker.now.isoformat(),
        "situation": asker.situation.to_answers(),
        "crisis": crisis if plan.crisis else None,
        "contacts": [contact_json(one, asker.language) for one in asker.contacts],
        "opening": list(plan.first.lines),
        "moments": [
            {
                "moment": moment.moment.value,
                "title": moment.title,
                "done": [_step_json(step) for step in moment.done],
                "steps": [_step_json(step) for step in moment.shown],
                "later": [_step_json(step) for step in moment.later],
            }
            for moment in plan.moments
        ],
    }


def _helpers(asker: Asker, *, everything: bool) -> tuple[OpenContact, ...]:
    """The emergency number always; then the first few."""
    found = asker.contacts
    if everything:
        return found
    order = [contact.contact_id for contact in emergency(asker.situation.country)]
    urgent = [one for one in found if one.contact.contact_id in order]
    urgent.sort(key=lambda one: order.index(one.contact.contact_id))
    others = [one for one in found if not one.contact.is_emergency]
    return (*urgent[: 1 if asker.country else 2], *others[:FEW])


def _partial(asker: Asker) -> str:
    if not asker.situation.country:
        return _("Tell us your country for its own numbers: --country CODE.")
    where = asker.country.name_in(asker.language) if asker.country else asker.situation.country
    return _(
        "We do not know enough services in {country} yet. The lists for all countries help there too."
    ).format(country=where)


def _print_moment(page: Page, moment: MomentPlan, asker: Asker, *, everything: bool) -> None:
    page.heading(moment.title)
    for number, step in enumerate(moment.steps if everything else moment.shown, 1):
        _print_step(page, number, step, asker)
    if moment.later and not everything:
        page.say(
            _("Later: {count} more. To see all, add --all.").format(count=len(moment.later)), indent="  "
        )


def _print_step(page: Page, number: int, step: PlanStep, asker: Asker) -> None:
    app = f" ({step.app})" if step.app else ""
    mark = "[x]" if step.ticked else f"{number}."
    page.say(
        _("{title}{app} · about {minutes} min · {id}").format(
            title=step.title, app=app, minutes=step.minutes, id=step.id
        ),
        indent="     ",
        first=f"  {mark} ",
    )
    for line in step.lines:
        page.say(plain(line), indent="       ", first="     - ")
    page.say(_("Why: {why}").format(why=plain(step.why)), indent="     ")
    for line in places_of(step.links, asker):
        page.say(line, indent="       ", first="     > ")


def places_of(links: Iterable[Link], asker: Asker) -> list[str]:
    """Where links lead: services of this country, pages to read, the letters, the case."""
    found: list[str] = []
    for link in links:
        if link.kind is LinkKind.PAGE:
            title = words(asker.language).page(link.target).title
            found.append(f"{title}: holdfast guide --page {link.target}")
        elif link.kind is LinkKind.CASE:
            found.append(_("Keep it in a case: holdfast case new"))
        elif link.kind is LinkKind.LETTERS:
            found.append(_("Letters to copy: holdfast guide --letters"))
        elif link.kind is LinkKind.DATES:
            continue  # the pages work them out; a terminal has its own calendar
        else:
            fitting = [
                one.contact
                for one in asker.contacts
                if link.target in (one.contact.contact_id, one.contact.kind.value)
            ]
            found += [f"{contact.name}: {contact.channels[0].value}" for contact in fitting[:2]]
    return found


def _step_json(step: PlanStep) -> dict[str, object]:
    return {
        "id": step.id,
        "title": step.title,
        "lines": list(step.lines),
        "why": step.why,
        "minutes": step.minutes,
        "platform": step.platform or None,
        "links": [{"kind": link.kind.value, "target": link.target} for link in step.links],
        "sources": list(step.sources),
        "ticked": step.ticked,
    }
