"""Reading the shelf: a story that is not built rightly is refused when it is read, never while it is played."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.content.stories import PAGES, read_shelf, shelf
from holdfast.errors import FactsBroken

HEAD = '+++\ntitle = "T"\nnumber = 1\nabout = "A"\n\n[people]\nyou = "Jo"\nsam = "Sam"\n+++\n'
BODY = """# start
It begins.
- sam: hi [first-contact]
* stay > end: Stay. | Hello
* go > end: Go.

# end = The end
It ends.
## else
Else.
## words
- “Bye.”
"""
SPANISH = BODY.replace(" [first-contact]", "").replace(" > end", "")
SPANISH_HEAD = HEAD.replace("number = 1\n", "")


@pytest.fixture
def write(tmp_path):
    """``write(head, body)`` makes a shelf with one story and gives it back; ``es`` adds a Spanish one."""

    def make(head: str = HEAD, body: str = BODY, es: str = ""):
        for code in ("en", "es") if es else ("en",):
            folder = tmp_path / code / "learn"
            folder.mkdir(parents=True)
            for page in PAGES:
                (folder / f"{page}.md").write_text('+++\ntitle = "P"\n+++\nWords.\n', "utf-8")
            (folder / "words.toml").write_text(sentences(), "utf-8")
            (folder / "small.md").write_text(head + body if code == "en" else es, "utf-8")
        return read_shelf(tmp_path, "es" if es else "en")

    return make


def sentences() -> str:
    path = Path(__file__).parents[2] / "src" / "holdfast" / "content" / "en" / "learn" / "words.toml"
    return path.read_text("utf-8")


def test_a_story_is_read(write):
    story = write().stories[0]
    assert [scene.scene_id for scene in story.scenes] == ["start", "end"]
    line, choice = story.scenes[0].lines[0], story.scenes[0].choices[0]
    assert (line.speaker, line.mine, line.signs) == ("Sam", False, ("first-contact",))
    assert (choice.text, choice.says, choice.to) == ("Stay.", "Hello", "end")
    assert story.scenes[1].ending.leave == ("“Bye.”",)
    assert story.scene("end").ending.title == "The end"


def test_another_language_brings_words_and_takes_the_structure(write):
    es = SPANISH_HEAD + SPANISH.replace("It begins.", "Empieza.")
    story = write(es=es).stories[0]
    assert story.scenes[0].tells == ("Empieza.",)
    assert story.scenes[0].lines[0].signs == ("first-contact",)
    assert [choice.to for choice in story.scenes[0].choices] == ["end", "end"]


BROKEN = {
    "a choice back to the beginning": BODY.replace("* go > end", "* go > start"),
    "a choice to nowhere": BODY.replace("* go > end", "* go > nowhere"),
    "a choice that says no place": BODY.replace("* go > end", "* go"),
    "a scene nothing leads to": BODY.replace(
        "# end =", "# lost = Lost\nHere.\n## else\nE.\n## words\n- W.\n\n# end ="
    ),
    "a scene without a way on": BODY.replace("# end =", "# stuck\nHere.\n\n# end =").replace(
        "go > end", "go > stuck"
    ),
    "an ending without words": BODY.replace("## words\n- “Bye.”\n", ""),
    "an ending without else": BODY.replace("## else\nElse.\n", ""),
    "an ending with choices": BODY + "\n# more = M\nX\n* a > end: A.\n",
    "a speaker who is nobody": BODY.replace("- sam:", "- max:"),
    "an unknown heading": BODY.replace("## else", "## other"),
    "a line that is not understood": BODY.replace("- sam: hi", "- hi"),
    "two scenes of one id": BODY.replace("# end =", "# start\nX\n* a > end: A.\n\n# end ="),
    "words before the first scene": "Words.\n" + BODY,
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=list(BROKEN))
def test_a_story_that_is_not_built_rightly_is_refused(write, body):
    with pytest.raises(FactsBroken):
        write(body=body)


HEADS = {
    "no number": HEAD.replace("number = 1\n", ""),
    "nobody to play": HEAD.replace('you = "Jo"\n', ""),
    "a key nobody asked for": HEAD.replace("number = 1", 'number = 1\nscore = "5"'),
    "no title": HEAD.replace('title = "T"\n', ""),
}


@pytest.mark.parametrize("head", HEADS.values(), ids=list(HEADS))
def test_a_front_matter_that_is_not_whole_is_refused(write, head):
    with pytest.raises(FactsBroken):
        write(head=head)


FOREIGN = {
    "told in another order": SPANISH.replace("It begins.\n- sam: hi\n", "- sam: hi\nIt begins.\n"),
    "signs of its own": SPANISH.replace("- sam: hi", "- sam: hi [first-contact]"),
    "ways of its own": SPANISH.replace("* go:", "* go > end:"),
    "a choice less": SPANISH.replace("* go: Go.\n", ""),
    "a message more": SPANISH.replace("- sam: hi", "- sam: hi\n- sam: hi"),
    "another scene": SPANISH.replace("# start", "# begin"),
    "late by itself": SPANISH.replace("## else", "## late\n## else"),
}


@pytest.mark.parametrize("body", FOREIGN.values(), ids=list(FOREIGN))
def test_a_translation_that_changes_the_story_is_refused(write, body):
    with pytest.raises(FactsBroken):
        write(es=SPANISH_HEAD + body)


def test_a_language_without_a_shelf_is_refused():
    with pytest.raises(FactsBroken):
        shelf("xx")
