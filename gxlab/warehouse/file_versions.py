"""Files of a later version (文件版本): not damaged, only beyond this program."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb


class NewerFile(Exception):
    """A database file of a later version than this program can read (文件版本过新)."""


def refuse_newer(path: Path, said: str) -> None:
    """Raise NewerFile where DuckDB says that a file's storage version is beyond it."""
    versions = re.search(r"version number (\d+).*? between (\d+) and (\d+)", said, re.S)
    if versions is None or int(versions[1]) <= int(versions[3]):
        return
    raise NewerFile(
        f"文件“{path.name}”由更新版本的程序写成（存储版本 {versions[1]}），本机的 DuckDB "
        f"{duckdb.__version__} 只读到 {versions[3]}；文件没有损坏，请升级 gxlab 后再打开。"
    )
