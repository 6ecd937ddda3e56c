"""What is so at this moment: a look, with what the diary and the switch remember."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from holdfast.camera.diary import Diary, Entry
from holdfast.camera.errors import StateDamaged
from holdfast.camera.guard import Guard
from holdfast.camera.switching import Off, Switches, as_cameras, switched_off
from holdfast.camera.values import Camera, Reason, Sight, State, Use

#: Holdfast's folder for the camera, in the data folder.
FOLDER = "camera"


def look_now(guard: Guard, folder: Path, switches: Switches | None = None) -> Sight:
    """One look. Uses that the diary saw begin have their ``since``; cameras that we switched off are named."""
    sight = guard.look()
    open_entries = _open_entries(folder)
    cameras = tuple(_with_since(camera, open_entries) for camera in sight.cameras)
    away = as_cameras(_off(switches or Switches())) if sight.system == "linux" else ()
    left = tuple(one for one in sight.unseen if one.reason is not Reason.NO_CAMERA or not away)
    names = {camera.name for camera in away}
    there = tuple(_marked(camera, names) for camera in cameras)
    gone = tuple(camera for camera in away if camera.name not in {one.name for one in cameras})
    return replace(sight, cameras=(*there, *gone), unseen=left)


def _marked(camera: Camera, switched_off_names: set[str]) -> Camera:
    """A file that nobody may open is still there to be seen."""
    if camera.name in switched_off_names and not camera.uses:
        return replace(camera, state=State.SWITCHED_OFF)
    return camera


def _open_entries(folder: Path) -> tuple[Entry, ...]:
    try:
        return Diary(folder).read().open
    except OSError:
        return ()


def _off(switches: Switches) -> Off | None:
    try:
        return switched_off(switches)
    except StateDamaged:
        return None


def _with_since(camera: Camera, entries: tuple[Entry, ...]) -> Camera:
    def told(use: Use) -> Use:
        begun = [
            one.start
            for one in entries
            if (one.device, one.program.key) == (camera.camera_id, use.program.key)
        ]
        return replace(use, since=use.since or (min(begun) if begun else None))

    return replace(camera, uses=tuple(told(use) for use in camera.uses))
