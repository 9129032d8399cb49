"""同样的参数写出同样的字节;生成器不引用产品的计算和读取."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

import gxlab.demo
from gxlab.demo.run import write_demo
from tests.demo.conftest import SMALL
from tests.demo.reading import Demo


def digests(inbox: Path) -> dict[str, str]:
    return {
        path.relative_to(inbox).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(inbox.rglob("*"))
        if path.is_file()
    }


def test_two_runs_write_the_same_bytes(demo: Demo, tmp_path: Path) -> None:
    write_demo(tmp_path / "inbox", tmp_path / "planted.json", firm_returns=True, **SMALL)
    assert digests(tmp_path / "inbox") == digests(demo.inbox)
    again = (tmp_path / "planted.json").read_bytes()
    assert again == (demo.root / "planted.json").read_bytes()


def test_another_seed_writes_another_city(demo: Demo, tmp_path: Path) -> None:
    write_demo(tmp_path / "inbox", tmp_path / "planted.json", seed=1, **SMALL)
    path = "2026-05/规上企业直报_5月.xlsx"
    assert digests(tmp_path / "inbox")[path] != digests(demo.inbox)[path]


def test_summary_counts_what_was_written(demo: Demo) -> None:
    assert demo.summary.files == len(digests(demo.inbox))
    # 市1、县3、开发区1、乡镇5+6+5、撤并的旧乡1
    assert demo.summary.units == 1 + 3 + 1 + 16 + 1
    assert demo.summary.enterprises == 60
    assert demo.summary.months == 14


def test_the_generator_stays_apart_from_the_product() -> None:
    """真值要独立:演示包只许引用自己和 reference."""
    folder = Path(next(iter(gxlab.demo.__path__)))
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            for name in names:
                allowed = name.startswith(("gxlab.demo", "gxlab.reference"))
                assert not name.startswith("gxlab") or allowed, f"{path.name}: {name}"
