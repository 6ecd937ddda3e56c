"""A running exchange that is killed loses nothing it acknowledged, and writes nothing readable anywhere."""

from __future__ import annotations

import json
import os
import signal
import threading
from pathlib import Path

import requests
from tests.takedown.exchange.kit import bytes_below, md5, pdq, request_key
from tests.web.exchange.running import exchange_at


def sent(seed: str) -> dict[str, object]:
    items = [{"kind": "photo", "hashes": [pdq(seed)]}, {"kind": "video", "hashes": [md5(seed)]}]
    return {"items": items, "ageInPicture": "adult", "requestKey": request_key()}


def test_what_was_acknowledged_before_a_kill_is_there_after_it(tmp_path: Path):
    acknowledged: list[dict[str, str]] = []
    keys: list[dict[str, object]] = []

    def submit(base: str, writer: int) -> None:
        for step in range(400):
            told = sent(f"{writer} {step}")
            keys.append(told)
            try:
                answer = requests.post(f"{base}/takedowns", json=told, timeout=10)
            except requests.RequestException:
                return
            if answer.status_code == 201:
                acknowledged.append(answer.json())
            if len(acknowledged) >= 40:
                stop.set()

    stop = threading.Event()
    with exchange_at(tmp_path / "home") as first:
        writers = [threading.Thread(target=submit, args=(first.base, n)) for n in range(3)]
        for writer in writers:
            writer.start()
        assert stop.wait(30)
        os.kill(first.pid, signal.SIGKILL)
        for writer in writers:
            writer.join()
    with exchange_at(tmp_path / "home") as second:
        assert len(acknowledged) >= 40
        for made in acknowledged:
            opens = {"number": made["number"], "secret": made["secret"]}
            found = requests.post(f"{second.base}/takedowns/status", json=opens, timeout=10)
            assert [item["state"] for item in found.json()["items"]] == ["shared", "shared"]
        # What was cut off is simply sent again.
        again = requests.post(f"{second.base}/takedowns", json=keys[-1], timeout=10)
        assert again.status_code == 201


def test_no_word_of_a_person_is_readable_in_files_and_logs(tmp_path: Path):
    network = "203.0.113.77"
    with exchange_at(tmp_path / "home") as running:
        headers = {"X-Forwarded-For": network}
        made = requests.post(
            f"{running.base}/takedowns", json=sent("canary"), headers=headers, timeout=10
        ).json()
        opens = {"number": made["number"], "secret": made["secret"]}
        for path, told in (
            ("takedowns/status", opens),
            ("takedowns/add", {**sent("canary two"), **opens}),
            ("takedowns/status", {"number": made["number"], "secret": "wrong"}),
            ("takedowns", {**sent("canary"), "items": [{"kind": "photo", "hashes": [pdq("canary") + "0"]}]}),
            ("takedowns/withdraw", {**opens, "items": [1]}),
        ):
            requests.post(f"{running.base}/{path}", json=told, headers=headers, timeout=10)
        requests.get(
            f"{running.base}/FetchHashes?nextPageToken={made['secret']}", headers=headers, timeout=10
        )
        found = bytes_below(running.home)
    assert b"holdfast" in found
    planted = [made["number"], made["secret"], pdq("canary"), md5("canary"), pdq("canary two"), network]
    for word in planted:
        for spelt in (word, word.upper(), word.replace("-", "")):
            assert spelt.encode() not in found, word[:4]
    for sealed in (pdq("canary"), md5("canary")):
        assert bytes.fromhex(sealed) not in found
    assert json.dumps(made["items"]) == "2"
