"""附表: numbers are numbers, formulas give what was printed, texts do nothing."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gxlab.publish.outline import Outline, read_outline
from gxlab.publish.xlsx_formulas import Along, Sides, formulas
from gxlab.publish.xlsx_numbers import grid, number
from gxlab.publish.xlsx_report import render_xlsx, sheet_names
from gxlab.publish.xlsx_sums import Sum
from gxlab.show.objects import Column, Figure, Row, Table
from tests.publish.conftest import Convert
from tests.unit.publish.sample import META, small

STARTS = (
    *("=1+1", "+1", "-1", "@SUM(1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")"),
    *("\t=1", "\r=1"),
    *("＝1", "＋1", "－1", "＠x", "=", "+", "-", "@", "{=1}", "'=1", " =1", "=DDE(\"a\";\"b\")"),
    *("=A1", "+A1", "-A1", "@A1", "=NOW()", "-2+3", "+2-3", "=1;2", "https://x.example", "1E5"),
)  # fmt: skip


def figure(text: str, full: str | None = None, indicator: str = "revenue") -> Figure:
    return Figure(text, f"{indicator}|3300|2026-05|ytd|value", full)


def book(outline: Outline, **changes: Any) -> openpyxl.Workbook:
    content = render_xlsx(outline, meta=replace(META, **changes))
    return openpyxl.load_workbook(io.BytesIO(content))


def only(table: Table, **changes: Any) -> Any:
    """The sheet of the one table of a small edition."""
    return book(read_outline(small(table)), **changes).worksheets[1]


def test_a_sheet_for_each_table_behind_a_list_of_them(outline: Outline) -> None:
    found = book(outline)
    assert found.sheetnames == [
        "目录",
        "表1 六个重点集群营业收入",
        "表2 下拉集群营收的企业（前3户）",
        "表3 分县区集群营业收入",
        "口径与来源",
    ]
    terms = [str(row[0].value) for row in found["口径与来源"].iter_rows()]
    assert terms[0] == "项目" and len(terms) > 4
    contents = [[cell.value for cell in row] for row in found["目录"].iter_rows()]
    assert [1, "六个重点集群营业收入", 7] in contents
    assert any("演示数据" in str(row[0]) for row in contents)
    assert found["目录"].cell(len(contents) - 2, 2).hyperlink is not None


def test_names_of_sheets_are_allowed_and_differ() -> None:
    long = "1—5月分集群/分县区[规上]营业收入：增减额*情况？及说明与去年同月比较"
    names = sheet_names([Table("A", long, (), ()), Table("B", long, (), ())])
    assert len(set(names)) == 2
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_period_scope_source_and_notes_stand_on_the_sheet(outline: Outline) -> None:
    sheet = book(outline)["表1 六个重点集群营业收入"]
    first = [sheet.cell(row, 1).value for row in range(1, 5)]
    assert first == [
        "表1  六个重点集群营业收入",
        "示例市　2026年1—5月　快报　演示数据",
        "来源：企业直报（快报，6月8日），上年同期为随表上报数",
        "规上口径 · 可比增速",
    ]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "注：利润率滞后一个月，为1—4月；“—”表示未设或无数据。" in texts
    assert {"集群", "营业收入", "累计（亿元）", "拉动（百分点）"} <= set(texts)


def test_numbers_are_numbers_shown_as_printed() -> None:
    columns = (Column("n", ("集群",), align="left"), Column("v", ("营收",), "亿元"))
    rows = (
        # 2276215.2 万元 is 227.62152 亿元.
        Row(("甲", figure("227.62", "2276215.2"))),
        Row(("乙", figure("+1,204", "1203.6"))),
        Row(("丙", figure("−0.4", "-0.35"))),
        Row(("丁", None)),
        Row(("戊", figure("持平"))),
    )
    sheet = only(Table("T", "表", columns, rows))
    cells = {str(a.value): b for a, b in sheet.iter_rows(min_col=1, max_col=2) if b.value}
    assert (cells["甲"].value, cells["甲"].number_format) == (227.62152, "0.00")
    assert (cells["乙"].value, cells["乙"].number_format) == (1203.6, "+#,##0;-#,##0;#,##0")
    assert (cells["丙"].value, cells["丙"].number_format) == (-0.35, "0.0")
    assert (cells["丁"].value, cells["戊"].value) == ("—", "持平")


def test_rows_of_different_units_keep_them_behind_their_numbers() -> None:
    columns = (Column("n", ("指标",), align="left"), Column("v", ("累计",)))
    rows = (
        Row(("产值", replace(figure("437.29", "4372900"), unit="亿元"))),
        Row(("增速", replace(figure("+6.5"), unit="%"))),
    )
    sheet = only(Table("T", "表", columns, rows))
    cells = {str(a.value): b for a, b in sheet.iter_rows(min_col=1, max_col=2) if b.value}
    assert (cells["产值"].value, cells["产值"].number_format) == (437.29, '0.00"亿元"')
    assert (cells["增速"].value, cells["增速"].number_format) == (6.5, '+0.0"%";-0.0"%";0.0"%"')


def test_outward_editions_hold_the_printed_digits_only() -> None:
    columns = (Column("n", ("集群",), align="left"), Column("v", ("营收",), "亿元"))
    table = Table("T", "表", columns, (Row(("甲", figure("227.62", "2276215.2"))),))
    outline = read_outline(small(table, audience="shared"))
    content = render_xlsx(outline, meta=replace(META, audience="shared"))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        whole = b"".join(packed.read(name) for name in packed.namelist())
    assert b"227.62" in whole and b"227.621" not in whole and b"2276215" not in whole


def test_a_full_figure_of_another_number_is_not_taken() -> None:
    assert number("12.5", "99.9") == number("12.5")
    assert number("12.5", "no number") == number("12.5")
    assert number("8.3（4）") is None and number("1.6倍") is None


def test_places_have_a_column_of_their_own() -> None:
    columns = (
        Column("n", ("单位",), align="left"),
        Column("v", ("营收", "同比（位次）"), "%"),
    )
    rows = (
        Row(("甲", figure("8.3（4）", "8.29"))),
        Row(("乙", figure("−0.7（7）"))),
        Row(("丙", figure("−2户（8）"))),
    )
    sheet = only(Table("T", "表", columns, rows))
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["甲", 8.29, 4] in values and ["乙", -0.7, 7] in values and ["丙", -2, 8] in values
    assert [None, "同比（%）", "同比位次"] in values


def test_texts_do_nothing_whatever_they_begin_with() -> None:
    columns = (Column("a", ("名称",), align="left"),)
    sheet = only(Table("T", "表", columns, tuple(Row((text,)) for text in STARTS)))
    cells = [row[0] for row in sheet.iter_rows(min_row=5)][: len(STARTS)]
    told = [str(cell.value).replace("_x000D_", "\r") for cell in cells]
    assert [text.strip() for text in told] == [text.strip() for text in STARTS]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value)[:1] in "=+-@＝＋－＠")
    assert all(cell.hyperlink is None for cell in cells)


def test_print_set_up_and_frozen_heads(outline: Outline) -> None:
    for sheet in book(outline).worksheets[1:-1]:
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows and sheet.freeze_panes
        first = int(re.sub(r"\D", "", sheet.freeze_panes))
        assert int(sheet.print_title_rows.split("$")[-1]) == first - 1


def test_the_same_edition_is_the_same_bytes(outline: Outline) -> None:
    assert render_xlsx(outline, meta=META) == render_xlsx(outline, meta=META)


NAME = Column("n", ("单位",), align="left")


def table(columns: tuple[Column, ...], *rows: Row) -> Table:
    return Table("T", "表", (NAME, *columns), rows)


def row(name: str, *cells: Figure | None, emphasis: Any = "", level: int = 0) -> Row:
    return Row((name, *cells), level=level, emphasis=emphasis)


def found(given: Table) -> dict[tuple[int, int], Any]:
    return dict(formulas(grid(given, whole=True)))


def test_a_total_of_the_rows_shown_is_a_sum() -> None:
    value = Column("v", ("营收",), "亿元")
    # 1.25 + 2.5 = 3.75; printed 1.3 + 2.5 = 3.8.
    given = table(
        (value,),
        row("甲", figure("1.3", "12500")),
        row("乙", figure("2.5", "25000")),
        row("合计", figure("3.8", "37500"), emphasis="total"),
    )
    assert found(given) == {(2, 1): Sum((0, 1))}


def test_a_total_with_a_firm_counted_once_is_no_sum() -> None:
    value, members = Column("v", ("营收",), "亿元"), Column("m", ("户数",), "户")
    given = table(
        (value, members),
        row("甲", figure("10"), figure("3")),
        row("乙", figure("20"), figure("4")),
        # One firm of 2 is in both clusters: 28 and 6, not 30 and 7.
        row("合计", figure("28"), figure("6"), emphasis="total"),
    )
    assert found(given) == {}


def test_one_column_that_adds_up_by_chance_makes_no_total() -> None:
    columns = tuple(Column(f"c{n}", (f"列{n}",), "个") for n in range(3))
    given = table(
        columns,
        row("甲", figure("5"), figure("7"), figure("1")),
        row("园区", figure("2"), figure("3"), figure("1")),
        # The zone lies in 甲: only the last column happens to add up.
        row("合计", figure("5"), figure("7"), figure("2"), emphasis="total"),
    )
    assert found(given) == {}


def test_parts_set_in_below_their_head_are_its_sum() -> None:
    value = Column("v", ("户数",), "户")
    given = table(
        (value,),
        row("新进规", figure("54")),
        row("年度批次", figure("51"), level=1),
        row("月度新建", figure("3"), level=1),
        row("存量", figure("584")),
        row("合计", figure("638"), emphasis="total"),
    )
    assert found(given) == {(0, 1): Sum((1, 2)), (4, 1): Sum((0, 3))}


def test_growth_completion_and_gap_follow_from_their_cells() -> None:
    columns = (
        Column("v", ("完成",), "亿元"),
        Column("t", ("目标",), "亿元"),
        Column("c", ("完成率",), "%"),
        Column("p", ("计划进度",), "%"),
        Column("g", ("比计划",), "百分点"),
    )
    # 50 ÷ 125 = 40 %; 30 ÷ 80 = 37.5 %; against 38.2 and 38.0: +1.8 and −0.5.
    given = table(
        columns,
        row("甲", figure("50"), figure("125"), figure("40.0"), figure("38.2"), figure("+1.8")),
        row("乙", figure("30"), figure("80"), figure("37.5"), figure("38.0"), figure("−0.5")),
    )
    ratio, gap = Sides("ratio", 1, 2), Sides("gap", 3, 4, 1)
    assert found(given) == {(n, at): f for n in (0, 1) for at, f in ((3, ratio), (5, gap))}


def test_growth_on_a_base_the_table_does_not_show_stays_a_number() -> None:
    columns = (
        Column("v", ("本年",), "亿元"),
        Column("b", ("上年",), "亿元"),
        Column("g", ("同比",), "%"),
    )
    # 504 on 480 is 5.0 %; the second row's growth is on a comparable base of 190, not 200.
    given = table(
        columns,
        row("甲", figure("504"), figure("480"), figure("5.0")),
        row("乙", figure("200"), figure("200"), figure("5.3", "5.263157894736842")),
        row("丙", figure("210"), figure("200"), figure("5.0")),
    )
    assert found(given) == {}


def test_a_difference_is_named_one_and_the_register_keeps_its_identity() -> None:
    def of(name: str, text: str) -> Figure:
        return figure(text, indicator=f"above_scale_{name}")

    columns = tuple(
        Column(key, (name,))
        for key, name in (
            ("o", "上年末"), ("e", "年度批次"), ("m", "月度新建"), ("x", "退出"),
            ("c", "期末"), ("net", "净增"),
        )
    )  # fmt: skip
    names = ("opening", "entries", "entries", "exits", "count", "net")
    # K6: 100 at year end, 12 by the batch, 3 new, 9 left: 106, net 6; and 40 + 5 − 2 = 43, net 3.
    rows = (("甲", "100 12 3 9 106 +6"), ("乙", "40 5 0 2 43 +3"))
    given = table(
        columns,
        *(
            row(n, *(of(k, t) for k, t in zip(names, line.split(), strict=True)))
            for n, line in rows
        ),
    )
    closing, net = Along((1, 2, 3), (4,)), Along((2, 3), (4,))
    assert found(given) == {(n, at): f for n in (0, 1) for at, f in ((5, closing), (6, net))}


def test_a_formula_carries_its_value_and_reads_as_one_would_write_it() -> None:
    columns = (
        Column("v", ("完成",), "亿元"),
        Column("t", ("目标",), "亿元"),
        Column("c", ("完成率",), "%"),
    )
    given = table(
        columns,
        row("甲", figure("50"), figure("125"), figure("40.0")),
        row("乙", figure("30"), figure("80"), figure("37.5")),
        row(
            "合计",
            figure("80"),
            figure("205"),
            figure("39.0", "39.02439024390244"),
            emphasis="total",
        ),
    )
    content = render_xlsx(read_outline(small(given)), meta=META)
    written = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    cached = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[1]
    texts = [[cell.value for cell in line] for line in written.iter_rows(min_row=5)]
    assert texts[2] == ["合计", "=SUM(B5:B6)", "=SUM(C5:C6)", "=B7/C7*100"]
    values = [cell.value for cell in next(cached.iter_rows(min_row=7, max_row=7))]
    assert (
        values[:3] == ["合计", 80, 205] and Decimal(str(values[3])).quantize(Decimal("0.1")) == 39
    )


@pytest.mark.slow
def test_libreoffice_works_out_the_same(tmp_path: Path, office: Convert) -> None:
    columns = tuple(
        Column(f"c{n}", (f"列{n}",), unit) for n, unit in enumerate(("亿元", "亿元", "%"))
    )
    given = table(
        columns,
        row("甲", figure("50"), figure("125"), figure("40.0")),
        row("乙", figure("30.5", "305123"), figure("80"), figure("38.1", "38.140375")),
        row("合计", figure("80.5", "805123"), figure("205"), figure("39.3", "39.27429268292683"),
            emphasis="total"),
    )  # fmt: skip
    content = render_xlsx(read_outline(small(given)), meta=META)
    path = tmp_path / "tables.xlsx"
    path.write_bytes(without_values(content))
    again = openpyxl.load_workbook(office(path, "xlsx"), data_only=True).worksheets[1]
    first = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[1]
    formulas_at = [c.coordinate for r in openpyxl.load_workbook(path).worksheets[1] for c in r
                   if c.data_type == "f"]  # fmt: skip
    assert len(formulas_at) == 5
    for at in formulas_at:
        assert again[at].value == pytest.approx(first[at].value, rel=1e-12)


def without_values(content: bytes) -> bytes:
    """The workbook with the values of its formulas taken out, so that a reader must work."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w") as packed:
        for name in given.namelist():
            data = given.read(name)
            if name.startswith("xl/worksheets/"):
                data = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", data)
            packed.writestr(name, data)
    return made.getvalue()
