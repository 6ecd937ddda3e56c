"""What the signs of one language find in a text: ``tools/signs.py es "te he grabado"`` (``-`` reads standard input)."""

from __future__ import annotations

import sys

from holdfast.check.signs import find_signs, pack_reader, tokeniser


def main(language: str, text: str) -> None:
    text = sys.stdin.read() if text == "-" else text
    print("words:", " ".join(tokeniser((language,)).tokens(text).norms))
    signs = pack_reader(language).signs
    for sign_id, start, end in find_signs(text, language):
        print(f"{signs[sign_id].family:<12} {sign_id:<22} {text[start:end]!r}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
