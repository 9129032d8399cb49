"""一座小城(3县、60户、14个月),整个测试会话只写一次."""

from __future__ import annotations

from pathlib import Path

import pytest

from gxlab.demo.run import write_demo
from tests.demo.reading import Demo

SMALL = {"counties": 3, "enterprises": 60, "months": 14}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """小城的收件目录、缺陷登记和真值."""
    root = tmp_path_factory.mktemp("demo")
    inbox: Path = root / "inbox"
    summary = write_demo(
        inbox, root / "planted.json", truth=root / "truth", firm_returns=True, **SMALL
    )
    return Demo(root, summary)
