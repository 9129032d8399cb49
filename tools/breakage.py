"""python -m tools.breakage: break each rule once, in a copy, and see its test fail.

The table is tests/spec/measures/traps.toml; what happened is written to the decision record. A
test that passes although its rule is broken proves nothing and ends the run with 1.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tools.lockfile import ROOT

TABLE = "tests/spec/measures/traps.toml"
RECORD = "docs/decisions/0012-broken-on-purpose.md"
COPIED = ("gxlab", "tests", "tools", "docs", "pyproject.toml", "Makefile", "README.md")
FAILED = 1
"""pytest's exit code where tests ran and some failed."""

OPENING = """# 0012 Broken on purpose

**Situation.** A test of a rule that cannot fail is worth nothing, and reading it does not tell.

**Choice.** Every rule among the traps of the trade has a named test and one line of the product
that makes the naive mistake when exchanged ({table}).
`python -m tools.breakage` copies the tree, sees all the tests pass, exchanges one line at a time,
and demands that the test fails. Below is its last run; a fast test holds the table to the code:
each line to be broken is there exactly once, each test exists.

**Given up.** One break a rule, not every mutation; run by hand and before a release, because it
takes minutes.

| 序 | 易错点 | 改错的文件 | 原文 → 改成 | 没有通过的测试 |
| --- | --- | --- | --- | --- |
"""


def known() -> list[dict[str, Any]]:
    """The traps of the table, in order."""
    found: list[dict[str, Any]] = tomllib.loads((ROOT / TABLE).read_text("utf-8"))["trap"]
    return found


def label(trap: dict[str, Any]) -> str:
    """Its number, with a letter where a trap holds several rules: 15, 15b, 15c."""
    return f"{trap['number']}{trap.get('part', '')}"


def has_test(test: str) -> bool:
    """Whether a test of this id is written: the file is there and defines the function."""
    name, _, function = test.partition("::")
    path = ROOT / name
    pattern = rf"^def {re.escape(function)}\("
    return path.is_file() and bool(re.search(pattern, path.read_text("utf-8"), re.MULTILINE))


def broken(text: str, trap: dict[str, Any]) -> str:
    """The text with the trap's line exchanged; it must be there exactly once."""
    if text.count(trap["old"]) != 1:
        raise ValueError(f"{trap['file']} 里应恰有一处“{trap['old']}”，请更新 {TABLE}")
    return text.replace(trap["old"], trap["new"])


def run(tree: Path, tests: Iterable[str]) -> subprocess.CompletedProcess[str]:
    """The tests in a copy of the project, by this interpreter."""
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-rf", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*words, *tests], cwd=tree, capture_output=True, text=True, check=False, timeout=600
    )


def copy(tree: Path) -> None:
    """What the tests need, without what building leaves behind."""
    leave = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=leave)
        else:
            shutil.copy2(source, tree / name)


def failing(tree: Path, trap: dict[str, Any]) -> str:
    """The test that failed with the trap's line broken, as pytest names it; "" where none did."""
    path = tree / trap["file"]
    sound = path.read_text("utf-8")
    path.write_text(broken(sound, trap), "utf-8")
    try:
        done = run(tree, [trap["test"]])
    finally:
        path.write_text(sound, "utf-8")
    named = re.search(r"^FAILED (\S+)", done.stdout, re.MULTILINE)
    # Which of a test's cases fails first says nothing; its name does.
    return named[1].partition("[")[0] if done.returncode == FAILED and named else ""


def line(trap: dict[str, Any], test: str) -> str:
    """One row of the record."""
    change = f"{_code(trap['old'])} → {_code(trap['new'])}"
    cells = (label(trap), trap["name"], f"`{trap['file']}`", change, f"`{test}`")
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |\n"


def _code(text: str) -> str:
    return "`" + " ".join(text.split()).replace("`", "'") + "`"


def main(numbers: Sequence[str]) -> int:
    """Break all traps, or only those named; the record is written when all were run."""
    chosen = [t for t in known() if not numbers or label(t) in numbers]
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        tree.mkdir()
        copy(tree)
        sound = run(tree, sorted({t["test"] for t in chosen}))
        if sound.returncode:
            print(sound.stdout[-4000:], "\n改错之前测试就没有通过，请先修好。", file=sys.stderr)
            return 1
        found = [(trap, failing(tree, trap)) for trap in chosen]
    for trap, test in found:
        print(f"{label(trap):>3} {trap['name']}：{test or '改错以后测试仍然通过'}")
    if not all(test for _, test in found):
        return 1
    if not numbers:
        text = OPENING.format(table=TABLE) + "".join(line(t, test) for t, test in found)
        (ROOT / RECORD).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
