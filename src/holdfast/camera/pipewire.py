"""PipeWire: who uses a camera through it. Read from ``pw-dump``, which prints every object as JSON.

A node of class ``Video/Source`` is a camera, ``Stream/Input/Video`` a program's end, a link joins two nodes
(docs.pipewire.org, "pw-dump" and "Object properties").
"""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

from holdfast.camera.values import Program

#: Seconds to wait for the list; it comes in about 20 ms.
PATIENCE = 2.0


def dump() -> str | None:
    """What ``pw-dump`` says; None where it is not installed or PipeWire does not answer."""
    tool = shutil.which("pw-dump")
    if tool is None:
        return None
    try:
        done = subprocess.run([tool], capture_output=True, timeout=PATIENCE, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")


def users(listed: str) -> dict[str, tuple[Program, ...]]:
    """Device path → programs with a link from that camera. Whatever cannot be read is left out."""
    try:
        told = json.loads(listed)
    except (ValueError, RecursionError):
        return {}
    objects = {one.get("id"): one for one in told if isinstance(one, dict)} if isinstance(told, list) else {}
    cameras = {number: device for number, one in objects.items() if (device := _device_of(_props(one)))}
    found: dict[str, dict[str, Program]] = {}
    for one in objects.values():
        if not str(one.get("type", "")).endswith(":Link"):
            continue
        info = one.get("info")
        ends = info if isinstance(info, dict) else {}
        used = cameras.get(ends.get("output-node-id"))
        if used is None or ends.get("state", "active") in ("error", "unlinked"):
            continue
        who = _client(ends.get("input-node-id"), objects)
        found.setdefault(used, {})[f"{who.name}:{who.pid}"] = who
    return {device: tuple(programs.values()) for device, programs in found.items()}


def _props(one: dict[str, Any]) -> dict[str, Any]:
    info = one.get("info")
    props = info.get("props") if isinstance(info, dict) else None
    return props if isinstance(props, dict) else {}


def _device_of(props: dict[str, Any]) -> str:
    """The path of the camera behind a node. libcamera names no path: then its object path stands for it."""
    if props.get("media.class") != "Video/Source":
        return ""
    path = str(props.get("api.v4l2.path") or props.get("object.path") or "")
    return path.removeprefix("v4l2:")


def _client(number: Any, objects: dict[Any, dict[str, Any]]) -> Program:
    """The program at the other end: the node's own words, else those of the client that made it."""
    node = _props(objects.get(number, {}))
    client = _props(objects.get(node.get("client.id"), {}))
    both = {**client, **node}
    name = both.get("application.name") or both.get("node.name") or "?"
    told = client.get("pipewire.sec.pid") or both.get("application.process.id") or 0
    pid = int(told) if str(told).isdecimal() else 0
    return Program(str(name), pid=pid, user=str(both.get("application.process.user") or ""))
