"""The forms of a case: what is asked, and how an answer becomes a record of the case room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, cast
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from holdfast.case.values import Account, AgeInPicture, Body, Demand, Offender, Payment, RecordKind, Report
from holdfast.identifiers import Identifier

SHORT, LONG = 300, 20_000


def line(label: object, hint: object = "", *, limit: int = SHORT, **words: str) -> forms.CharField:
    """One line of text, never asked for by force."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **words})
    return forms.CharField(
        label=cast(str, label), help_text=cast(str, hint), max_length=limit, required=False, widget=widget
    )


def text(label: object, hint: object = "", *, rows: int = 4) -> forms.CharField:
    """Several lines of text."""
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(
        label=cast(str, label), help_text=cast(str, hint), max_length=LONG, required=False, widget=widget
    )


def one_of(
    label: object, choices: Iterable[tuple[str, object]], hint: object = "", *, required: bool = False
) -> forms.ChoiceField:
    """One answer of several, each a large target."""
    return forms.ChoiceField(
        label=cast(str, label),
        choices=list(choices),
        help_text=cast(str, hint),
        required=required,
        widget=forms.RadioSelect,
    )


AGE_CHOICES = (
    (AgeInPicture.ADULT.value, _("18 or over")),
    (AgeInPicture.UNDER_18.value, _("Under 18")),
    (AgeInPicture.UNKNOWN.value, _("I do not know")),
)


class AgeForm(forms.Form):
    """How old the person in the picture is, when it was taken. No answer counts as perhaps a child."""

    age = one_of(
        _("How old is the person in the picture?"),
        AGE_CHOICES,
        _("What counts is the age when it was taken."),
    )

    @property
    def answer(self) -> AgeInPicture:
        return AgeInPicture(self.cleaned_data["age"] or AgeInPicture.UNKNOWN)


class NewForm(AgeForm):
    """What a new case is made from. ``once`` makes a double press harmless; ``zone`` is the browser's time zone."""

    once = forms.RegexField(r"^[A-Za-z0-9_-]{16,64}$", widget=forms.HiddenInput)
    zone = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput(attrs={"data-zone": ""}))

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        return zone if zone in available_timezones() else "UTC"


