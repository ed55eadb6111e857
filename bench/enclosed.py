"""A network of its own for a process: loopback only, the real ports free, names from the world's DNS server.

Link checkers that know nothing of finder's settings resolve names as the system does and connect to ports 80
and 443. So that they meet the world as they would meet the web, they and the world run in a network and a
mount namespace (Linux): nothing in there leads out of the machine, and nothing outside is changed.
"""

from __future__ import annotations

import fcntl
import functools
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

PORTS: Final = (80, 443, 53)
_ROOT: Final = Path(__file__).resolve().parent.parent
# As root without a user namespace; else, or where root may not do that, as the root of one.
_WAYS: Final = (("--net", "--mount"), ("--user", "--map-root-user", "--net", "--mount"))
_SET_FLAGS: Final = 0x8914  # SIOCSIFFLAGS of linux/sockios.h
_UP_AND_RUNNING: Final = 0x41
_FILES: Final = {"resolv.conf": "nameserver 127.0.0.1\n", "nsswitch.conf": "hosts: dns\n", "hosts": ""}
# Daemons that would be asked for names past the namespace: their sockets are files.
_DAEMONS: Final = ("/run/nscd", "/run/systemd/resolve")


@functools.cache
def prefix() -> tuple[str, ...] | None:
    """What to put before a command so that it runs enclosed; None where that is not to be had."""
    unshare = shutil.which("unshare")
    if sys.platform != "linux" or unshare is None:
        return None
    for way in _WAYS:
        command = (unshare, *way, "--")
        trial = [*command, sys.executable, "-c", "from bench.enclosed import set_up; set_up()"]
        if subprocess.run(trial, cwd=_ROOT, check=False, capture_output=True).returncode == 0:
            return command
    return None


def set_up() -> None:
    """Make the namespaces that this process was started in usable. Raises OSError, CalledProcessError."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP_AND_RUNNING))
    with tempfile.TemporaryDirectory() as folder:
        for name, text in _FILES.items():
            file = Path(folder, name)
            file.write_text(text, encoding="utf-8")
            file.chmod(0o644)
            if Path("/etc", name).exists():
                _mount("--bind", str(file), f"/etc/{name}")
    for daemon in _DAEMONS:
        if Path(daemon).is_dir():
            _mount("-t", "tmpfs", "tmpfs", daemon)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)
