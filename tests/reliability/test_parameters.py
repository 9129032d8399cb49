"""D4: parameters arrive in the cell as they were given (参数), and their names do nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import papermill
import pytest

from gxlab.batch.notebooks import NotebookRefused, ReportNotebook, typed
from gxlab.commands.faults import WrongUse
from gxlab.commands.make import _params
from tests.batch.sample import notebook, workspace_at, write_notebook
from tests.cli.running import run
from tests.soak import keep

VALUES = (
    *("", " ", "甲", "'", '"', "'''", '"""', "\\", "\\\\", "\\n", "\n", "\r\n", "\t", "a\nb", "="),
    "a=b",
    *("{unit}", "{{unit}}", "{0}", "%s", "%(unit)s", "$unit", "${HOME}", "$(id)", "`id`", "!id"),
    *("'; import os; os._exit(0); '", '"); import os; os._exit(0)  # ', "\\'); os._exit(0)  # "),
    *("#", "# 参数", "x = 1", "%run x.py", "%%bash\nid", "?x", "!ls", "__import__('os')"),
    *("None", "True", "nan", "inf", "-0", "0x10", "1e400", "9" * 40, "[1, 2]", '{"a": 1}'),
    *("\u2028", "\u2029", "\x85", "\u202e倒", "\ufeff", "\u200b", "\x00", "\x1b[31m", "\x7f"),
    *("é", "e\u0301", "ＡＢＣ", "😀", "𠮷", "企业" * 2000, "<script>window.hit=1</script>"),
    *("'; drop table unit; --", "../../etc/passwd"),
)  # fmt: skip
NAMES = (
    *("x=1;import os;y", "import os", "a b", "a;b", "a\nb", "a.b", "a[0]", "a(", "1a", "a-b", ""),
    *("x: int", "*a", "a,b", "a\u2028b", "a#", "'a'", "a\\", "{a}", "%a", "a\x00", " unit"),
)
REAL = (
    *("class", "import", "None", "lambda", "unit", "period", "audience", "snapshot", "__class__"),
    *("__builtins__", "open_desk", "print", "gxlab", "ｕnit", "ｔop", "没有这个"),
)
EXTRA = 'note: str = ""  # 备注\n'


def a_notebook() -> ReportNotebook:
    types = dict.fromkeys(("unit", "period", "audience", "snapshot", "note"), "str")
    return ReportNotebook("tiny", "测试", Path("tiny.ipynb"), "0", {**types, "top": "int"})


@pytest.mark.soak
def test_60_values_are_the_same_in_the_cell(tmp_path: Path) -> None:
    """As papermill writes them into a notebook, run as Python runs it, compared as Python does."""
    assert len(VALUES) == len(set(VALUES)) >= 60
    source = tmp_path / "in.ipynb"
    given = notebook()
    given["cells"][1]["source"] += "\n" + EXTRA
    source.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
    equal = 0
    for value in VALUES:
        taken = typed(a_notebook(), _params([f"note={value}"]))
        assert taken == {"note": value}
        assert arrived(source, tmp_path / "out.ipynb", taken) == taken
        equal += 1
    keep("D4", "60 parameter values round-trip equal, 20 hostile names rejected",
         values=len(VALUES), equal=equal, names=len((*NAMES, *REAL)),
         rejected=sum(map(rejected, (*NAMES, *REAL))))  # fmt: skip


def arrived(source: Path, target: Path, values: dict[str, Any]) -> dict[str, Any]:
    """What the injected cell sets, once the notebook has been written and read again."""
    papermill.execute_notebook(
        str(source), str(target), parameters=values, prepare_only=True, progress_bar=False
    )
    cells = json.loads(target.read_text(encoding="utf-8"))["cells"]
    (cell,) = [c for c in cells if "injected-parameters" in c["metadata"].get("tags", ())]
    names: dict[str, Any] = {}
    exec("".join(cell["source"]), {"__builtins__": {}}, names)
    return names


def rejected(name: str) -> bool:
    try:
        typed(a_notebook(), _params([f"{name}=1"]))
    except (NotebookRefused, WrongUse):
        return True
    return False


def test_hostile_names_are_rejected() -> None:
    assert len(NAMES) >= 20
    for name in (*NAMES, *REAL):
        assert rejected(name), name
    assert not rejected("note")


def test_names_are_refused_at_the_command_line_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    write_notebook(workspace, notebook())
    for name in ("x=1;import os;y", "__builtins__", "unit", "没有这个", "1a"):
        words = ("report", "--period", "2026-05", "--unit", "330101", "--param", f"{name}=1")
        ended = run(capsys, *words, "--workspace", tmp_path, "--json")
        assert ended.code == 2 and "--param" in ended.json["error"], name
        assert name.partition("=")[0] in ended.json["error"]
    assert list(workspace.reports.iterdir()) == []


def test_periods_units_and_audiences_take_no_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    for option in ("--period", "--unit", "--audience", "--report"):
        for value in ("'; import os; '", "../../x", "2026-05\n", "", "all; id", "\u202e05-6202"):
            words = {"--period": "2026-05", "--unit": "330101", option: value}
            given = [word for pair in words.items() for word in pair]
            ended = run(capsys, "report", *given, "--workspace", tmp_path, "--json")
            assert ended.code == 2 and ended.json["error"].endswith("。"), (option, value)
    assert list(workspace.reports.iterdir()) == []
