"""make report: the invented city from nothing to reports/index.html; a second run reuses it."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from gxlab.workspace import Workspace
from tools.lockfile import ROOT

PERIOD = "2026-05"
# 1 says that something was refused and named: the city's planted defects are meant to be.
IMPORTED = (0, 1)


def gxlab(*arguments: str) -> int:
    """Run a gxlab command in the repository's workspace; its words go to the terminal."""
    command = [str(Path(sys.executable).with_name("gxlab")), *arguments]
    print("执行 gxlab", " ".join(arguments), flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def is_current(workspace: Workspace) -> bool:
    """Were the city's workbooks made by the generator as it is now?"""
    if not workspace.planted.exists():
        return False
    made = workspace.planted.stat().st_mtime
    sources = (ROOT / "gxlab" / "demo").rglob("*.*")
    return all(path.stat().st_mtime <= made for path in sources if path.suffix != ".pyc")


def has_strangers(workspace: Workspace) -> bool:
    """Somebody's own workbooks wait in the inbox: the invented city must not mix with them."""
    inbox = workspace.inbox
    return not workspace.planted.exists() and inbox.is_dir() and any(inbox.iterdir())


def data(workspace: Workspace) -> int:
    """The city's workbooks, made where they are not there yet, and imported."""
    if has_strangers(workspace):
        print(
            "data/inbox 里已有别的文件：示范城市不与真实数据混放。请换一个空的目录。",
            file=sys.stderr,
        )
        return 1
    if not is_current(workspace) and (code := gxlab("demo", "--until", PERIOD)):
        return code
    code = gxlab("import", str(workspace.inbox.relative_to(ROOT)))
    return 0 if code in IMPORTED else code


def main() -> int:
    """Data, then all editions; the exit code is that of the first step that failed."""
    parser = argparse.ArgumentParser(description="示范城市：造数、导入、出报告")
    parser.add_argument("--only-data", action="store_true", help="只造数和导入")
    arguments = parser.parse_args()
    code = data(Workspace(ROOT))
    if code or arguments.only_data:
        return code
    return gxlab("report", "--period", PERIOD, "--unit", "all", "--report", "all")


if __name__ == "__main__":
    sys.exit(main())
