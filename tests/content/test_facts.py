"""The loader: countries and platforms by code, id and alias, each file read when it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.content.contact import ContactKind
from holdfast.content.facts import Places, Platforms, places, platforms
from holdfast.errors import FactsBroken, UnknownCountry, UnknownPlatform

PLACES = Path(__file__).parents[2] / "src" / "holdfast" / "content" / "places"
PLATFORMS = PLACES.parent / "platforms"


@pytest.mark.parametrize("code", ["GB", "gb", " uk ", "UK"])
def test_a_country_is_found_however_its_code_is_typed(code: str) -> None:
    assert places().country(code).code == "GB"


@pytest.mark.parametrize("code", ["", "*", "EU", "XX", "GBR", "world", "../gb", "GB-SCT"])
def test_a_code_without_a_file_is_unknown(code: str) -> None:
    with pytest.raises(UnknownCountry):
        places().country(code)


def test_an_unknown_code_is_not_repeated_in_the_log() -> None:
    with pytest.raises(UnknownCountry) as caught:
        places().country("my secret")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "platform_id"),
    [("Instagram", "instagram"), ("insta", "instagram"), ("TWITTER", "x"), ("X", "x"), ("e-mail", "email"),
     ("Gmail", "email"), ("Facebook Messenger", "messenger"), ("sms", "imessage-sms"), ("WhatsApp", "whatsapp"),
     ("google chat", "google-chat-meet"), ("../instagram", "instagram")],
)  # fmt: skip
def test_a_platform_is_found_by_id_name_or_alias(typed: str, platform_id: str) -> None:
    assert platforms().get(typed).platform_id == platform_id


@pytest.mark.parametrize("typed", ["", "???", "myspace"])
def test_a_platform_nobody_wrote_down_is_unknown(typed: str) -> None:
    with pytest.raises(UnknownPlatform):
        platforms().get(typed)


def test_only_the_file_that_is_asked_for_is_read(tmp_path: Path) -> None:
    (tmp_path / "gb.toml").write_text((PLACES / "gb.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "ie.toml").write_text("this is not TOML", "utf-8")
    made = Places(tmp_path)
    assert made.codes == ("GB", "IE")
    assert made.country("GB").name == "United Kingdom"
    with pytest.raises(FactsBroken, match=r"ie\.toml"):
        made.country("IE")


def test_a_file_under_another_countrys_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fr.toml").write_text((PLACES / "gb.toml").read_text("utf-8"), "utf-8")
    with pytest.raises(FactsBroken, match="says it is GB"):
        Places(tmp_path).country("FR")


def test_two_platforms_with_one_alias_are_refused(tmp_path: Path) -> None:
    for name in ("instagram", "x"):
        text = (PLATFORMS / f"{name}.toml").read_text("utf-8")
        (tmp_path / f"{name}.toml").write_text(text.replace('"twitter"', '"insta"'), "utf-8")
    with pytest.raises(FactsBroken, match="insta"):
        Platforms(tmp_path).get("anything")


def test_a_country_of_the_eu_falls_back_to_the_116_numbers_it_has_none_of_its_own_for() -> None:
    denmark, poland = places().country("DK"), places().country("PL")
    assert "eu-116111" in {c.contact_id for c in places().fall_back(denmark)} - {"eu-112"}
    assert "eu-116111" not in {c.contact_id for c in places().fall_back(poland)}


def test_a_country_with_a_file_never_falls_back_to_the_worlds_emergency_numbers() -> None:
    for country in places().all:
        assert ContactKind.EMERGENCY not in {c.kind for c in places().fall_back(country)}
    assert ContactKind.EMERGENCY in {c.kind for c in places().fall_back(None)}
