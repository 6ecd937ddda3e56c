"""What a camera's guard refuses. Each speaks to the log and to the person."""

from __future__ import annotations

from holdfast.errors import HoldfastError, NotUnderstood


class CameraError(HoldfastError):
    """Everything about the guard of the camera."""

    for_person = "The camera could not be looked at. Cover it when you do not use it."


class AlreadyWatching(CameraError):
    for_person = "Holdfast is watching the camera already. One is enough."


class CannotWatch(CameraError):
    """No camera can be seen on this system at all."""

    for_person = "Holdfast cannot see cameras on this system. Cover the camera when you do not use it."
    exit_code = 3


class NeedsRights(CameraError):
    """Written by the administrator only. ``command`` is the same once more, with rights."""

    for_person = "This needs the rights of an administrator. Nothing was changed. You can type: {command}"
    http_status = 403


class NoSwitch(CameraError):
    """This camera has no switch that a program can use."""

    for_person = "No program can switch this camera off. Cover it: that always works."


class NothingSwitchedOff(CameraError):
    for_person = "Holdfast did not switch off a camera here. There is nothing to undo."


class SwitchedAlready(CameraError):
    for_person = "The camera is switched off already. To switch it on: holdfast camera on"


class UnknownProgram(NotUnderstood):
    for_person = "We found no program “{program}”. Give its whole path, as holdfast camera status shows it."


class NotAllowedBefore(NotUnderstood):
    for_person = "“{program}” is not on your list. To see the list: holdfast camera allow"


class InstalledAlready(CameraError):
    for_person = "The guard starts at login already. To take it out: holdfast camera uninstall"


class NotInstalled(CameraError):
    for_person = "The guard does not start at login. There is nothing to take out."


class ChangedSince(CameraError):
    """A file that we made was changed by somebody. It is not ours any more."""

    for_person = "“{name}” was changed after Holdfast made it. It was left there. Delete it yourself."


class StateDamaged(CameraError):
    """The note that says what was changed cannot be read, so nothing is undone by guessing."""

    for_person = "The note “{name}” is damaged. Nothing was changed."
    exit_code = 3
