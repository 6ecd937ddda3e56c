"""The texts that make a system start the guard at login: a systemd user unit, a launch agent, a scheduled task."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

SYSTEMD_NAME = "holdfast-camera.service"
LABEL = "org.holdfast.camera"
TASK = "Holdfast camera"
#: Seconds until it is started again.
AGAIN = 1


def systemd(command: Sequence[str], settings: Mapping[str, str]) -> str:
    """systemd.service(5), with ``settings`` as variables.

    It may open sockets of this computer only; an end by SIGTERM is a good one. What it tells goes to the desktop and
    the diary, not into the system's journal: deleting the diary would not delete it there.
    """
    program, *rest = command
    kept = "".join(f"Environment={_for_systemd(f'{name}={value}')}\n" for name, value in settings.items())
    return f"""[Unit]
Description=Holdfast tells when a camera turns on
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart={" ".join((_for_systemd(program), *(_for_systemd(word.replace("$", "$$")) for word in rest)))}
{kept}Restart=always
RestartSec={AGAIN}
StandardOutput=null
SyslogIdentifier=holdfast-camera
NoNewPrivileges=yes
RestrictAddressFamilies=AF_UNIX
UMask=0077

[Install]
WantedBy=default.target
"""


def _for_systemd(word: str) -> str:
    """Quoted as systemd reads it: ``%`` doubled, the rest as in C (systemd.syntax(7)).

    ``$`` means something in arguments only, not in the program's path nor in variables (systemd.exec(5)).
    """
    doubled = word.replace("%", "%%")
    if re.fullmatch(r"[\w=/:.,+@%$-]+", doubled):
        return doubled
    return '"' + doubled.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def launch_agent(command: Sequence[str], settings: Mapping[str, str]) -> str:
    """launchd.plist(5): started at login, started again when it ends."""
    words = "\n".join(f"    <string>{escape(word)}</string>" for word in command)
    kept = "".join(
        f"\n    <key>{escape(name)}</key>\n    <string>{escape(value)}</string>"
        for name, value in settings.items()
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>{LABEL}</string>
  <key>ProgramArguments</key>
  <array>
{words}
  </array>
  <key>EnvironmentVariables</key>
  <dict>{kept}
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <true/>
  <key>ProcessType</key>
  <string>Background</string>
  <key>Umask</key>
  <integer>63</integer>
</dict>
</plist>
"""


def scheduled_task(command: Sequence[str]) -> str:
    """Task Scheduler schema 1.2: at logon of this user, without rights, again after a minute (its least)."""
    program, *rest = command
    arguments = escape(" ".join(f'"{word}"' if " " in word else word for word in rest))
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Holdfast tells when a camera turns on</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Hidden>false</Hidden>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>999</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""
