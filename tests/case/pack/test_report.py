"""The PDF: its marks, its page 1, and that no text makes it fail."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.case import drawn
from tests.case.pack.filled import MADE, PLAN, add_picture, bodies, filled, pack, screenshot
from tests.case.pack.opened import files_of

from holdfast.case.pack.blocks import Bullets, Code, Facts, Heading, Look, Table, Text, Thread, Title
from holdfast.case.pack.glyphs import Printer
from holdfast.case.pack.interface import Choice, Section
from holdfast.case.pack.typeset import Imprint, pdf, printable
from holdfast.case.values import Account, AgeInPicture, Demand, Offender, PictureAnswer
from holdfast.identifiers import Identifier, IdentifierKind

needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not on this machine")


def report(data: bytes, name: str = "report.pdf") -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(files_of(data)[f"data/{name}"]))


def words_of(data: bytes, name: str = "report.pdf", page: int = 0) -> str:
    """The words of a volume (or one page of it), as a reader gets them, spaces and line ends as one space."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    run = ["pdftotext", *pages, "-", "-"]
    done = subprocess.run(run, input=files_of(data)[f"data/{name}"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def figures(pdf_file: pikepdf.Pdf) -> list[pikepdf.Object]:
    found, queue = [], [pdf_file.Root.StructTreeRoot.K]
    while queue:
        node = queue.pop()
        if isinstance(node, pikepdf.Array):
            queue += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            found += [node] if node.get("/S") == "/Figure" else []
            queue += [node.K] if "/K" in node else []
    return found


def test_it_is_pdf_a_3a_and_pdf_ua_1(packed):
    marks = report(packed.data).open_metadata()
    assert (marks["pdfaid:part"], marks["pdfaid:conformance"]) == ("3", "A")
    assert marks["pdfuaid:part"] == "1"


def test_it_is_tagged_and_has_language_title_author_and_outline(packed):
    file = report(packed.data)
    assert file.Root.MarkInfo.Marked and file.Root.Lang == "en"
    assert file.docinfo["/Title"] == "Sextortion: report for the police" and file.docinfo["/Author"]
    assert file.Root.ViewerPreferences.DisplayDocTitle
    with file.open_outline() as outline:
        titles = [part.title for part in outline.root]
    assert (
        titles[0] == "At a glance"
        and "Exhibits" in titles
        and "Evidence log" in titles
        and "My plan" in titles
    )


def test_every_picture_has_words_for_those_who_cannot_see_it(packed):
    file = report(packed.data)
    alts = [str(figure.Alt) for figure in figures(file) if "/Alt" in figure]
    assert len(alts) == 5 and all(re.match(r"Picture of exhibit HF/\d{3}: .+", alt) for alt in alts)


def test_fonts_are_ours_and_inside(packed):
    names = set()
    for page in report(packed.data).pages:
        for font in page.Resources.get("/Font", {}).values():
            names.add(str(font.BaseFont).split("+")[-1])
            for inner in font.DescendantFonts:
                assert any(key in inner.FontDescriptor for key in ("/FontFile2", "/FontFile3"))
    assert names <= {"DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"}


def test_pictures_are_the_small_copies_and_untouched(packed):
    files = files_of(packed.data)
    copies = {data for name, data in files.items() if name.endswith("derived.jpg")}
    inside = set()
    for page in report(packed.data).pages:
        for image in page.get_images().values():
            inside.add(image.read_raw_bytes())
    assert copies <= inside


@needs_pdftotext
def test_page_1_tells_an_officer_what_matters(packed):
    page = words_of(packed.data, page=1)
    for said in (
        "Stated by the person, not checked.",
        "mia_example.x",
        "178414000000001",
        "https://instagram.example",
        "tonight, 22:00",
        "50 GBP, by Steam gift card",
        "No sexual picture is enclosed",
        "HF/001 to HF/009",
        "do not ring",
        "Europe/ London",
        packed.made.key_fingerprint,
    ):
        assert said in page or said.replace(" ", "") in page.replace(" ", ""), said


@needs_pdftotext
@pytest.mark.parametrize("age", list(AgeInPicture))
def test_page_1_says_if_a_child_is_in_the_picture(house, age):
    case = house.case(age)
    case.put(bodies()[0])
    page = words_of(pack(case)[0], page=1)
    told = {
        "adult": "No. The person in the picture was 18",
        "under_18": "YES. The person",
        "unknown": "Not said. Please",
    }
    assert told[age.value] in page


@needs_pdftotext
def test_page_1_stays_one_page_however_much_there_is(house):
    case = house.case()
    long = "something very long that goes on and on " * 200
    for number in range(12):
        theirs = tuple(
            Identifier(k, f"{number}{'x' * 80}1", "instagram")
            for k in (IdentifierKind.HANDLE, IdentifierKind.NUMERIC_ID)
        )
        case.put(
            Offender(
                (*theirs, Identifier(IdentifierKind.PHONE, f"+44 7700 9000{number:02d}")), "instagram", long
            )
        )
        case.put(Demand(long, long, "GBP", long, long, long, long))
        case.put(replace(bodies()[3], note=long, reference=long))
    case.put(Account(long, long, long, long))
    data, _ = pack(case, Choice(risk=(long,) * 3))
    assert "Contents" not in words_of(data, page=1) and "Contents" in words_of(data, page=2)


@needs_pdftotext
def test_what_was_cut_on_page_1_stands_further_down(house):
    case = house.case()
    case.put(Demand(wants="start " + "and more " * 100 + "the very end"))
    data, _ = pack(case)
    assert "the very end" not in words_of(data, page=1) and "the very end" in words_of(data)


@needs_pdftotext
def test_no_sentence_is_left_with_an_unfilled_place(house):
    case = filled(house, pictures=2)
    noted = drawn.saved(drawn.screen(), "PNG") + b"something after the end"
    assert add_picture(case, noted, title="With something after its end").left_out
    case.set_about(country="US")
    data, _ = pack(case, Choice(sections=(PLAN,)))
    # The PowerShell line is the only place where braces belong.
    said = re.sub(r"Get-Content.*?} }", "", words_of(data))
    assert "{" not in said and "Parts of the file were not kept: 1." in said


@needs_pdftotext
def test_marks_of_any_language_of_ours_are_data(house):
    """Text that would be markup, code or a file name elsewhere prints as it is."""
    case = house.case()
    hostile = '#import "x" *bold* _it_ $x^2$ = Heading <label> @ref // no /* no */ `raw`'
    hostile += ' #read("/etc/passwd") \\u{41} {} {0} %s'
    case.put(Account(hostile, hostile, hostile, hostile))
    item = case.add_text(hostile, title=hostile)
    data, _ = pack(case, Choice(sections=(Section(hostile, (hostile, "- " + hostile)),), risk=(hostile,)))
    assert item and words_of(data).replace(" ", "").count(hostile.replace(" ", "")) >= 5


@needs_pdftotext
def test_characters_shown_by_number_are_said_on_page_1_and_named_at_the_end(packed):
    assert packed.made.replaced_characters == 7
    assert "[U+1F602]: 7." in words_of(packed.data, page=1)
    text = words_of(packed.data)
    assert "RIGHT-TO-LEFT OVERRIDE" in text and "[U+202E]" in text


@needs_pdftotext
def test_a_long_chat_is_cut_and_says_where_it_goes_on(house):
    case = house.case()
    chat = b"".join(b"12/03/2026, 21:04 - mia_example: line %d\n" % n for n in range(50_000))
    case.add("chat.txt", [chat], answer=PictureAnswer.NO)
    data, _ = pack(case)
    text = words_of(data)
    assert "line 1999" in text and "line 2500" not in text
    assert "more in the pack, in data/items/001/original.txt" in text
    assert files_of(data)["data/items/001/original.txt"] == chat


def test_a_word_of_a_hundred_thousand_letters_stays_on_the_page(house):
    case = house.case()
    case.put(Account("W" * 100_000, "M" * 100_000, "i" * 100_000, "😀" * 50_000))
    case.add_text("W" * 100_000)
    data, _ = pack(case)
    with pikepdf.open(io.BytesIO(files_of(data)["data/report.pdf"])) as file:
        assert 10 < len(file.pages) < 200
    if shutil.which("pdftotext"):
        run = ["pdftotext", "-bbox", "-", "-"]
        done = subprocess.run(run, input=files_of(data)["data/report.pdf"], capture_output=True, check=True)
        assert max(float(x) for x in re.findall(rb'<word [^>]*xMax="([\d.]+)"', done.stdout)) < 595 - 40


def test_many_pictures_make_several_volumes_under_ten_megabytes(house):
    case = house.case()
    heavy = drawn.saved(drawn.screen((300, 600)), "JPEG") + b""
    for number in range(108):
        add_picture(case, screenshot(number, (240, 200)))
    data, made = pack(case, smaller=lambda _reader: (heavy, (300, 600)))
    names = [name for name in files_of(data) if name.endswith(".pdf")]
    assert made.volumes == 2 and names == ["data/report.pdf", "data/report-2.pdf"]
    second = report(data, "report-2.pdf")
    assert len([figure for figure in figures(second) if "/Alt" in figure]) == 8
    assert report(data, "report-2.pdf").open_metadata()["pdfuaid:part"] == "1"
    noise = drawn.saved(Image.effect_noise((900, 1600), 90).convert("RGB"), "JPEG", quality=90)
    few = house.again(case)
    data, made = pack(
        few,
        Choice(items=frozenset(i.item_id for i in case.items()[:30])),
        smaller=lambda _r: (noise, (900, 1600)),
    )
    assert made.volumes > 1
    assert all(len(d) < 10_000_000 for name, d in files_of(data).items() if name.endswith(".pdf"))


def test_the_same_case_at_another_time_makes_another_report(house):
    case = filled(house, pictures=1)
    one, same = (files_of(pack(case, Choice(include_log=False))[0])["data/report.pdf"] for _ in range(2))
    later = files_of(pack(case, Choice(include_log=False), MADE + timedelta(seconds=1))[0])["data/report.pdf"]
    assert one == same != later


def test_a_language_without_words_falls_back_to_english(packed):
    for language in ("xx", "../en", "de"):
        data, _ = pack(packed.case, Choice(language=language))
        assert report(data).Root.Lang in ("en", language)


@needs_pdftotext
def test_the_united_states_get_a_page_to_fill_in(house):
    case = house.case()
    case.put(bodies()[0])
    assert "902(13)" not in words_of(pack(case)[0])
    case.set_about(country="US")
    assert "902(13)" in words_of(pack(case)[0])


# --- any text --------------------------------------------------------------------------------------------

ANY_TEXT = st.text(st.characters(codec=None), max_size=120)
HOSTILE = st.sampled_from(
    [
        "\u202e\u2066abc\u2069",
        "\ud800\udc00",
        "\ufeff\ufffe\uffff",
        "\x00\x07\x1b[31m",
        "ก็็็็็็็็",
        "🇬🇧👨‍👩‍👧‍👦🏽",
        "אבג‏ abc العربية",
        "\u0301\u0301x",
        "\n\r\u2028\u2029\x0b\x0c",
        "",
        " ",
        "﷽" * 50,
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A",
        "\ue000\ue001",
        "\U0010ffff",
    ]
)
TEXT = ANY_TEXT | HOSTILE


def blocks_of(texts: list[str]) -> list[object]:
    a, b, c = texts
    return [
        Title(a),
        Heading(b),
        Heading(c, 2),
        *(Text((a, Code(b), c), look) for look in Look),
        Bullets((a, b)),
        Facts(((a, (b, Code(c))),)),
        Table((a, b), (((c,), (a, b)),), (20, 80)),
        Thread((a, b, c)),
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, min_size=3, max_size=3))
def test_the_report_never_fails_on_any_unicode_text(texts):
    imprint = Imprint(*texts[:1], texts[1], texts[2], "en", MADE, texts[0], texts[1], texts[2], texts[0])
    made = pdf(imprint, printable(blocks_of(texts), Printer()), {}, {})
    assert made.startswith(b"%PDF-1.7")


@settings(max_examples=12, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_a_whole_pack_never_fails_on_any_unicode_text(packed, one, two, three):
    class Changed:
        def __getattr__(self, name):
            return getattr(packed.case, name)

        def items(self):
            return tuple(
                replace(i, title=one, note=two, captured=three, platform=one, name=two)
                for i in packed.case.items()
            )

        def records(self, kind=None):
            found = [
                replace(r, body=replace(r.body, note=two))
                for r in packed.case.records()
                if hasattr(r.body, "note")
            ]
            story = replace(packed.case.records()[0], body=Account(one, two, three, one))
            return (story, *found)

    data, _ = pack(
        Changed(), Choice(sections=(replace(PLAN, title=one, paragraphs=(two, "- " + three)),), risk=(three,))
    )
    assert report(data).Root.MarkInfo.Marked
