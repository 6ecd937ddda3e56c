"""The look-up service: HMA's shape, many at once, files, limits, and several processes on one bank."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
import time

import httpx
import pytest
from starlette.testclient import TestClient
from tests.takedown.fingerprint.drawings import file_of, landscape
from tests.takedown.index import banks
from tests.takedown.index.test_following import fetch, photos

from holdfast.errors import TooManyWaiting
from holdfast.matcher.app import matcher
from holdfast.matcher.reading import MOST_HASHES
from holdfast.matcher.work import Work
from holdfast.takedown.index.bank import Bank
from holdfast.takedown.index.following import follow
from holdfast.takedown.index.words import bytes_of
from holdfast.takedown.pdq import pdq

PICTURE = landscape(480, 640, 4)
HASH = pdq(PICTURE)
OTHERS = bytes_of(banks.uniform(500))


@pytest.fixture
def bank(tmp_path):
    return Bank.make(tmp_path / "bank", [*OTHERS, HASH.bits])


@pytest.fixture
def client(bank):
    with TestClient(matcher(bank, Work(2)), raise_server_exceptions=False) as client:
        yield client


def asked(hash_: str, **more: str) -> dict[str, str]:
    return {"signal_type": "pdq", "signal": hash_, **more}


def test_one_hash_is_answered_in_the_shape_of_hma(client):
    near = bytes_of(banks.near(banks.words_of(HASH.bits), 12, banks.chance(1)))[0].hex()
    assert client.get("/m/raw_lookup", params=asked(near)).json() == {"matches": [HASH.hex]}
    told = client.get("/m/raw_lookup", params=asked(near, include_distance="true")).json()
    assert told == {"matches": [{"content_id": HASH.hex, "distance": "12"}]}
    assert client.get("/m/lookup", params=asked(near)).json() == ["holdfast"]
    assert client.get("/m/lookup", params=asked("0f" * 32)).json() == []


def test_upper_case_is_the_same_hash(client):
    assert client.get("/m/raw_lookup", params=asked(HASH.hex.upper())).json() == {"matches": [HASH.hex]}


@pytest.mark.parametrize("form", ["json", "bytes"])
def test_many_hashes_are_answered_in_their_order(client, form):
    hashes = [OTHERS[3], bytes(32), HASH.bits]
    if form == "json":
        body = {"signal_type": "pdq", "signals": [one.hex() for one in hashes]}
        answer = client.post("/m/raw_lookup", json=body)
    else:
        kind = {"content-type": "application/octet-stream"}
        answer = client.post("/m/raw_lookup", content=b"".join(hashes), headers=kind)
    assert [[match["content_id"] for match in matches] for matches in answer.json()["matches"]] == [
        [OTHERS[3].hex()], [], [HASH.hex]
    ]  # fmt: skip


@pytest.mark.parametrize("way", ["form", "body"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_saved_again_copy_is_found_as_it_is_and_turned(client, way, turned):
    picture = PICTURE[::-1, ::-1] if turned else PICTURE
    data = file_of(picture, "JPEG", quality=60).getvalue()
    if way == "form":
        answer = client.post("/m/lookup", files={"photo": ("a.jpg", data, "image/jpeg")})
    else:
        answer = client.post("/m/lookup", content=data, headers={"content-type": "image/jpeg"})
    assert answer.json() == {"pdq": ["holdfast"]}


def test_another_picture_is_not_found(client):
    data = file_of(landscape(300, 300, 77), "PNG").getvalue()
    assert client.post("/m/lookup", files={"photo": ("a.png", data)}).json() == {"pdq": []}


@pytest.mark.parametrize(
    "params",
    [
        {},
        asked(HASH.hex[:63]),
        asked("x" * 64),
        {"signal_type": "video_md5", "signal": HASH.hex},
        {"signal_type": "pdq"},
        {"url": "http://192.0.2.1/a.jpg"},
    ],
)
def test_a_question_that_cannot_be_answered_is_told_so(client, params):
    for path in ("/m/lookup", "/m/raw_lookup"):
        answer = client.get(path, params=params)
        assert answer.status_code == 400 and answer.json()["message"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'{"signal_type": "pdq", "signals": [7]}', 400),
        (b'{"signal_type": "pdq", "signals": ["00"]}', 400),
        (b'{"signal_type": "pdq", "signals": [], "radius": 32}', 400),
        (b'{"signal_type": "pdq", "signals": [], "radius": "x"}', 400),
        (b"[" * 200_000, 400),
        (b" " * 3_000_000, 413),
    ],
)
def test_a_broken_list_is_told_so(client, body, status):
    answer = client.post("/m/raw_lookup", content=body)
    assert answer.status_code == status and answer.json()["message"]


def test_more_than_ten_thousand_hashes_are_too_many(client):
    kind = {"content-type": "application/octet-stream"}
    for many, status in ((MOST_HASHES, 200), (MOST_HASHES + 1, 413)):
        assert client.post("/m/raw_lookup", content=bytes(32) * many, headers=kind).status_code == status
    assert client.post("/m/raw_lookup", content=bytes(33), headers=kind).status_code == 400


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"a text", "image/jpeg"),
        (b"", "image/png"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"no form", "multipart/form-data"),
        (file_of(PICTURE, "JPEG").getvalue()[:3000], "image/jpeg"),
    ],
)
def test_a_file_that_is_no_picture_is_told_so(client, content, kind):
    answer = client.post("/m/lookup", content=content, headers={"content-type": kind})
    assert answer.status_code == 400 and answer.json()["message"]


def test_health_status_and_metrics(client):
    client.get("/m/raw_lookup", params=asked(HASH.hex))
    assert client.get("/health").text == client.get("/status").text == "I-AM-ALIVE"
    assert client.get("/m/index/status").json() == {"pdq": {"present": True, "built_to": 1, "size": 501}}
    metrics = client.get("/metrics").text
    assert "holdfast_matcher_lookups_total 1\n" in metrics and "holdfast_matcher_hits_total 1\n" in metrics
    assert HASH.hex not in metrics


def test_health_tells_when_the_bank_is_gone(client, bank):
    (bank.folder / "current").unlink()
    assert client.get("/health").status_code >= 500


def test_what_another_process_withdraws_is_found_no_more(client, bank):
    other = Bank(bank.folder)
    other.withdraw([HASH.bits])
    assert client.get("/m/raw_lookup", params=asked(HASH.hex)).json() == {"matches": []}


def test_a_full_queue_turns_away_and_says_when_to_come_back():
    async def crowd() -> tuple[int, int]:
        work, let_go = Work(1, most_waiting=3), threading.Event()
        tasks = [asyncio.create_task(work.do(let_go.wait)) for _ in range(5)]
        await asyncio.sleep(0)
        let_go.set()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        work.close()
        return sum(one is True for one in done), sum(isinstance(one, TooManyWaiting) for one in done)

    assert asyncio.run(crowd()) == (3, 2)


def test_a_turned_away_request_gets_503_and_a_time(bank):
    with TestClient(matcher(bank, Work(1, most_waiting=0))) as client:
        answer = client.get("/m/raw_lookup", params=asked(HASH.hex))
        assert answer.status_code == 503 and answer.headers["retry-after"] == "1"
        assert "turned_away_total 1\n" in client.get("/metrics").text


def test_a_grown_bank_gets_a_new_base_meanwhile(bank, monkeypatch):
    from holdfast.takedown.index import bank as module

    monkeypatch.setattr(module, "TAIL_AT_LEAST", 10)
    monkeypatch.setattr(module, "TAIL_SHARE", 1000)
    with TestClient(matcher(bank, Work(1), tidy_every=0.01)) as client:
        Bank(bank.folder).add(bytes_of(banks.uniform(20, 9)))
        for _ in range(200):
            status = client.get("/m/index/status").json()["pdq"]
            if status["built_to"] > 1:
                break
            time.sleep(0.02)
    assert status == {"present": True, "built_to": 2, "size": 521}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_two_processes_share_a_bank_and_see_each_change(bank):
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "holdfast.matcher",
        str(bank.folder),
        "--port",
        str(port),
        "--workers",
        "2",
    ]
    service = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        answers = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False)
        for _ in range(400):
            try:
                answers.get("/health")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        assert answers.get("/m/raw_lookup", params=asked(HASH.hex)).json() == {"matches": [HASH.hex]}
        bank.withdraw([HASH.bits])
        for _ in range(12):
            found = httpx.get(
                f"http://127.0.0.1:{port}/m/raw_lookup", params=asked(HASH.hex), trust_env=False
            )
            assert found.json() == {"matches": []}
        answers.close()
    finally:
        service.terminate()
        _out, err = service.communicate(timeout=20)
    assert HASH.hex.encode() not in err


def test_a_folder_without_a_bank_stops_the_service_with_words(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "holdfast.matcher", str(tmp_path)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2 and "no bank" in done.stderr


def test_a_withdrawal_in_the_mirror_reaches_the_matcher_by_itself(tmp_path):
    path, folder = tmp_path / "mirror.db", tmp_path / "bank"
    fetch(path, photos([HASH.bits]))
    service = matcher(follow(path, folder), Work(1), mirror=path, tidy_every=0.01)
    with TestClient(service) as client:
        assert client.get("/m/lookup", params=asked(HASH.hex)).json() == ["holdfast"]
        fetch(path, photos([HASH.bits], active=False))
        for _ in range(300):
            answer = client.get("/m/lookup", params=asked(HASH.hex)).json()
            if not answer:
                break
            time.sleep(0.02)
        assert answer == []
