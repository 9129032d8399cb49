"""示范城市的工作区和要核对的几张页面."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo_workspace import DemoWorkspace, demo_workspace
from tests.independent.inbox import Inbox

__all__ = ["demo_workspace"]

# 全市、示例经开区,和毛病最多的岚河区:代码成数字、照抄上月、本月等于累计、增速写成小数都在那里
UNITS = ("139900", "139902", "139971")


@pytest.fixture(scope="session")
def pages(demo_workspace: DemoWorkspace) -> dict[tuple[str, str], Path]:
    """(单元, 报告) → 成品页面."""
    return {key: page for key, page in demo_workspace.pages().items() if key[0] in UNITS}


@pytest.fixture(scope="session")
def inbox(demo_workspace: DemoWorkspace) -> Inbox:
    """同一个收件目录,另行读出."""
    return Inbox(demo_workspace.inbox)
