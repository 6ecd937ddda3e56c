"""The family of errors. Each speaks twice: ``str(error)`` to the log, ``for_person`` to the person.

The words for the person are gettext message ids; a door translates them and fills in ``words``.
Nothing a person typed or uploaded may stand in the text for the log. A room's errors stand in its own file here.
"""

from holdfast.errors.base import *
from holdfast.errors.case import *
from holdfast.errors.check import *
from holdfast.errors.fingerprint import *
from holdfast.errors.matcher import *
from holdfast.errors.takedown import *
