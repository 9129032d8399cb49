"""make .venv: a virtual environment from requirements.lock, hashes checked, then this package.

Runs before anything is installed, on Windows too (py tools\\bootstrap.py), so it uses the standard
library alone and syntax that any Python from 3.7 on can read: an old one can then say what is
missing, or find a newer one beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
READY = ".ready"
VERSIONS = ("3.13", "3.12", "3.11")
NOT_FOUND = 4
PROBE = "import ensurepip, venv, sys; print('%d.%d' % sys.version_info[:2], sys.maxsize > 2**32)"


class InstallError(Exception):
    """What stands in the way, said to the person at the keyboard."""


class PythonMissingError(InstallError):
    """No Python of the wanted version on this machine."""


def interpreter_in(venv: Path) -> Path:
    """The Python of a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def candidates(version: str) -> list[list[str]]:
    """Commands that may start Python *version*: on PATH, the Windows launcher, pyenv."""
    found = [[path] for path in [shutil.which("python" + version)] if path]
    if os.name == "nt":
        found.append(["py", "-" + version])
    home = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    python = "pyenv-win/versions/{}.*/python.exe" if os.name == "nt" else "versions/{}.*/bin/python"
    found += [[str(path)] for path in sorted(home.glob(python.format(version)), reverse=True)]
    return found


def version_of(command: list[str]) -> str:
    """The version behind a command ("3.12"), or "" where it is no full 64-bit Python."""
    try:
        run = subprocess.run(
            [*command, "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
        )
    except OSError:
        return ""
    words = run.stdout.decode().split()
    return words[0] if run.returncode == 0 and words[1:] == ["True"] else ""


def find(wanted: str = "") -> list[str]:
    """A command for the wanted version; without one, this Python first, then the newest found."""
    versions = (wanted,) if wanted else VERSIONS
    tried = [[sys.executable]]
    for version in versions:
        tried += candidates(version)
    for command in tried:
        if version_of(command) in versions:
            return command
    raise PythonMissingError(
        f"没有找到可用的 Python {'、'.join(versions)}（64 位，带 venv 和 pip）。"
        "请先安装：Windows 用官网安装包并勾选“Add to PATH”；"
        "Debian、Ubuntu 执行 apt-get install python3 python3-venv。"
    )


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def state(venv: Path) -> dict[str, str]:
    """What the environment was last made from; empty where it was never finished."""
    try:
        read = json.loads((venv / READY).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def pip(venv: Path, *arguments: str) -> None:
    """Run pip of the environment; its own words stay visible when it fails."""
    command = [str(interpreter_in(venv)), "-m", "pip", "install", "--quiet", *arguments]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise InstallError(
            "依赖没有装全（原因见上面 pip 的提示）。请检查网络或镜像设置后重试；"
            "不能上网的电脑请在能上网的电脑上执行 make kit，把 kit 文件夹拷过去安装。"
        )


def create(venv: Path, wanted: str) -> None:
    """A fresh, empty environment in the place of whatever is there."""
    command = find(wanted)
    print(f"建立 {venv.name}（Python {version_of(command)}）", flush=True)
    if subprocess.run([*command, "-m", "venv", "--clear", str(venv)], check=False).returncode:
        raise InstallError(f"建不了虚拟环境 {venv}（原因见上面的提示）。请检查磁盘空间和写权限。")


def make(venv: Path, wanted: str) -> None:
    """Bring the environment to what the lock and the project file say; do only what is missing."""
    was = state(venv)
    now = {"lock": digest(LOCK), "project": digest(PROJECT), "root": str(ROOT)}
    if version_of([str(interpreter_in(venv))]) not in ((wanted,) if wanted else VERSIONS):
        create(venv, wanted)
        was = {}
    if (venv / READY).exists():
        (venv / READY).unlink()
    if was.get("lock") != now["lock"]:
        print("按 requirements.lock 安装依赖（逐个核对哈希），约一分钟", flush=True)
        pip(venv, "--require-hashes", "-r", str(LOCK))
    if was != now:
        pip(venv, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    (venv / READY).write_text(json.dumps(now), "utf-8")


def main() -> int:
    """Make the environment; 0 done, 1 could not, 4 the wanted Python is not on this machine."""
    for stream in (sys.stdout, sys.stderr):
        # An old Windows console may not know every character; that is no reason to stop.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    parser = argparse.ArgumentParser(description="建立虚拟环境并按锁定文件安装")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv", help="环境放在哪里")
    parser.add_argument("--python", default="", choices=("", *VERSIONS), help="指定 Python 版本")
    arguments = parser.parse_args()
    try:
        if arguments.python:
            find(arguments.python)
        make(arguments.venv.absolute(), arguments.python)
    except InstallError as problem:
        print(problem, file=sys.stderr)
        return NOT_FOUND if isinstance(problem, PythonMissingError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
