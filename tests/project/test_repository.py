"""What may be in git: sizes, names, notebooks without results, nothing of this machine."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath

import pytest

from tools.lockfile import ROOT
from tools.tree import notebooks_with_outputs, tracked

TRACKED = tracked()
BINARY = {".png", ".jpg", ".xlsx", ".xls", ".woff2", ".docx", ".pdf", ".zip"}
TEXTS = {
    name: (ROOT / name).read_text("utf-8", errors="replace")
    for name in TRACKED
    if PurePosixPath(name).suffix not in BINARY
}
CODE = [name for name in TRACKED if name.endswith(".py")]
# Written in pieces, so that this file does not hold what it looks for.
FORBIDDEN = {
    "an address of a package index": r"(?:py" + r"pi\.org|python" + r"hosted\.|npm" + r"js\.)",
    "a folder of one machine": r"(?<![\w./-])/(?:wo" + r"rk|ro" + r"ot|opt/whe" + r"els)/",
    "papers that are no part of the project": r"shared/do" + r"cs|\.lib" + r"rary",
    "something left to do": r"\b(?:TO"
    + r"DO|FIX"
    + r"ME|XX"
    + r"X)\b|raise NotImplemented"
    + r"Error",
    "an error ignored without its name": r"type: ig" + r"nore(?!\[)",
}
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "stuff"}


def test_tree_is_read() -> None:
    assert {"pyproject.toml", "gxlab/__init__.py"} <= set(TRACKED)


def test_no_file_over_two_megabytes() -> None:
    assert [name for name in TRACKED if (ROOT / name).stat().st_size > 2_000_000] == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for name, text in TEXTS.items()
        if name != "requirements.lock" and not name.startswith("data/examples/")
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_tests_are_left_out_only_for_what_a_machine_may_not_have() -> None:
    # 数据、程序、另一种操作系统，或者挂载小卷的权限。
    call = re.compile(r"pytest\.(?:mark\.)?(?:sk" + r"ip|xf" + r"ail|importor" + r"skip)")
    unexplained = [
        f"{name}:{number}"
        for name in CODE
        for number, line in enumerate(TEXTS[name].splitlines(), 1)
        if call.search(line)
        and not re.search(
            "shared|[Cc]hromium|LibreOffice|linux|权限", _around(TEXTS[name], number, lines=4)
        )
    ]
    assert unexplained == []


def _around(text: str, number: int, *, lines: int) -> str:
    return "\n".join(text.splitlines()[max(0, number - 1 - lines) : number + lines])


def test_notebooks_are_stored_without_results() -> None:
    assert [str(path) for path in notebooks_with_outputs()] == []


def test_notebooks_are_valid_and_name_our_kernel() -> None:
    notebooks = [json.loads(TEXTS[name]) for name in TRACKED if name.endswith(".ipynb")]
    assert all(notebook["nbformat"] == 4 for notebook in notebooks)
    assert {n["metadata"]["kernelspec"]["name"] for n in notebooks} <= {"gxlab"}


def test_modules_are_named_for_what_they_hold() -> None:
    stems = {name: PurePosixPath(name).stem for name in CODE}
    assert [n for n, stem in stems.items() if not re.fullmatch(r"[a-z_][a-z0-9_]*", stem)] == []
    parts = {part for name in CODE for part in PurePosixPath(name).with_suffix("").parts}
    assert parts & VAGUE == set()


def test_paths_can_be_checked_out_on_windows() -> None:
    reserved = re.compile(r'[<>:"|?*\\]|[ .](?:/|$)|(?:^|/)(?:con|nul|aux|prn)(?:\.|/|$)', re.I)
    assert [name for name in TRACKED if reserved.search(name) or len(name) > 140] == []
    folded = [name.casefold() for name in TRACKED]
    assert len(folded) == len(set(folded))


def test_what_using_a_workspace_makes_is_not_in_git() -> None:
    made = ("data/inbox/", "data/raw/", "data/warehouse/", "data/quarantine/", "reports/")
    assert [name for name in TRACKED if name.startswith(made)] == []
