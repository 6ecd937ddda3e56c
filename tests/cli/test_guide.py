"""``holdfast guide``: the plan on the command line, checked by ids."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

KEYS = {"country", "status", "time", "situation", "crisis", "contacts", "opening", "moments"}
BOY = (
    "guide", "--country", "GB", "--nation", "GB-SCT", "--platform", "instagram", "--age-in-picture", "15",
    "--age-now", "15", "--happened", "threatened",
)  # fmt: skip


def steps(done, *lists: str) -> list[str]:
    return [step["id"] for moment in done.json["moments"] for name in lists for step in moment[name]]


def test_the_plan_of_the_issue_is_printed(line):
    done = line(*BOY, "--json")
    assert done.code == 0
    assert done.json.keys() == KEYS
    assert done.json["situation"]["nation"] == ["scotland"]
    assert "tell-an-adult" in steps(done, "steps")
    assert "police-scotland" in steps(done, "steps", "later")
    assert "report-inside-the-chat:instagram" in steps(done, "steps", "later")


def test_a_plan_is_there_without_any_answer(line):
    done = line("guide", "--json")
    assert done.json["country"] is None
    assert steps(done, "steps")


def test_never_more_than_three_at_once(line):
    done = line(*BOY, "--json")
    assert all(len(moment["steps"]) <= 3 for moment in done.json["moments"])
    screen = line(*BOY).out
    assert "  4. " not in screen and "--all" in screen
    assert "  4. " in line(*BOY, "--all").out


def test_nothing_is_kept(line):
    line(*BOY, "--say", "give me 300 by ten")
    assert not line.home.exists()


def test_words_about_dying_bring_the_crisis_contacts_above_everything(line):
    done = line("guide", "--country", "GB", "--say", "he says I should kill myself", "--json")
    kinds = {contact["kind"] for contact in done.json["crisis"]["contacts"]}
    assert {"emergency", "crisis"} <= kinds
    screen = line("guide", "--country", "GB", "--say", "he says I should kill myself").out
    assert screen.index("Samaritans") < screen.index("Next 5 minutes")
    assert screen.index(done.json["crisis"]["title"]) < screen.index(done.json["opening"][0])
    assert line("guide", "--country", "GB", "--json").json["crisis"] is None


def test_at_night_whoever_answers_in_silence_stands_before_whoever_must_be_called(line):
    line.now = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    contacts = line(*BOY, "--json").json["contacts"]
    open_now = [
        contact for contact in contacts if contact["open"] == "open" and contact["kind"] != "emergency"
    ]
    assert open_now[0]["silent"] is True


def test_who_is_open_follows_the_clock(line):
    asked = ("guide", "--country", "GB", "--age-now", "34", "--age-in-picture", "34", "--json")

    def open_at(hour: int) -> set[str]:
        line.now = datetime(2026, 11, 24, hour, 0, tzinfo=UTC)  # a Tuesday
        return {contact["id"] for contact in line(*asked).json["contacts"] if contact["open"] == "open"}

    assert open_at(11) - open_at(3) == {"gb-revenge-porn-helpline"}


def test_someone_known_in_real_life_changes_the_first_step(line):
    known = line("guide", "--country", "GB", "--known-person", "yes", "--happened", "threatened", "--json")
    stranger = line("guide", "--country", "GB", "--known-person", "no", "--happened", "threatened", "--json")
    assert steps(known, "steps")[0] != steps(stranger, "steps")[0]
    assert "stop-replying" not in steps(known, "steps", "later")


def test_answers_may_be_joined_with_commas_or_given_again(line):
    joined = line("guide", "--happened", "paid,threatened", "--paid-by", "gift_card", "--json").json[
        "situation"
    ]
    again = line(
        "guide", "--happened", "paid", "--happened", "threatened", "--paid-by", "gift-card", "--json"
    )
    assert joined == again.json["situation"]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--happened", "nothing"], "UnknownAnswer"),
        (["--platform", "myspace2"], "UnknownPlatform"),
        (["--country", "Ghana"], "UnknownCountry"),
        (["--language", "xx"], "UnknownLanguage"),
        (["--page", "no-such-page"], "UnknownPage"),
        (["--no-such-option"], "WrongUse"),
        (["--age", "15"], "WrongUse"),
    ],
)
def test_an_answer_that_means_nothing_is_wrong_use_in_words(line, options, error):
    done = line("guide", *options, "--json")
    assert done.code == 2
    assert done.json["error"] == error
    assert done.err.strip() == done.json["message"]


def test_a_country_without_a_file_gets_the_numbers_of_its_region_first(line):
    for country, number in (("AR", "911"), ("GH", "112")):
        done = line("guide", "--country", country)
        assert done.code == 0
        assert f"Call {number}" in done.out.split("Who you can talk to now")[1].splitlines()[2]


def test_a_number_without_a_source_has_the_services_own_page_beside_it(line):
    lines = line("guide", "--all").out.splitlines()
    unsure = [text for text in lines if "not yet checked" in text]
    assert unsure
    assert all("https://" in text or "see" in text for text in unsure)


def test_text_is_wrapped_to_the_terminal(line):
    for width in (40, 72, 100):
        printed = line(*BOY, COLUMNS=str(width)).out
        long = [text for text in printed.splitlines() if len(text) > width and "http" not in text]
        assert long == []


def test_there_is_no_colour_where_there_is_no_terminal(line):
    assert "\x1b" not in line(*BOY).out
    assert "\x1b[1m" in line(*BOY, terminal=True).out
    assert "\x1b" not in line(*BOY, terminal=True, NO_COLOR="1").out
    assert "\x1b" not in line(*BOY, terminal=True, TERM="dumb").out


def test_a_page_can_be_read(line):
    done = line("guide", "--page", "for-an-adult")
    assert done.code == 0 and "**" not in done.out and "##" not in done.out
    assert line("guide", "--page", "for-an-adult", "--json").json.keys() == {"id", "title", "body", "sources"}


def test_the_letters_that_fit_stand_first(line):
    done = line("guide", "--country", "GB", "--happened", "paid", "--paid-by", "card", "--letters", "--json")
    fits = [letter["fits"] for letter in done.json["letters"]]
    assert fits == sorted(fits, reverse=True)
    assert "card" in [letter["id"] for letter in done.json["letters"] if letter["fits"]]
    screen = line("guide", "--happened", "paid", "--paid-by", "card", "--letters").out
    assert screen.index("card: ") < screen.index("crypto-exchange: ")


def test_a_letter_is_filled_with_what_was_said(line):
    done = line(
        "guide", "--platform", "instagram", "--happened", "threatened", "--letter", "platform", "--json"
    )
    assert done.code == 0
    assert "Instagram" in done.json["text"]
    assert "account" in done.json["missing"]
    assert done.json["text"].split("\n")[0] in line("guide", "--letter", "platform").out


def test_a_letter_that_is_none_is_refused(line):
    done = line("guide", "--letter", "nothing")
    assert done.code == 2 and "no such letter" in done.err


def test_what_happens_when_one_reports_is_told_for_the_country(line):
    assert "Ireland: What they ask" in line("guide", "--page", "when-you-report", "--country", "IE").out
    assert (
        "What they ask"
        not in line("guide", "--page", "for-an-adult", "--country", "IE").out.partition("Ireland")[2]
    )


def test_somebody_beside_it_gets_their_own_plan(line):
    done = line("guide", "--who", "recipient", "--age-now", "14", "--json")
    assert steps(done, "steps")[:3] == ["recipient-leave-it", "recipient-report-it", "recipient-tell-them"]
