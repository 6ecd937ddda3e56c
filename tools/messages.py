"""Collects every sentence of the doors into ``content/locale/LANGUAGE``, keeps what is translated, compiles it.

python tools/messages.py es            add new sentences, drop those that are gone, compile
python tools/messages.py es --missing  print what has no translation yet, as JSON
python tools/messages.py es --fill F   take translations from a JSON file: {"id": "text" or ["one", "many"]}
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[1] / "src" / "holdfast"
LOCALE = SOURCE / "content" / "locale"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
#: The same words give the same file.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
#: Django's templates, once they look like Python.
IN_TEMPLATES = {"_": None, "gettext": None, "ngettext": (1, 2)}

Id = str | tuple[str, str]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("language")
    parser.add_argument("--missing", action="store_true")
    parser.add_argument("--fill", type=Path)
    args = parser.parse_args()
    folder = LOCALE / args.language / "LC_MESSAGES"
    catalog = merged(folder / "django.po", args.language)
    if args.fill:
        fill(catalog, json.loads(args.fill.read_text("utf-8")))
    if args.missing:
        print(json.dumps(missing(catalog), ensure_ascii=False, indent=1))
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "django.po").open("wb") as po:
        write_po(po, catalog, no_location=True, sort_output=True, width=120, omit_header=False)
    with (folder / "django.mo").open("wb") as mo:
        write_mo(mo, catalog)
    print(f"{args.language}: {len(catalog)} sentences, {len(missing(catalog))} without a translation")
    return 0


def merged(path: Path, language: str) -> Catalog:
    """Every sentence there is now, with what was translated before. No dates: the same words, the same file."""
    old = (
        read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    )
    new = Catalog(
        locale=language,
        header_comment=f"# The doors' own sentences in {language}. Made by tools/messages.py; translations are kept.",
        project="Holdfast",
        version="1",
        msgid_bugs_address="see SECURITY.md",
        creation_date=BEGINNING,
        revision_date=BEGINNING,
        last_translator="see docs/review",
        language_team=language,
        fuzzy=False,
    )
    for found in sorted(set(sentences()), key=str):
        before = old.get(found if isinstance(found, str) else found[0])
        flags = {"python-brace-format"} if "{" in str(found) else set()
        new.add(found, before.string if before and before.id == found else None, flags=flags)
    return new


def fill(catalog: Catalog, told: dict[str, str | list[str]]) -> None:
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key and key in told:
            found = told[key]
            message.string = tuple(found) if isinstance(found, list) else found


def missing(catalog: Catalog) -> list[Id]:
    return [message.id for message in catalog if message.id and not all(_strings(message.string))]


def _strings(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ("",))


def sentences() -> Iterator[Id]:
    """Message ids of both doors: calls in Python, tags in templates, the words of errors."""
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text("utf-8")
        yield from _calls(text, KEYWORDS)
        yield from _errors(ast.parse(text))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    from django.utils.translation.template import templatize

    for path in sorted(SOURCE.rglob("*.html")):
        yield from _calls(templatize(path.read_text("utf-8")), IN_TEMPLATES)


def _calls(text: str, keywords: dict[str, object]) -> Iterator[Id]:
    for _line, found, *_more in extract("python", io.BytesIO(text.encode()), keywords=keywords):
        if isinstance(found, tuple):
            yield (found[0], found[1])
        elif found:
            yield found


def _errors(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        named = any(isinstance(target, ast.Name) and target.id == "for_person" for target in targets)
        if named and isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield str(ast.literal_eval(node.value))


if __name__ == "__main__":
    raise SystemExit(main())
