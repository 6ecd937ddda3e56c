"""For every test: nothing reaches beyond this computer, in this process and in the Python programs it starts."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

GUARD = Path(__file__).with_name("guard")


def _guard() -> list[str]:
    """Puts the guard up here and, through PYTHONPATH, in child processes. Returns the list of what was refused."""
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(GUARD), os.environ.get("PYTHONPATH"))))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        os.environ.pop(name, None)
    # A worker of xdist is such a child itself: its guard stands already.
    here = sys.modules.get("sitecustomize")
    if here is None or getattr(here, "__file__", None) != str(GUARD / "sitecustomize.py"):
        here = _loaded()
        sys.addaudithook(here.guard)
    refused: list[str] = here.REFUSED
    return refused


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("holdfast_test_guard", GUARD / "sitecustomize.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFUSED = _guard()


@pytest.fixture(autouse=True)
def no_network() -> Iterator[list[str]]:
    """Fails a test that tried to reach another computer, also where the error was swallowed on the way."""
    REFUSED.clear()
    yield REFUSED
    assert not REFUSED, f"this test reached beyond loopback: {REFUSED}"
