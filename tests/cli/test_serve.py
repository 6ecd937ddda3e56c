"""``holdfast serve`` becomes the web program; only that one knows Django."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.error
import urllib.request


def test_serve_starts_the_pages_and_ends_calmly(program, tmp_path):
    environ = {
        **os.environ,
        "HOLDFAST_HOME": str(tmp_path / "home"),
        "HOLDFAST_CODE": "seven words of a case",
    }
    running = subprocess.Popen(
        program("serve", "--port", "0", "--json"),
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        address = json.loads(running.stdout.readline())["address"]
        assert address.startswith("http://127.0.0.1:")
        try:
            status = urllib.request.urlopen(address.split("/t/")[0] + "/", timeout=30).status
        except urllib.error.HTTPError as refused:
            status = refused.code
        assert status < 500
    finally:
        running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert "Traceback" not in err
    assert running.returncode in (0, -signal.SIGINT)


def test_serve_explains_itself(program):
    done = subprocess.run(program("serve", "--help"), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "--port" in done.stdout
