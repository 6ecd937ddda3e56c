"""Linux: the cameras under ``/dev``, and who has them open. Every folder is an argument."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from holdfast.camera import linux_proc, pipewire
from holdfast.camera.values import Camera, Program, Reason, Sight, State, Support, Unseen, Use

#: Programs that open the camera for others. Who asked them stands in PipeWire's own list.
BROKERS = frozenset({"pipewire", "wireplumber", "pipewire-media-session"})


@dataclass(frozen=True, slots=True)
class Places:
    """Where Linux keeps things; tests hand in folders of their own."""

    dev: Path = Path("/dev")
    proc: Path = Path("/proc")
    sys: Path = Path("/sys")
    run: Path = Path("/run")


@dataclass(frozen=True, slots=True)
class Node:
    """One device file. Nodes with the same ``parent`` are the same camera."""

    path: str
    number: int
    name: str
    parent: str


class LinuxGuard:
    """Looks at ``/dev/video*`` and at ``devices`` that a person added.

    ``dump`` asks PipeWire for its list and gives JSON, or None where it cannot be asked.
    """

    def __init__(
        self,
        places: Places = Places(),
        devices: Iterable[Path] = (),
        dump: Callable[[], str | None] = pipewire.dump,
        user_name: Callable[[int], str] | None = None,
    ) -> None:
        self.places = places
        self._extra = tuple(devices)
        self._dump = dump
        self._user_name = user_name or _user_name

    def nodes(self) -> tuple[Node, ...]:
        """Every device file of a camera, in order. Those known to give no picture are left out."""
        try:
            found = [path for path in self.places.dev.iterdir() if re.fullmatch(r"video\d+", path.name)]
        except OSError:
            found = []
        found.sort(key=lambda path: int(path.name[5:]))
        nodes = (self._node(path) for path in found if self._gives_pictures(path))
        added = (self._node(path) for path in self._extra)
        return tuple(dict.fromkeys(node for node in (*nodes, *added) if node is not None))

    def look(self) -> Sight:
        """One walk over all processes, about 7 ms."""
        nodes = self.nodes()
        seen = linux_proc.walk(self.places.proc, {node.path: node.number for node in nodes})
        pids = {held.pid for held in seen.held}
        programs = {pid: linux_proc.program(self.places.proc, pid, self._user_name) for pid in pids}
        by_device: dict[str, list[Program]] = {}
        for held in seen.held:
            if (who := programs[held.pid]) is not None:
                by_device.setdefault(held.device, []).append(who)
        unseen = [
            Unseen(Reason.OTHER_USERS, count, self._user_name(owner))
            for owner, count in sorted(seen.hidden.items())
        ]
        asked = self._behind_brokers(by_device, unseen)
        cameras = tuple(self._camera(group, by_device, asked) for group in _grouped(nodes))
        if not cameras:
            unseen.append(Unseen(Reason.NO_CAMERA))
        return Sight("linux", Support.WORKS, cameras, tuple(unseen))

    def _behind_brokers(
        self, by_device: dict[str, list[Program]], unseen: list[Unseen]
    ) -> dict[str, tuple[Program, ...]]:
        """Device → programs that use it through PipeWire. Asked only where PipeWire holds one."""
        if not any(who.name in BROKERS for found in by_device.values() for who in found):
            return {}
        listed = self._dump()
        if listed is None:
            unseen.append(Unseen(Reason.BEHIND_PIPEWIRE))
            return {}
        asked = pipewire.users(listed)
        return {device: tuple(self._filled_in(who) for who in clients) for device, clients in asked.items()}

    def _filled_in(self, who: Program) -> Program:
        """A client of PipeWire with its path and start, where ``/proc`` still knows it."""
        return (linux_proc.program(self.places.proc, who.pid, self._user_name) if who.pid else None) or who

    def _camera(
        self,
        group: tuple[Node, ...],
        by_device: dict[str, list[Program]],
        asked: dict[str, tuple[Program, ...]],
    ) -> Camera:
        found: dict[str, Program] = {}
        for node in group:
            direct = by_device.get(node.path, [])
            clients = asked.get(node.path, ())
            # PipeWire itself is named only where nobody behind it is known.
            own = [who for who in direct if who.name not in BROKERS or not clients]
            found |= {f"{who.key}:{who.pid}": who for who in (*own, *clients)}
        uses = tuple(Use(who) for who in found.values())
        devices = tuple(node.path for node in group)
        return Camera(group[0].path, group[0].name, State.ON if uses else State.OFF, devices, uses)

    def _node(self, path: Path) -> Node | None:
        try:
            number = path.stat().st_rdev
        except OSError:
            return None
        about = self.places.sys / "class" / "video4linux" / path.name
        try:
            name = (about / "name").read_text("utf-8", "replace").strip()
        except OSError:
            name = ""
        parent = os.path.realpath(about / "device") if (about / "device").exists() else str(path)
        return Node(str(path), number, name or path.name, parent)

    def _gives_pictures(self, path: Path) -> bool:
        """What udev found when it was plugged in (``ID_V4L_CAPABILITIES``). Unknown counts as yes."""
        try:
            dev = (self.places.sys / "class" / "video4linux" / path.name / "dev").read_text("ascii").strip()
            known = (self.places.run / "udev" / "data" / f"c{dev}").read_text("utf-8", "replace")
        except (OSError, UnicodeDecodeError):
            return True
        told = re.search(r"^E:ID_V4L_CAPABILITIES=(.*)$", known, re.M)
        return told is None or ":capture:" in told[1]


def _grouped(nodes: tuple[Node, ...]) -> list[tuple[Node, ...]]:
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        groups.setdefault(node.parent, []).append(node)
    return [tuple(group) for group in groups.values()]


def _user_name(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
