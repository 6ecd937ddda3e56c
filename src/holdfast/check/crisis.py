"""Words about dying, theirs or the blackmailer's goading: true brings the crisis contacts above everything.

The signs are those of ``content/<language>/crisis.toml``, as the guide reads them (decision 0049), or of
``content/<language>/check/crisis.toml``: English always, and the languages of the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from holdfast.check.evidence import Evidence
from holdfast.check.folding import IGNORED, fold
from holdfast.check.values import Document
from holdfast.content.dying import dying_signs
from holdfast.content.signs import ENGLISH

_BETWEEN = re.compile(r"[\s_*~.,;:!?\-]+")


def speaks_of_dying(document: Document, evidence: Evidence) -> bool:
    """Whether anybody in the document speaks of dying or of hurting oneself, quoted or not."""
    folded = _BETWEEN.sub(" ", fold(document.text).replace(IGNORED, ""))
    return _signs(tuple(dict.fromkeys((ENGLISH, *evidence.languages)))).search(folded) is not None


@lru_cache(maxsize=256)
def _signs(codes: tuple[str, ...]) -> re.Pattern[str]:
    """All signs of these languages as one expression: one walk over the text."""
    signs = [sign for code in codes for sign in dying_signs(code)]
    return re.compile("|".join(f"(?:{sign.pattern})" for sign in signs))
