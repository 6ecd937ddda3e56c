"""SpamAssassin beside the reader: Debian's package, offline (``-L``), on the same mails and the same negatives.

It counts as found where any of its rules about extortion hits, whatever the score.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from email.message import EmailMessage

from holdfast.check.read import read
from holdfast.check.values import Verdict
from tests.bench.row import Row
from tests.check.vectors import Case, cases

MAILS, OTHERS = 80, 60
_STATUS = re.compile(rb"^X-Spam-Status:.*(?:\n[ \t].*)*", re.M)
_RULE = re.compile(rb"EXTORT|PDS_BTC_ID|BITCOIN_|HACKER|GB_HASHBL_BTC")


def rows() -> Iterator[Row]:
    program = shutil.which("spamassassin")
    mails = [case for case in cases("dev") if case.positive and case.group == "mail"][:MAILS]
    others = [case for case in cases("dev") if not case.positive][:OTHERS]
    if program is None:
        print("SpamAssassin is not installed: tools/test-tools.sh bench")
        yield Row("check: mails found, beside SpamAssassin", _ours(mails), "%", "peer not installed", True)
        return
    start = time.perf_counter()
    theirs, false = _theirs(program, mails), _theirs(program, others)
    taken = time.perf_counter() - start
    print(f"SpamAssassin: {(len(mails) + len(others)) / taken:.1f} texts a second")
    ours = _ours(mails)
    yield Row(
        f"check: mails found of {len(mails)}",
        ours,
        "%",
        "more than the peer",
        ours > theirs,
        "SpamAssassin",
        theirs,
    )
    ours = _ours(others)
    yield Row(
        f"check: false of {len(others)}", ours, "%", "<= 1 of 283", ours <= 100 / 283, "SpamAssassin", false
    )


def _ours(some: Sequence[Case]) -> float:
    return 100 * sum(read(case.document).kind is Verdict.SEXTORTION for case in some) / max(1, len(some))


def _theirs(program: str, some: Sequence[Case]) -> float:
    """The share in which a rule about extortion hits; all in one run, as an mbox."""
    box = b"".join(b"From a@example.org Thu Jan  1 00:00:00 2026\n" + _as_mail(case) + b"\n" for case in some)
    done = subprocess.run([program, "-L", "--mbox"], input=box, capture_output=True, timeout=1200, check=True)
    return (
        100 * sum(bool(_RULE.search(status)) for status in _STATUS.findall(done.stdout)) / max(1, len(some))
    )


def _as_mail(case: Case) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "hello"
    mail["Date"], mail["Message-ID"] = "Thu, 1 Jan 2026 00:00:00 +0000", f"<{case.case_id}@example.org>"
    mail.set_content(case.document.text)
    return bytes(mail)
