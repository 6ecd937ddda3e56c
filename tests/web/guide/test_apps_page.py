"""Each app has a page with what to press, in the safe order, good for anyone."""

from __future__ import annotations

import pytest

from holdfast.content.facts import platforms
from holdfast.content.platform import DeactivateKind
from holdfast.web.guide.apps import ADDRESSES

ORDER = (
    "capture-words-only", "ask-for-your-data", "report-inside-the-chat", "mute-or-block", "make-accounts-private",
    "pause-your-account",
)  # fmt: skip


def steps(client, platform_id):
    return [
        shown.step.id.partition(":")[0]
        for shown in client.get(f"/a/{ADDRESSES[platform_id]}").context["app"].steps
    ]


def test_every_app_of_the_facts_has_an_address():
    assert set(ADDRESSES) == set(platforms().ids)
    assert len(set(ADDRESSES.values())) == len(ADDRESSES)


@pytest.mark.parametrize("platform_id", platforms().ids)
def test_proof_comes_first_and_the_account_last(client, platform_id):
    found = [step for step in steps(client, platform_id) if step in ORDER]
    assert found == sorted(found, key=ORDER.index)
    assert steps(client, platform_id)


@pytest.mark.parametrize("platform_id", platforms().ids)
def test_an_app_whose_button_deletes_says_so_and_offers_no_pause(client, platform_id):
    kind = platforms().get(platform_id).deactivate.kind
    deletes = kind in (DeactivateKind.COUNTDOWN, DeactivateKind.PERMANENT_ONLY)
    found = steps(client, platform_id)
    assert ("do-not-press-deactivate" in found) is deletes
    assert not (deletes and {"pause-your-account", "read-the-screen-before-pausing"} & set(found))


def test_nobody_of_whom_nothing_is_known_is_told_to_take_the_picture(client):
    for platform_id in platforms().ids:
        assert "capture-the-chat" not in steps(client, platform_id)


def test_an_app_that_is_none_is_not_found(client):
    assert client.get("/a/99").status_code == 404


def test_the_list_leads_to_every_app(client):
    shown = client.get("/a").content.decode()
    assert all(f'href="/a/{place}"' in shown for place in ADDRESSES.values())
