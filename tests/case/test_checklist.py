"""What is there and what is missing, app by app."""

from __future__ import annotations

from datetime import UTC, datetime

from holdfast.case.checklist import Check, Need, checks_of, platforms_in
from holdfast.case.values import Demand, Item, Kind, Offender, Payment, PictureAnswer, Record
from holdfast.identifiers import Identifier, IdentifierKind

NOW = datetime(2031, 5, 6, tzinfo=UTC)


def item(kind: Kind = Kind.PNG, platform: str = "", *, struck: bool = False) -> Item:
    return Item(
        item_id="aaaaaaaa", number=1, kind=kind, name="a.png", size=1, sha256="", blob_id="b", added=NOW,
        answer=PictureAnswer.NO, platform=platform, struck=struck,
    )  # fmt: skip


def record(body: object) -> Record:
    return Record("rrrrrrrr", body, NOW)  # type: ignore[arg-type]


def there(checks: tuple[Check, ...]) -> set[Need]:
    return {check.need for check in checks if check.done}


def test_an_empty_case_lacks_everything() -> None:
    (app,), general = checks_of([], [], [""])
    assert not there(app.checks)
    assert general == (Check(Need.DEMAND, False),)


def test_what_is_there_counts_for_its_own_app_only() -> None:
    theirs = Offender(
        (
            Identifier(IdentifierKind.HANDLE, "mia.example", "instagram"),
            Identifier(IdentifierKind.LINK, "https://snapchat.example.com/mia", "snapchat"),
        )
    )
    apps, _ = checks_of([item(platform="instagram")], [record(theirs)], ["instagram", "snapchat"])
    assert there(apps[0].checks) == {Need.CHAT, Need.NAME}
    assert there(apps[1].checks) == {Need.LINK}


def test_with_one_app_what_has_no_app_is_its_own() -> None:
    (app,), _ = checks_of([item()], [record(Offender((), "instagram"))], ["instagram"])
    assert Need.CHAT in there(app.checks)


def test_whether_the_profile_is_on_a_picture_only_the_person_can_tell() -> None:
    (app,), _ = checks_of([item()], [], [""])
    assert Check(Need.PROFILE, None) in app.checks


def test_a_chat_export_is_the_app_s_own_data() -> None:
    (app,), _ = checks_of([item(Kind.CHAT)], [], [""])
    assert {Need.CHAT, Need.EXPORT} <= there(app.checks)


def test_what_was_struck_does_not_count() -> None:
    (app,), _ = checks_of([item(struck=True)], [], [""])
    assert not there(app.checks)


def test_where_the_money_goes_is_asked_once_money_is_asked_for() -> None:
    _, general = checks_of([], [record(Demand("money"))], [""])
    assert general == (Check(Need.DEMAND, True), Check(Need.PAYEE, False))
    paid = Payment("50", paid_to=(Identifier(IdentifierKind.BANK, "GB33BUKB20201555555555"),))
    _, general = checks_of([], [record(paid)], [""])
    assert Check(Need.PAYEE, True) in general


def test_apps_come_from_the_plan_then_from_what_was_saved() -> None:
    theirs = record(Offender((Identifier(IdentifierKind.HANDLE, "mia", "discord"),), "telegram"))
    found = platforms_in([item(platform="whatsapp")], [theirs], ["instagram"])
    assert found == ("instagram", "telegram", "discord", "whatsapp")
    assert platforms_in([], [], []) == ("",)
