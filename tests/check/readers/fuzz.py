"""One reader under atheris: ``python -m tests.check.readers.fuzz FORMAT SECONDS FOLDER``.

Every input is read as FORMAT, and by the reader that is found for it. Only HoldfastErrors may come out. FOLDER gets
what led somewhere new, and the input of a fault.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["holdfast.check.readers"]):
    from holdfast.check.readers import open_document
    from holdfast.errors import HoldfastError


def main(format_id: str, seconds: str, folder: str) -> None:
    def one(data: bytes) -> None:
        for by_hand in (format_id, ""):
            try:
                document = open_document(data, as_format=by_hand)
            except HoldfastError:
                continue
            for message in document.messages:
                assert document.text[message.start : message.end] == message.text

    found = Path(folder) / "faults"
    found.mkdir(exist_ok=True)
    options = [
        f"-max_total_time={seconds}",
        "-max_len=20000",
        "-timeout=25",
        "-rss_limit_mb=3000",
    ]
    atheris.Setup([sys.argv[0], folder, *options, f"-artifact_prefix={found}/"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:4])
