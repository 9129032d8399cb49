"""make lock: resolves pyproject.toml again into requirements.lock (hashes, no addresses)."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

from tools.lockfile import LOCK, PROJECT, ROOT

UV = "uv==0.13.8"
HOME = ROOT / "build" / "lock"


def uv() -> Path:
    """A resolver in a folder of its own: it is no part of what the product needs."""
    folder = HOME / ("Scripts" if os.name == "nt" else "bin")
    if not (folder / "python").exists() and not (folder / "python.exe").exists():
        venv.create(HOME, with_pip=True)
    subprocess.run([folder / "python", "-m", "pip", "install", "--quiet", UV], check=True)
    return folder / "uv"


def main() -> int:
    command = [
        *(str(uv()), "pip", "compile", PROJECT.name, "--output-file", LOCK.name),
        *("--extra", "dev", "--extra", "cluster"),
        *("--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--no-emit-index-url", "--no-emit-find-links", "--quiet", *sys.argv[1:]),
    ]
    environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
