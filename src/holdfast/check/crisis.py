"""Words about dying, theirs or the blackmailer's goading: true brings the crisis contacts above everything.

The English signs are those of ``content/en/crisis.toml``, as the guide reads them (decision 0049); other languages
bring the sign ``words-about-dying`` in their pack.
"""

from __future__ import annotations

import re
from functools import lru_cache

from holdfast.check.evidence import Evidence
from holdfast.check.families import Family
from holdfast.check.folding import IGNORED, fold
from holdfast.check.values import Document
from holdfast.content.words import words

_BETWEEN = re.compile(r"[\s_*~.,;:!?\-]+")


def speaks_of_dying(document: Document, evidence: Evidence) -> bool:
    """Whether anybody in the document speaks of dying or of hurting oneself, quoted or not."""
    if any(one.family is Family.CRISIS for one in evidence.found):
        return True
    folded = _BETWEEN.sub(" ", fold(document.text).replace(IGNORED, ""))
    return _english().search(folded) is not None


@lru_cache(maxsize=1)
def _english() -> re.Pattern[str]:
    """All signs as one expression: one walk over the text in place of fifteen."""
    return re.compile("|".join(f"(?:{sign.pattern})" for sign in words().crisis.signs))
