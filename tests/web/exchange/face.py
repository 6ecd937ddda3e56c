"""The exchange's face inside the process of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import Client, override_settings

from holdfast.web.exchange.rooms import exchange

KEPT_OUT = (".OwnDoor", ".Left")


@contextmanager
def face() -> Iterator[Callable[..., Client]]:
    """Makes browsers: a stranger's, or with ``operator=NAME`` one that is signed in."""
    middleware = [name for name in settings.MIDDLEWARE if not name.endswith(KEPT_OUT)]
    with override_settings(ROOT_URLCONF="holdfast.web.exchange.urls", MIDDLEWARE=middleware):

        def browser(*, operator: str = "", csrf: bool = False) -> Client:
            client = Client(enforce_csrf_checks=csrf)
            if operator:
                exchange().database  # noqa: B018
                with exchange().database.writing() as work:
                    work.run("DELETE FROM operators WHERE name = %s", operator)
                answer = client.post("/k", {"token": exchange().new_operator(operator)})
                assert answer.status_code == 302 or csrf
            return client

        yield browser
