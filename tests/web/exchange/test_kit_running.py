"""The partner's kit and the ``tx`` commands against a running exchange."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.web.exchange.running import Running, next_second, pdq
from threatexchange.exchanges.collab_config import CollaborationConfigBase
from threatexchange.exchanges.impl.stop_ncii_api import StopNCIISignalExchangeAPI
from threatexchange.signal_type.pdq.signal import PdqSignal

from holdfast.takedown.client.feed import FeedClient, Keys, Report
from holdfast.takedown.client.mirror import Mirror
from holdfast.takedown.client.reporter import Reporter
from holdfast.takedown.exchange.values import Feedback, Kind, Scope
from holdfast.takedown.tx.exchange_class import HoldfastSignalExchangeAPI

FETCHING = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from holdfast.takedown.client.feed import FeedClient, Keys
from holdfast.takedown.client.mirror import Mirror
mirror = Mirror(Path(sys.argv[1]))
print("ready", flush=True)
mirror.fetch(FeedClient(Keys(*sys.argv[2:5])), lambda: datetime.now(UTC), size=20)
print("done", flush=True)
time.sleep(60)
"""


def keys_of(site: Running, name: str) -> Keys:
    made = site.keys[name]
    return Keys(
        site.base,
        made.subscription,
        made.function(Scope.FETCH),
        made.function(Scope.FEEDBACK),
        made.function(Scope.SUBMIT),
    )


def test_a_mirror_that_is_killed_again_and_again_ends_whole(site: Running, tmp_path: Path):
    site.fill(3000)
    site.partner("Killed")
    next_second()
    keys, chance = keys_of(site, "Killed"), random.Random(7)
    command = [sys.executable, "-c", FETCHING, str(tmp_path / "mirror.db"), keys.base, keys.subscription]
    counts = []
    for _ in range(5):
        program = subprocess.Popen([*command, keys.fetch], stdout=subprocess.PIPE, text=True)
        assert program.stdout is not None and program.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.02, 0.35))
        os.kill(program.pid, signal.SIGKILL)
        program.wait()
        mirror = Mirror(tmp_path / "mirror.db")
        counts.append(mirror.look().active)
        mirror.close()
    mirror = Mirror(tmp_path / "mirror.db")
    mirror.fetch(FeedClient(keys), lambda: datetime.now(UTC))
    found = {value.hex() for value in mirror.active(Kind.PHOTO)}
    assert {pdq(f"fill {n}") for n in range(3000)} <= found
    assert counts == sorted(counts) and all(count % 20 == 0 or count == len(found) for count in counts)
    changes = [change.number for change in mirror.changes_after(0)]
    assert len(changes) == len(set(changes)) == len(found)


def test_the_kit_reports_over_http_and_the_person_sees_it(site: Running, tmp_path: Path):
    site.partner("Kit")
    made = site.submit("kit a")
    client, mirror = FeedClient(keys_of(site, "Kit")), Mirror(tmp_path / "mirror.db")
    next_second()
    mirror.fetch(client, lambda: datetime.now(UTC))
    reporter = Reporter(mirror, client, lambda: datetime.now(UTC))
    reporter.report(Report(bytes.fromhex(pdq("kit a")), Feedback.BLOCKED, ("seen",)))
    assert reporter.send().sent == 1
    item = site.exchange.status(made.number, made.secret).items[0]
    assert {p.name: p.state.value for p in item.platforms}["Kit"] == "blocked"
    client.submit(Kind.PHOTO, [Report(bytes.fromhex(pdq("kit own")), Feedback.BLOCKED)])
    next_second()
    mirror.fetch(client, lambda: datetime.now(UTC))
    assert bytes.fromhex(pdq("kit own")) in set(mirror.active(Kind.PHOTO))


def matched_by(cls: type, api: object, name: str) -> set[str]:
    """What a store that uses this exchange class would put into its index."""
    collab = CollaborationConfigBase(name, cls.get_name(), True)  # type: ignore[attr-defined]
    fetcher = cls(collab, api)
    held: dict[tuple[str, str], object] = {}
    for delta in fetcher.fetch_iter([PdqSignal], None):
        cls.naive_fetch_merge(held, delta.updates)  # type: ignore[attr-defined]
    return set(cls.naive_convert_to_signal_type([PdqSignal], collab, held).get(PdqSignal, {}))  # type: ignore[attr-defined]


def test_a_withdrawn_hash_goes_on_being_matched_by_the_builtin_class_and_not_by_ours(site: Running):
    site.partner("Both")
    made = site.submit("stays", "goes")
    site.exchange.withdraw(made.number, made.secret, frozenset({2}))
    next_second()
    api = site.client("Both")
    builtin = matched_by(StopNCIISignalExchangeAPI, api, "builtin")
    ours = matched_by(HoldfastSignalExchangeAPI, api, "ours")
    assert {pdq("stays"), pdq("goes")} <= builtin
    assert pdq("stays") in ours and pdq("goes") not in ours


# --- tx ---------------------------------------------------------------------------------------------------


class Tx:
    """The public command line in a folder of its own."""

    def __init__(self, folder: Path, keys: str) -> None:
        self._environ = {
            **os.environ,
            "TX_STATEDIR": str(folder),
            "TX_HOLDFAST_KEYS": keys,
            "HOME": str(folder),
        }

    def __call__(self, *argv: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "threatexchange", *argv]
        return subprocess.run(
            command, env=self._environ, capture_output=True, text=True, timeout=60, check=False
        )


def test_tx_config_fetch_match_and_label_work_with_our_extension(site: Running, tmp_path: Path):
    keys = site.partner("Tx")
    made = site.submit("tx stays", "tx goes")
    parts = keys.function(Scope.FETCH), keys.subscription, site.base, keys.function(Scope.FEEDBACK)
    tx = Tx(tmp_path / "tx", ",".join(parts))
    assert tx("config", "extensions", "add", "holdfast.takedown.tx").returncode == 0
    made_collab = tx("config", "collab", "edit", "holdfast", "--create", "Ours")
    assert made_collab.returncode == 0, made_collab.stderr
    next_second()
    fetched = tx("fetch")
    assert fetched.returncode == 0, fetched.stderr
    for seed in ("tx stays", "tx goes"):
        assert "pdq" in matched(tx, seed)
    labelled = tx("label", "-H", "pdq", "-l", "seen", "Ours", "photo", "--", pdq("tx stays"))
    item = site.exchange.status(made.number, made.secret).items[0]
    told = {one.name: one.state.value for one in item.platforms}
    assert told["Tx"] == "blocked", labelled.stderr
    site.exchange.withdraw(made.number, made.secret, frozenset({2}))
    next_second()
    assert tx("fetch").returncode == 0
    assert "pdq" in matched(tx, "tx stays") and "pdq" not in matched(tx, "tx goes")


def matched(tx: Tx, seed: str) -> str:
    found = tx("match", "-H", "-S", "pdq", "photo", "--", pdq(seed))
    assert found.returncode == 0, found.stderr
    return found.stdout


def test_the_extension_needs_its_keys_as_written(tmp_path: Path):
    from holdfast.takedown.tx.exchange_class import HoldfastCredentials

    assert HoldfastCredentials._from_str("a, b ,https://example.org/v1").feedback_function_key == ""
    for wrong in ("", "a,b", "a,b,c,d,e"):
        with pytest.raises(ValueError, match="fetch key"):
            HoldfastCredentials._from_str(wrong)
    assert json.dumps(HoldfastSignalExchangeAPI.get_name()) == '"holdfast"'
