"""The Spanish plan: words about dying are found as people write them, and the hard rule holds in its words too."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from tests.guide.situations import situations
from tests.guide.test_hard_rule import takes_the_picture as takes_the_picture_in_english
from tests.guide.test_plan import NOON

from holdfast.content.words import CrisisSign, words
from holdfast.guide.crisis import crisis_words, fold
from holdfast.guide.plan import make_plan
from holdfast.guide.situation import Age, Situation

SPANISH = "es"
SIGNS = words(SPANISH).crisis.signs

_TAKES = re.compile(
    r"\b(?:capturas?|fotograf\w+|descarg\w+|sub(?:e|es|ir|an?)|guard\w+|copi\w+|mand\w+|envi\w+|reenvi\w+|"
    r"compart(?:e|an?|as|ir)|grab\w+|adjunt\w+|recort\w+|tap[ae]\w*|difumin\w+|pasa\w*)\b",
    re.I,
)
_SECOND = re.compile(r"\b(?:segund[oa]|otr[oa]) (?:telefono|camara|equipo)\b", re.I)
_PICTURE = re.compile(r"\b(?:fotos?|imagen(?:es)?|videos?|desnud\w+)\b", re.I)
_NOT = re.compile(r"\b(?:no|nunca|nadie|sin|ni|tampoco|ninguna?|nada|deja|amenazas?|avisa\w*|solo)\b", re.I)


def plain(text: str) -> str:
    """Without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")


def takes_the_picture(line: str) -> bool:
    """A sentence tells to do something with a picture. A quoted sentence to be said is no instruction."""
    said = plain(re.sub(r"“[^”]*”", "", line))
    if _SECOND.search(said) and _PICTURE.search(said) and not _NOT.search(said):
        return True
    return any(
        _TAKES.search(sentence) and _PICTURE.search(sentence) and not _NOT.search(sentence)
        for sentence in re.split(r"(?<=[.!?:])\s", said)
    )


@pytest.mark.parametrize(
    "line",
    [
        "Haz una captura de la foto.",
        "Guarda el video primero. No borres el chat.",
        "Sube la foto a su página.",
        "Mándanos la imagen.",
        "Usa un segundo teléfono para la foto.",
    ],
)
def test_an_instruction_to_take_the_picture_is_seen(line: str) -> None:
    assert takes_the_picture(line)


@pytest.mark.parametrize(
    "line",
    [
        "No copies la foto. Tampoco la borres.",
        "Haz capturas solo de palabras: su nombre, la amenaza, lo que quiere.",
        "Deja fuera las fotos sexuales.",
        "Di: “Esta persona manda fotos.”",
    ],
)
def test_a_warning_is_no_instruction(line: str) -> None:
    assert not takes_the_picture(line)


@given(situations().filter(lambda s: s.picture_age is not Age.ADULT))
@settings(max_examples=200, deadline=None)
def test_no_plan_for_a_child_tells_anyone_to_take_the_picture(situation: Situation) -> None:
    for step in make_plan(situation, now=NOON, language=SPANISH).steps():
        for line in (step.title, *step.lines):
            assert not takes_the_picture(line), f"{step.id}: {line}"
            assert not takes_the_picture_in_english(line), f"{step.id}: {line}"


@given(situations())
@settings(max_examples=100, deadline=None)
def test_a_spanish_plan_has_the_same_steps_in_the_same_order(situation: Situation) -> None:
    english = make_plan(situation, now=NOON)
    assert make_plan(situation, now=NOON, language=SPANISH).ids() == english.ids()


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.sign_id)
def test_a_sign_finds_its_example_and_misses_its_counter_example(sign: CrisisSign) -> None:
    pattern = re.compile(sign.pattern)
    assert pattern.search(fold(sign.example))
    assert crisis_words(sign.example, SPANISH)
    assert not crisis_words(sign.counter, SPANISH)


@pytest.mark.parametrize(
    "text",
    [
        "ya no puedo más con esto",
        "MÁTATE!!!",
        "matate de una vez",
        "quítate la vida",
        "me dijo que debería morirme",
        "mi hijo se quiere matar",
        "mi hija se hace daño",
        "todos estarían mejor sin mí",
        "voy a tirarme al tren",
        "tomé un montón de pastillas",
        "no le veo sentido a vivir",
        "si no pagas, muérete",
        "ella habla de suicidio",
        "mañana ya no voy a estar aquí",
    ],
)
def test_words_are_found_however_they_are_spelled(text: str) -> None:
    assert crisis_words(text, SPANISH)


@pytest.mark.parametrize(
    "text",
    [
        "Paga 200 antes de medianoche o se lo mando a tu madre",
        "te voy a matar si no pagas",
        "mi mamá me va a matar",
        "se me cortó la llamada",
        "ya no puedo entrar en mi cuenta",
        "quiero que la foto desaparezca",
        "voy a morirme de risa",
        "Dice que me grabó",
    ],
)
def test_a_threat_alone_is_no_word_about_dying(text: str) -> None:
    assert not crisis_words(text, SPANISH)