class OpenForm(forms.Form):
    """One field, forgiving. Pasting is welcome, remembering is not."""

    code = forms.CharField(
        label=_("Your case code"),
        help_text=_(
            "Seven words. Capital letters and dashes do not matter. The recovery code works here too."
        ),
        max_length=400,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "autocorrect": "off",
                "spellcheck": "false",
            }
        ),
    )


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of record: its address, its form, and the words around it."""

    slug: str
    kind: RecordKind
    form: type[RecordForm]
    title: object
    intro: object
    has_rows: bool = False
    rows_title: object = ""
    rows_hint: object = ""
    only_one: bool = False


class RecordForm(forms.Form):
    """A typed record. ``body`` is a value of the case room made of the answers and the identifier rows."""

    VALUE: ClassVar[type[Body]]
    ROWS: ClassVar[str] = ""
    #: What is asked at once; the rest is one press away.
    FIRST: ClassVar[tuple[str, ...]] = ()

    def body(self, identifiers: tuple[Identifier, ...] = ()) -> Body:
        answers: dict[str, Any] = dict(self.cleaned_data)
        if self.ROWS:
            answers[self.ROWS] = identifiers
        return self.VALUE(**answers)

    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    def more_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.FIRST]

    def more_is_used(self) -> bool:
        """Whether the folded part must be open: something stands in it, or is wrong there."""
        return any(field.value() or field.errors for field in self.more_fields())

    def is_blank(self) -> bool:
        return not any(self.cleaned_data.values())


class OffenderForm(RecordForm):
    VALUE, ROWS = Offender, "identifiers"
    platform = line(_("Where did it start?"), _("The app or website, for example Instagram."))
    says_about_self = text(
        _("What did they say about themselves?"), _("Name, age, place, job. It may all be false."), rows=3
    )
    note = text(_("Anything else about them"), rows=3)


class DemandForm(RecordForm):
    VALUE = Demand
    FIRST = ("wants", "amount", "deadline")
    wants = line(_("What do they want?"), _("For example money, more pictures, a password."))
    amount = line(_("How much?"))
    currency = line(_("In which money?"), _("For example pounds, euros, dollars, gift cards."))
    method = line(_("How should it be paid?"))
    deadline = line(_("By when?"), _("Write it as they said it, with the day you read it."))
    audience = line(_("Who do they say will see it?"))
    words = text(
        _("Their words, if you want to copy them"), _("One line is enough. You can leave this out."), rows=3
    )
    note = text(_("Anything else"), rows=3)


class PaymentForm(RecordForm):
    VALUE, ROWS = Payment, "paid_to"
    FIRST = ("amount", "method", "when")
    amount = line(_("How much did you send?"))
    currency = line(_("In which money?"), _("For example pounds, euros, dollars, gift cards."))
    method = line(_("How did you send it?"), _("For example bank, card, gift card, coins, an app."))
    when = line(_("When?"))
    reference = line(_("Number on the receipt or the card"))
    note = text(_("Anything else"), rows=3)


class ReportForm(RecordForm):
    VALUE = Report
    FIRST = ("to", "when", "reference")
    to = line(_("Who did you report it to?"), _("For example the police, the app, your bank."))
    when = line(_("When?"))
    reference = line(_("Which number did they give you?"), _("Crime number or case number."))
    answer = text(_("What did they say?"), rows=3)
    note = text(_("Anything else"), rows=3)


class StoryForm(RecordForm):
    VALUE, ROWS = Account, "own_accounts"
    FIRST = ("story", "wishes")
    story = text(
        _("What happened, from the start?"),
        _("Short is fine. You write it once; the pack carries it for you."),
        rows=10,
    )
    wishes = text(
        _("What do you want to happen?"), _("For example how to reach you, and who must not be told."), rows=3
    )
    name = line(_("Your name, if you want it in the pack"))
    contact = line(_("How can the police reach you safely?"), _("A number or e-mail that nobody else reads."))


TASKS = (
    Task(
        "who", RecordKind.OFFENDER, OffenderForm, _("Who they are"),
        _("Write down what they showed you. Police and apps can find an account by it."),
        has_rows=True, rows_title=_("Their accounts, links and numbers"),
        rows_hint=_("Only theirs. Not your own, and not your friends’."),
    ),
    Task(
        "want", RecordKind.DEMAND, DemandForm, _("What they want"),
        _("Fill in what you know. Leave the rest empty."),
    ),
    Task(
        "paid", RecordKind.PAYMENT, PaymentForm, _("Money you sent"),
        _("Many people pay at first. Your bank or card may still stop it."),
        has_rows=True, rows_title=_("Where the money went"),
        rows_hint=_("The account, card or address it was sent to."),
    ),
    Task(
        "told", RecordKind.REPORT, ReportForm, _("A report you made"),
        _("Each report you made counts. Keep the numbers in one place."),
    ),
    Task(
        "story", RecordKind.ACCOUNT, StoryForm, _("What happened, in your words"),
        _("Nobody here reads it. It goes where you send it, and nowhere else."),
        has_rows=True, rows_title=_("Your own accounts they know"), rows_hint=_("So that the app can protect them."),
        only_one=True,
    ),
)  # fmt: skip

BY_SLUG = {task.slug: task for task in TASKS}
BY_KIND = {task.kind: task for task in TASKS}


class WordsForm(forms.Form):
    """Pasted messages or mail."""

    words = forms.CharField(
        label=_("Paste the words here"), required=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    title = line(_("What is it?"), _("For example: their first threat. You can leave this out."))
    captured = line(_("When was it sent?"), _("Day and time as shown. You can leave this out."))


class ItemForm(forms.Form):
    """What a person may write beside an item."""

    title = line(_("Short title"))
    captured = line(_("When was it taken or sent?"), _("Day and time, as you remember it."))
    note = text(_("Your note"), rows=3)


class DeleteForm(forms.Form):
    """Deleting asks for the word to be typed."""

    word = line(_("Type the word delete"), limit=20, autocapitalize="none", spellcheck="false")

    def agrees(self) -> bool:
        return self.is_valid() and self.cleaned_data["word"].strip().casefold() in (
            "delete",
            str(_("delete")),
        )
