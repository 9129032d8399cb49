"""Names from workbooks make files inside their folder, one for each, and write through nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from gxlab.commands.letters import file_name
from gxlab.intake.cells import read_unit_code
from gxlab.intake.model import Problem
from gxlab.intake.quarantine import annotate
from gxlab.publish.letter import Letter
from gxlab.reference.file_names import file_stem, is_plain

AWKWARD = (
    *("../上级", "..", ".", "...", "/etc/passwd", "/", "\\", "..\\上级", "C:\\x", "C:x", "a/../b"),
    *("甲/乙", "甲\\乙", "甲:乙", "甲*乙", "甲?乙", '甲"乙', "甲<乙", "甲>乙", "甲|乙", "甲、乙"),
    *("甲\x00乙", "甲\n乙", "甲\r乙", "甲\t乙", "甲\x7f乙", "甲乙", "", " ", "  "),
    *("CON", "con", "NUL.txt", "COM1", "LPT9", "aux.局"),
    *("局.", "局 ", "局", " 局", ".局", "-局", "--rf", "~", "$HOME", "`id`", "%2e%2e%2f"),
    *("\u202e局", "\u200b局", "\ufeff局", "局\u0301", "Ａ区", "A区", "a区", "①区", "1区"),
    *("caf\u00e9", "cafe\u0301", "ﬁ局", "fi局", "局" * 300, "局" * 301, "局_00000000", "\ud800局"),
)


def test_there_are_fifty_of_them() -> None:
    assert len(AWKWARD) == len(set(AWKWARD)) >= 50


@pytest.mark.parametrize("make", [file_stem, lambda name: file_name(Letter("1", name, ()))])
def test_each_name_has_a_file_of_its_own_inside_the_folder(make: object, tmp_path: Path) -> None:
    assert callable(make)
    folder = tmp_path / "out"
    folder.mkdir()
    seen: set[str] = set()
    for name in AWKWARD:
        made = make(name)
        path = folder / made
        assert path.resolve().parent == folder.resolve() and len(made.encode()) <= 200
        assert not path.exists(), name  # nothing is overwritten
        path.write_text(repr(name), encoding="utf-8")
        # Windows and macOS join letters by case; macOS by their parts.
        seen.add(made.casefold())
    assert len(list(folder.iterdir())) == len(seen) == len(AWKWARD)
    assert list(tmp_path.iterdir()) == [folder]


def test_ordinary_names_stay_as_they_are() -> None:
    for name in ("示例市统计局", "规上企业直报_5月", "2026年5月主要指标（反馈）", "台账(二)"):
        assert file_stem(name) == name


def test_only_plain_codes_of_units_are_read() -> None:
    plain = [name for name in AWKWARD if is_plain(name)]
    assert plain == []
    for code in ("330101", "330101001", "Z1", "Z_2-a"):
        assert read_unit_code(code).value == code
    for name in AWKWARD:
        told = read_unit_code(name)
        assert told.value is None and told.rule == "unknown_value", name


@pytest.mark.parametrize("name", ["../上级.xlsx", "局" * 90 + ".xlsx", "CON.xlsx"])
def test_a_copy_goes_back_into_its_folder(name: str, tmp_path: Path) -> None:
    source = tmp_path / "0a1b2c3d"
    with xlsxwriter.Workbook(str(source)) as book:
        book.add_worksheet("表一").write_row(0, 0, ["名称", "数"])
    outside = tmp_path / "outside.xlsx"
    outside.write_text("原样", encoding="utf-8")
    folder = tmp_path / "退回"
    folder.mkdir()
    expected = folder / f"退回_{file_stem(Path(name).stem)}_0a1b2c.xlsx"
    expected.symlink_to(outside)  # a link in the way
    problem = Problem("表一", "A1", "not_a_number", "error", "应为数字", "名称")
    copy = annotate(source, name, [problem], folder)
    assert copy == expected and not copy.is_symlink()
    assert outside.read_text(encoding="utf-8") == "原样"
    assert list(folder.iterdir()) == [copy]
