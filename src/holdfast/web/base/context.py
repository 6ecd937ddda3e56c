"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def every_page(request: HttpRequest) -> dict[str, object]:
    """``run_by``: name, registration and country of the operator, as far as they were set."""
    known = (settings.OPERATOR, settings.OPERATOR_REGISTRATION, settings.OPERATOR_COUNTRY)
    return {
        "hosted": settings.HOSTED,
        "operator": settings.OPERATOR,
        "operator_registration": settings.OPERATOR_REGISTRATION,
        "operator_country": settings.OPERATOR_COUNTRY,
        "run_by": ", ".join(part for part in known if part),
        "path": request.path,
        # A page that answers a form may show something once: no press there may lose it.
        "languages": settings.LANGUAGES if request.method in ("GET", "HEAD") else (),
        "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
    }
