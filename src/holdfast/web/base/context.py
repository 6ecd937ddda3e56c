"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def every_page(request: HttpRequest) -> dict[str, object]:
    return {
        "hosted": settings.HOSTED,
        "operator": settings.OPERATOR,
        "operator_registration": settings.OPERATOR_REGISTRATION,
        "operator_country": settings.OPERATOR_COUNTRY,
        "path": request.path,
    }
