"""One filled case and its pack, made once for the tests that only look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.case.pack.filled import PLAN, filled, pack
from tests.case.rooms import House

from holdfast.case.pack.interface import Choice, PackMade
from holdfast.case.room import Case
from holdfast.case.store_sqlite import SqliteStore


@dataclass(frozen=True, repr=False)
class Packed:
    """A pack, what the maker said, and the case it came from."""

    data: bytes
    made: PackMade
    case: Case


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Packed]:
    store = SqliteStore(tmp_path_factory.mktemp("packed"))
    case = filled(House(store))
    data, made = pack(case, Choice(sections=(PLAN,)))
    yield Packed(data, made, case)
    store.close()
