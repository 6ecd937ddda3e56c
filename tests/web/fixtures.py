"""Shared by every test of the pages: Django in a home of its own, and browsers that are let in (or not).

House tests that look at pages import these by name; everything under ``tests/web`` has them by its conftest.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

#: Settings are read once, so this process has one data folder; it goes with the process.
HOME = Path(tempfile.mkdtemp(prefix="holdfast-web-"))


def _start_django() -> None:
    """Sets Django up on HOME, and leaves the environment as it was: other tests have homes of their own."""
    ours = {
        "HOLDFAST_HOME": str(HOME),
        "DJANGO_SETTINGS_MODULE": "holdfast.web.settings",
        "HOLDFAST_PLACE": "own",
    }
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    import django
    from django.conf import settings
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    settings.SECRET_KEY  # noqa: B018  (read while the environment says so)
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


_start_django()


@pytest.fixture(scope="session", autouse=True)
def tables() -> Iterator[None]:
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0, interactive=False)
    yield
    connections.close_all()
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of the pages in this process. An undefined variable in a template is an error."""
    monkeypatch.setenv("HOLDFAST_HOME", str(HOME))
    monkeypatch.setenv("HOLDFAST_STRICT_TEMPLATES", "1")
    monkeypatch.delenv("HOLDFAST_PLACE", raising=False)
    return HOME


@pytest.fixture
def hosted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This Holdfast is run by an organisation for others."""
    from django.test import override_settings

    monkeypatch.setenv("HOLDFAST_PLACE", "hosted")
    with override_settings(
        HOSTED=True,
        CSRF_COOKIE_SECURE=True,
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
        SECURE_HSTS_SECONDS=31_536_000,
        OPERATOR="Example Helpline",
        OPERATOR_REGISTRATION="charity 000000",
        OPERATOR_COUNTRY="GB",
    ):
        yield


@pytest.fixture
def new_client() -> Callable[..., object]:
    """Makes a browser that is let in at the door: ``new_client()``, or ``new_client(stranger=True)``."""
    from django.conf import settings
    from django.test import Client

    from holdfast.web.base.door import COOKIE, KEYRING

    def make(*, stranger: bool = False, language: str = "en-GB,en;q=0.8", csrf: bool = False) -> Client:
        client = Client(enforce_csrf_checks=csrf, headers={"accept-language": language})
        if settings.HOSTED:
            client.defaults["wsgi.url_scheme"] = "https"
        elif not stranger:
            client.cookies[COOKIE] = KEYRING.enter(KEYRING.new_token())
        return client

    return make


@pytest.fixture
def client(new_client):
    """One browser in the United Kingdom that is let in."""
    return new_client()
