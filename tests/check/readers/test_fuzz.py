"""Every reader under atheris for two minutes, from the exports of ``tests/vectors/check/readers``.

What was made to break a reader, or once did, lies in ``tests/vectors/check/faults`` and is read in every run.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.check.readers.test_bad_input import SEEDS, WORDS, read_or_refuse
from tests.check.readers.vectors import FILES

SECONDS = 120


@pytest.fixture(autouse=True)
def only_where_long_tests_were_asked_for(request):
    """Half an hour for all readers: never in a run that did not say ``-m long``."""
    if request.node.get_closest_marker("long") and "long" not in request.config.option.markexpr.split():
        pytest.skip("make long runs this")


FAULTS = sorted((Path(__file__).parents[2] / "vectors" / "check" / "faults").glob("*"))
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.name)
def test_what_is_made_to_break_a_reader_is_read_or_refused_in_words(path):
    for format_id in ("", *WORDS):
        read_or_refuse(path.read_bytes(), as_format=format_id)


@pytest.mark.long
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris has no wheel here: pip install atheris")
@pytest.mark.parametrize("format_id", WORDS)
def test_a_reader_under_atheris_raises_holdfast_errors_only(format_id, tmp_path):
    for path in FILES:
        (tmp_path / path.name).write_bytes(path.read_bytes()[:20_000])
    run = [sys.executable, "-m", "tests.check.readers.fuzz", format_id, str(SECONDS), str(tmp_path)]
    done = subprocess.run(
        run, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS * 3, errors="replace"
    )
    faults = [path.read_bytes()[:400] for path in (tmp_path / "faults").glob("*")]
    assert (done.returncode, faults) == (0, []), done.stderr[-3000:]


@pytest.mark.long
@pytest.mark.skipif(find_spec("atheris") is not None, reason="atheris runs")
@pytest.mark.parametrize("format_id", WORDS)
def test_a_reader_under_many_examples_raises_holdfast_errors_only(format_id):
    @given(st.sampled_from(SEEDS), st.data())
    @settings(max_examples=20_000, deadline=None)
    def damaged(seed, data):
        start = data.draw(st.integers(0, len(seed)))
        end = data.draw(st.integers(start, min(len(seed), start + 200)))
        read_or_refuse(seed[:start] + data.draw(st.binary(max_size=60)) + seed[end:], as_format=format_id)

    damaged()
