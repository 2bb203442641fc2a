"""One environment for each peer, below the cache folder, pinned with hashes; ours is the one that runs now."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from benchmarks.peers.offices import CACHE

REQUIREMENTS = Path(__file__).resolve().parent / "requirements"
_INSTALL = ("install", "-q", "--no-cache-dir", "--disable-pip-version-check", "--no-deps", "--require-hashes", "-r")


def python_of(system: str) -> str:
    """The Python of the system's environment, made first when it is missing or was made from other pins.

    Raises CalledProcessError with what pip says when an environment cannot be made.
    """
    file = REQUIREMENTS / f"{system}.txt"
    if not file.exists():
        return sys.executable
    folder = CACHE / "environments" / system
    note, wanted = folder / "installed", hashlib.sha256(file.read_bytes()).hexdigest()
    if not note.exists() or note.read_text(encoding="ascii") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "pip"), *_INSTALL, str(file)], check=True)
        note.write_text(wanted, encoding="ascii")
    return str(folder / "bin" / "python")
