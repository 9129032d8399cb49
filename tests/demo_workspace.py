"""示范城市的工作区,整个测试运行只建一次:各进程共用,先到的建,其余的等.

用法:在 conftest.py 里 ``from tests.demo_workspace import demo_workspace``(慢测试专用).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PERIOD = "2026-05"
PAGES = ("139900", "139901", "139902", "139971")
_PATIENCE = 900
# 城市的造数、导入、出报告不计覆盖率:这几步的代码快测试都走过,计数会让它们慢一倍.
_TRACING = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
_COMMAND = str(Path(sys.executable).parent / "gxlab")


@dataclass(frozen=True)
class DemoWorkspace:
    """造数、导入都已完成的工作区.``imported`` 是导入命令的 JSON."""

    root: Path
    imported: dict[str, Any]

    @property
    def inbox(self) -> Path:
        return self.root / "data" / "inbox"

    @property
    def planted(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(
            (self.inbox / "planted.json").read_text(encoding="utf-8")
        )
        return found

    def run(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
        """一条 gxlab 命令,JSON 输出."""
        return gxlab(self.root, *arguments, codes=codes)

    def pages(self) -> dict[tuple[str, str], Path]:
        """(单元, 报告) → 成品页面:全市、云岭区、岚河区、示例经开区,三种报告,一次做完."""
        units = [part for unit in PAGES for part in ("--unit", unit)]

        def build() -> dict[str, Any]:
            return self.run("report", "--period", PERIOD, *units, "--workers", "2")

        found = self.once("demo-city-pages", build)
        return {(e["unit"], e["report"]): self.root / e["html"] for e in found["editions"]}

    def once(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """``name`` 所指的一步整个运行只做一次,结果存成文件."""
        return once(self.root.parent, name, make)


def gxlab(root: Path, *arguments: str, codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
    """在 ``root`` 里运行命令;退出码不在 ``codes`` 里就报出它说的话."""
    done = subprocess.run(
        [_COMMAND, *arguments, "--json"],
        cwd=root,
        env={k: v for k, v in os.environ.items() if k not in _TRACING},
        capture_output=True,
        check=False,
    )
    told = done.stdout.decode("utf-8")
    assert done.returncode in codes, (
        f"{arguments}: {done.returncode} {told[-2000:]}" + (done.stderr.decode("utf-8")[-2000:])
    )
    found: dict[str, Any] = json.loads(told)
    assert "error" not in found, f"{arguments}: {found}"
    return found


def once(folder: Path, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """第一个进程做,其他进程等它做完;做坏了大家都知道."""
    done, lock = folder / f"{name}.json", folder / f"{name}.lock"
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return _waited(done, name)
    try:
        found = make()
    except BaseException:
        done.with_suffix(".failed").touch()
        raise
    part = done.with_suffix(".part")
    part.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    part.replace(done)
    return found


def _waited(done: Path, name: str) -> dict[str, Any]:
    for _ in range(_PATIENCE * 5):
        if done.exists():
            found: dict[str, Any] = json.loads(done.read_text(encoding="utf-8"))
            return found
        if done.with_suffix(".failed").exists():
            raise RuntimeError(f"另一个进程没有做成:{name}")
        time.sleep(0.2)
    raise RuntimeError(f"等了{_PATIENCE}秒,{name}还没有做好")


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory) -> DemoWorkspace:
    """gxlab init、demo、import,全套参数(8县1区、640户、29个月)."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    root = folder / "demo-city"

    def build() -> dict[str, Any]:
        gxlab(folder, "init", root.name)
        gxlab(root, "demo")
        # 有退回的行,退出码是 1
        return gxlab(root, "import", "data/inbox", codes=(1,))

    return DemoWorkspace(root, once(folder, "demo-city-import", build))
