"""示范城市的工作区,加上一座带分企业财务(W05)的小城;两处产品说过的话."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from gxlab.demo.run import write_demo
from tests.demo_workspace import DemoWorkspace, demo_workspace, gxlab, once
from tests.planted.evidence import Evidence

__all__ = ["demo_workspace"]


@pytest.fixture(scope="session")
def evidence(demo_workspace: DemoWorkspace, quality: dict[str, Path]) -> Evidence:
    """示范城市:导入、核对和几张页面的全部输出."""

    def check() -> dict[str, Any]:
        return demo_workspace.run("check")

    checked = demo_workspace.once("demo-city-check", check)
    return Evidence(demo_workspace.root, demo_workspace.imported, checked, quality)


@pytest.fixture(scope="session")
def quality(demo_workspace: DemoWorkspace) -> dict[str, Path]:
    """情况说明的校对写在页面的数据质量里:单元 → 集群营收页面."""
    pages = demo_workspace.pages()
    return {
        name: pages[code, "cluster_revenue"]
        for name, code in (("云岭区", "139901"), ("岚河区", "139902"))
    }


@pytest.fixture(scope="session")
def returns_evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """小城,分企业财务在内."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    root = folder / "small-city"

    def build() -> dict[str, Any]:
        gxlab(folder, "init", root.name)
        inbox: Path = root / "data" / "inbox"
        write_demo(
            inbox,
            inbox / "planted.json",
            counties=3,
            enterprises=60,
            months=14,
            firm_returns=True,
        )
        return gxlab(root, "import", "data/inbox", codes=(1,))

    imported = once(folder, "small-city-import", build)
    return Evidence(root, imported, once(folder, "small-city-check", lambda: gxlab(root, "check")))
