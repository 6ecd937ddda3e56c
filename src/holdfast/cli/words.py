"""The command line's sentences are gettext message ids; ``_`` finds them in the language of this computer.

The catalogue is ``content/locale/<language>/LC_MESSAGES/django.mo``: one for both doors. LANGUAGE, LC_ALL,
LC_MESSAGES and LANG choose, as everywhere with gettext.
"""

from __future__ import annotations

import gettext
from pathlib import Path

import holdfast

LOCALE = Path(holdfast.__file__).with_name("content") / "locale"

_ = gettext.translation("django", LOCALE, fallback=True).gettext
