"""What an open case knows for the letters, joined at the door because the rooms do not know each other."""

from __future__ import annotations

from django.http import HttpRequest

from holdfast.case.room import Case
from holdfast.case.values import Account, Offender, Payment, Report
from holdfast.errors import CaseError
from holdfast.guide.letters import Known
from holdfast.identifiers import Identifier, IdentifierKind
from holdfast.web.case.opened import has_open_case, the_case


def known_in_case(request: HttpRequest) -> Known:
    """What the case that is open in this browser knows; nothing where none is open or it cannot be read."""
    if not has_open_case(request):
        return Known()
    try:
        return known_of(the_case(request))
    except CaseError:
        return Known()


def known_of(case: Case) -> Known:
    """The first record of each kind that names it. Only identifiers confirmed as *theirs* are in records."""
    bodies = [record.body for record in case.records()]
    theirs = [one for body in bodies if isinstance(body, Offender) for one in body.identifiers]
    paid = next((body for body in bodies if isinstance(body, Payment)), Payment())
    return Known(
        account=_first(theirs, IdentifierKind.HANDLE, IdentifierKind.NAME, IdentifierKind.PHONE),
        link=_first(theirs, IdentifierKind.LINK),
        amount=" ".join(part for part in (paid.amount, paid.currency) if part),
        paid_on=paid.when,
        payee=", ".join(one.value for one in paid.paid_to),
        transaction=paid.reference,
        police_number=next(
            (body.reference for body in bodies if isinstance(body, Report) and body.reference), ""
        ),
        name=next((body.name for body in bodies if isinstance(body, Account)), ""),
    )


def _first(found: list[Identifier], *kinds: IdentifierKind) -> str:
    """The first of the first kind that there is one of, with its service."""
    for kind in kinds:
        for one in found:
            if one.kind is kind:
                return f"{one.value} ({one.service})" if one.service else one.value
    return ""
