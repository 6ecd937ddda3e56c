"""The exchange on the command line: partners, operators, the log; and a platform's copy of a running exchange."""

from __future__ import annotations

import pytest
from tests.cli.conftest import Line
from tests.takedown.exchange.kit import pdq
from tests.web.exchange.running import Running, exchange_at, next_second

from holdfast.takedown.exchange.values import Scope


def test_a_partner_from_its_keys_to_its_end(line: Line):
    made = line("takedown", "partner", "new", "Platform A", "--withdraws", "yes", "--json")
    assert made.code == 0 and made.json["functions"].keys() == {"FetchHashes", "SubmitFeedback"}
    assert made.json["subscription"] not in line("takedown", "partner", "list").out
    again = line("takedown", "partner", "new", "Platform A")
    assert again.code == 2 and "already" in again.err
    more = line("takedown", "partner", "rotate", "Platform A", "--now", "--json")
    assert more.json["subscription"] != made.json["subscription"]
    assert line("takedown", "partner", "revoke", "Platform A").code == 0
    listed = line("takedown", "partner", "list", "--json").json["partners"]
    assert [(one["name"], one["revoked"], one["withdraws"]) for one in listed] == [
        ("Platform A", True, "yes")
    ]
    assert "revoked" in line("takedown", "partner", "list").out


@pytest.mark.parametrize(
    "argv", [("new", ""), ("new", "A,B"), ("new", "Good", "--network", "x"), ("rotate", "B"), ("revoke", "B")]
)
def test_what_cannot_be_is_refused_in_words(line: Line, argv: tuple[str, ...]):
    done = line("takedown", "partner", *argv)
    assert done.code == 2 and done.err.strip() and "Traceback" not in done.err


def test_operators_and_the_log(line: Line):
    token = line("takedown", "exchange", "operator", "Ada Example", "--json").json["token"]
    assert len(token) == 32 and line("takedown", "exchange", "operator", "Ada Example").code == 2
    assert line("takedown", "exchange", "operator", "Ada Example", "--end").code == 0
    assert line("takedown", "exchange", "operator", "Nobody", "--end").code == 2
    told = line("takedown", "exchange", "audit", "--json").json["lines"]
    assert [one["action"] for one in told] == ["operator.end", "operator.create"]
    last = line("takedown", "exchange", "audit", "--last", "1").out
    assert "operator.end" in last and "operator.create" not in last
    assert line("takedown", "exchange", "sweep", "--json").json == {"tombstones": 0}


def test_a_pepper_of_another_exchange_is_refused(line: Line):
    assert line("takedown", "partner", "list").code == 0
    done = line("takedown", "partner", "list", HOLDFAST_PEPPER="x" * 40)
    assert done.code == 3 and "pepper" in done.err


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory):
    with exchange_at(tmp_path_factory.mktemp("cli exchange")) as found:
        yield found


def keys_of(site: Running, name: str) -> str:
    made = site.partner(name)
    return ",".join((made.function(Scope.FETCH), made.subscription, site.base, made.function(Scope.FEEDBACK)))


def test_a_copy_is_fetched_and_a_report_arrives(line: Line, site: Running, tmp_path):
    keys, copy = keys_of(site, "Command line"), str(tmp_path / "mirror.db")
    made = site.submit("cli")
    next_second()
    fetched = line("takedown", "mirror", "fetch", copy, "--json", TX_HOLDFAST_KEYS=keys)
    assert fetched.code == 0 and fetched.json["active"] == 2 == fetched.json["changed"]
    shown = line("takedown", "mirror", "show", copy)
    assert shown.code == 0 and "2 fingerprints" in shown.out
    told = line(
        "takedown", "mirror", "report", copy, pdq("cli"), "Blocked", "--tag", "x", TX_HOLDFAST_KEYS=keys
    )
    assert told.code == 0
    item = site.exchange.status(made.number, made.secret).items[0]
    assert item.platforms[0].state.value == "blocked"
    whole = line("takedown", "mirror", "fetch", copy, "--whole", "--json", TX_HOLDFAST_KEYS=keys)
    assert whole.json["active"] == 2 and whole.json["waiting_reports"] == 0


def test_without_keys_or_with_wrong_ones_it_says_so(line: Line, site: Running, tmp_path):
    copy = str(tmp_path / "mirror.db")
    assert line("takedown", "mirror", "fetch", copy).code == 2
    wrong = line("takedown", "mirror", "fetch", copy, TX_HOLDFAST_KEYS=f"a,b,{site.base}")
    assert wrong.code == 1 and "401" in wrong.err
    odd = line("takedown", "mirror", "report", copy, "zz", "Blocked", TX_HOLDFAST_KEYS=f"a,b,{site.base}")
    assert odd.code == 1 and "damaged" in odd.err
