"""The command line on PostgreSQL, where the server is installed: the same commands, the same answers."""

from __future__ import annotations

import pytest
from tests.case.conftest import clean_postgres as clean_postgres
from tests.case.conftest import postgres as postgres

pytestmark = pytest.mark.postgres


@pytest.fixture
def hosted(line, clean_postgres):
    line.environ |= {"HOLDFAST_DATABASE": clean_postgres.dsn, "HOLDFAST_PLACE": "hosted"}
    return line


def test_a_case_lives_in_the_database_and_leaves_it(hosted):
    hosted.with_case()
    assert hosted("case", "add", "-", stdin="pay by ten").code == 0
    assert hosted("case", "list", "--json").json["items"][0]["kind"] == "text"
    assert hosted("case", "check").code == 0
    assert not (hosted.home / "cases.db").exists()
    case = hosted("case", "delete", "--yes", "--json").json["case"]
    assert hosted("store", "deleted", "--json").json["deleted"] == [case]
    assert hosted("store", "scrub", "--json").json.keys() == {"clean"}


def test_a_database_that_is_not_there_is_the_computers_fault(line):
    done = line("case", "new", "--json", HOLDFAST_DATABASE="host=/nowhere dbname=none")
    assert done.code == 3 and done.json["error"] == "Busy"
