"""What the command line says about fingerprints: kinds, looks, notes, and what a fingerprint cannot do."""

from __future__ import annotations

from holdfast.cli.words import _

#: Ids of ``Note`` in holdfast.takedown.fingerprint; read by tests/cli/test_takedown.py.
NOTES = {
    "plain": _(
        "Too plain: there is too little in it to tell it from other pictures. Platforms may leave it out."
    ),
    "small": _("Very small: platforms may not find it again. Use the largest copy you have."),
    "first_part_only": _("Only the first part could be read."),
    "key_frames_only": _("This video is long. Only its main frames were read."),
}
LIMITS = (
    _("A fingerprint finds copies: smaller ones, and ones saved again."),
    _("It does not find a cut picture. It does not reach private chats or other sites."),
)
FIRST = _("StopNCII comes first: stopncii.org. It makes its own fingerprints on your phone or computer.")
STAYS = _("Nothing left this computer. The files were not changed.")
