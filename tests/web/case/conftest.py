"""Visitors of the case's pages."""

from __future__ import annotations

import pytest
from tests.web.case.visitor import Visitor


@pytest.fixture
def visitor(new_client) -> Visitor:
    """Somebody at the door, without a case."""
    return Visitor(new_client())


@pytest.fixture
def adult(new_client) -> Visitor:
    """Has a new case open; the person in the picture is 18 or over."""
    return Visitor(new_client()).new_case()


@pytest.fixture
def child(new_client) -> Visitor:
    """Has a new case open; the person in the picture is under 18."""
    return Visitor(new_client()).new_case("under_18")
