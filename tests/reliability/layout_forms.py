"""Forms nobody has a layout for, each as twenty counties would send it (没见过的表).

Every file is written from figures made here, so that what must be stored is known without reading
the file: :class:`Sent` holds the file and the figures it states, in the kept units.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter

from gxlab.intake.model import Context
from gxlab.reference.periods import Period
from gxlab.reference.territory import Unit

COUNTIES = (
    "东山县", "西水县", "南沅县", "北川县", "青柳县",
    "云岭县", "平棠县", "望岫县", "文澜县", "永澄县",
    "岚河县", "松溪县", "丰泽县", "安澜县", "石门县",
    "临江县", "高桥县", "长滩县", "白沙县", "清源县",
)  # fmt: skip
CODES = {name: f"33{i:04d}" for i, name in enumerate(COUNTIES, start=101)}
TOWNS = ("城关镇", "河口镇", "柳林乡", "新桥街道")
CLUSTERS = tuple(
    f"{c.removesuffix('县')}{p}集群" for c in COUNTIES for p in ("轴承", "箱包", "线缆")
)
FACTORS = {
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "亿元": Decimal(10000),
}
_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CHARS36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY = (3, 7, 9, 10, 5, 8, 4, 2)
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

Key = tuple[str, str, str, str, str]
"""Code, indicator, period, span, reading."""
Cell = str | int | float | None


def credit_code(number: int) -> str:
    """A code of the form GB 32100 asks for, with both its check characters."""
    body = f"MA{number:06d}"
    check = 11 - sum(_CHARS36.index(c) * w for c, w in zip(body, _BODY, strict=True)) % 11
    code = "91330101" + body + {10: "X", 11: "0"}.get(check, str(check))
    rest = 31 - sum(_CHARS.index(c) * w for c, w in zip(code, _WEIGHTS, strict=True)) % 31
    return code + _CHARS[rest % 31]


def context() -> Context:
    """One city, its twenty counties with towns, its clusters; June 2026 is the latest month."""
    units = [Unit("3300", "示例市", None, "city", aliases=("全市",))]
    for name in COUNTIES:
        code = CODES[name]
        units.append(Unit(code, name, "3300", "county", aliases=(name.removesuffix("县"),)))
        units += [Unit(f"{code}{i:03d}", t, code, "town") for i, t in enumerate(TOWNS, start=1)]
    clusters = {name: f"C{i:03d}" for i, name in enumerate(CLUSTERS, start=1)}
    return Context(units=tuple(units), clusters=clusters, latest=Period(2026, 6))


@dataclass(frozen=True)
class Column:
    """One column: its labels from the top, what it holds, and its kind of unit ("" = none)."""

    parts: tuple[str, ...]
    texts: Sequence[Cell]
    unit: str = ""


@dataclass
class Look:
    """How one county writes the form: everything that may differ without changing its meaning."""

    county: str
    month: int = 5
    money: str = "万元"
    unit_in_label: bool = False
    blank_rows: int = 0
    blank_columns: int = 0
    sheet: str = "Sheet1"
    cover: bool = False
    total: str = "bottom"
    gaps: bool = False
    notes: tuple[str, ...] = ("填表人：张三", "单位负责人：李四")
    flat: bool = False
    group: str = ""
    order: int = 0
    extra: bool = False
    csv: bool = False
    words: dict[str, str] = field(default_factory=dict)
    file: str = ""


@dataclass(frozen=True)
class Sent:
    """A file, and every figure it states."""

    path: Path
    figures: dict[Key, Decimal]


FormMaker = Callable[[Look, Path], Sent]

_WAYS: dict[str, tuple[str, ...]] = {
    "本月": ("本月", "当月", "本月数", "{m}月"),
    "本年累计": ("本年累计", "累计", "1-本月", "1—{m}月", "年初累计"),
    "上年同期": ("上年同期", "去年同期", "同期", "上年同期数"),
    "增速": ("增速（%）", "同比增长(%)", "同比±%", "增幅(%)", "比上年同期增长%"),
    "工业总产值": ("工业总产值", "现价工业总产值", "总产值", "工业总产值（当年价格）"),
    "营业收入": ("营业收入", "主营业务收入", "营业收入", "营 业 收 入"),
    "利润总额": ("利润总额", "利润总额", "利润"),
    "期末用工人数": ("期末用工人数", "期末从业人员", "从业人员"),
    "企业名称": ("企业名称", "单位详细名称", "企业全称", "单位名称"),
    "统一社会信用代码": ("统一社会信用代码", "信用代码", "社会信用代码"),
    "集群名称": ("集群名称", "产业集群名称", "集群"),
    "税金": ("上缴税金", "实缴税金", "税收"),
    "企业总数": ("企业总数", "企业户数", "企业个数"),
    "从业人员": ("从业人员", "从业人数", "就业人数"),
    "项目名称": ("项目名称",),
    "建设单位": ("建设单位", "项目单位", "业主单位"),
    "总投资": ("总投资", "计划总投资", "项目总投资"),
    "本年计划投资": ("本年计划投资", "年度计划投资", "2026年计划投资"),
    "本年完成投资": ("本年累计完成投资", "本年完成投资", "1-{m}月完成投资"),
    "本月完成投资": ("本月完成投资", "当月完成投资", "{m}月完成投资"),
    "形象进度": ("形象进度", "工程形象进度", "项目进展"),
    "存在问题": ("存在问题", "存在困难"),
    "乡镇": ("乡镇", "镇街", "乡镇(街道)"),
    "规上工业企业数": ("规上工业企业数", "规上企业户数", "规模以上工业企业数"),
    "指标": ("指标名称", "指标", "主要指标"),
}  # fmt: skip


_NOTES: tuple[tuple[str, ...], ...] = (
    (),
    ("填表人：王五",),
    ("注：1.本表为快报数。", "2.口径同上月。", "单位负责人：赵六", "联系电话：12345"),
)


def looks(seed: int) -> list[Look]:
    """The county whose file is learned from, then the other nineteen, each a little different."""
    made = [Look(COUNTIES[0])]
    for number, county in enumerate(COUNTIES[1:], start=1):
        dice = random.Random(seed * 1000 + number)
        made.append(
            Look(
                county,
                month=dice.choice((3, 4, 5, 6)),
                money=dice.choice(("万元", "元", "千元", "亿元")),
                unit_in_label=dice.random() < 0.4,
                blank_rows=dice.choice((0, 0, 1, 3)),
                blank_columns=dice.choice((0, 0, 1, 2)),
                sheet=dice.choice(("Sheet1", "报表", county, "5月")),
                cover=dice.random() < 0.2,
                total=dice.choice(("bottom", "top", "none")),
                gaps=dice.random() < 0.3,
                notes=dice.choice(_NOTES),
                flat=dice.random() < 0.3,
                group=dice.choice(("", "", "生产经营情况")),
                order=dice.randrange(1000),
                extra=dice.random() < 0.4,
                csv=dice.random() < 0.15,
                words={word: dice.choice(ways) for word, ways in _WAYS.items()},
                file=dice.choice(("", "plain", "renamed")),
            )
        )
    return made


def say(look: Look, label: str) -> str:
    """A label in this county's words."""
    return look.words.get(label, "增速（%）" if label == "增速" else label).format(m=look.month)


def money(look: Look, amount: int) -> Cell:
    """An amount in 万元 as this county writes it, exactly."""
    value = Decimal(amount) / FACTORS[look.money]
    return int(value) if value == value.to_integral_value() else float(value)


def place(look: Look, columns: Sequence[Column]) -> list[Column]:
    """The columns in this county's order and words; the key columns may move too."""
    dice = random.Random(look.order)
    groups: dict[str, list[Column]] = {}
    for column in columns:
        groups.setdefault(column.parts[0], []).append(column)
    heads = list(groups)
    if look.order:
        dice.shuffle(heads)
    placed = [column for head in heads for column in groups[head]]
    if look.extra:
        count = len(placed[0].texts)
        placed.insert(len(placed) // 2, Column(("法定代表人",), ["周某"] * count))
        placed.append(Column(("是否重点",), ["是"] * count))
    return placed


def labels(look: Look, column: Column) -> tuple[str, ...]:
    """The labels of a column, from the top, as written: split in rows, or in one."""
    unit = {"money": look.money}.get(column.unit, column.unit)
    parts = [say(look, part) for part in column.parts]
    if unit and unit != "%" and (look.unit_in_label or column.unit != "money"):
        parts[0] += f"（{unit}）"
    if look.flat and len(parts) == 2:
        head, _, stated = parts[0].partition(f"（{look.money}")
        tail = parts[1]
        if "%" in tail:
            return (head + tail,)
        stated = f"（{look.money}）" if stated else ""
        return (
            tail + head + stated
            if look.order % 2
            else f"{head}{'' if stated else '_'}{tail}{stated}",
        )
    return tuple(parts)


@dataclass
class Page:
    """A sheet being written: its rows, and the ranges to merge (first row, column, last …)."""

    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def page(look: Look, title: str, columns: Sequence[Column], totals: Sequence[Cell]) -> Page:
    """One sheet as this county would lay it out."""
    placed = place(look, columns)
    heads = [labels(look, column) for column in placed]
    width, made = len(placed), Page()
    made.rows += [[] for _ in range(look.blank_rows)]
    made.rows.append([title.format(m=look.month, c=look.county)])
    made.merges.append((len(made.rows), 1, len(made.rows), width))
    stated = any(c.unit == "money" for c in placed) and not look.unit_in_label
    made.rows.append(
        [
            f"填报单位：{look.county}",
            *([None] * (width - 2)),
            f"单位：{look.money}" if stated else None,
        ]
    )
    if look.gaps:
        made.rows.append([])
    _head(made, heads, look)
    body = [list(row) for row in zip(*(c.texts for c in placed), strict=True)]
    sums = {id(c): t for c, t in zip(columns, totals, strict=True)}
    total = [sums.get(id(c)) for c in placed]
    if look.total == "top":
        made.rows.append(total)
    for number, row in enumerate(body):
        if look.gaps and number == 2:
            made.rows.append([])
        made.rows.append(row)
    if look.total == "bottom":
        made.rows.append(total)
    made.rows += [[note] for note in look.notes]
    return made


def _head(made: Page, heads: Sequence[tuple[str, ...]], look: Look) -> None:
    """The rows of the header, with its merges."""
    levels = max(len(head) for head in heads)
    if look.group and levels == 2:
        _band(made, heads, look.group)
    top = len(made.rows) + 1
    for level in range(levels):
        made.rows.append([head[level] if level < len(head) else None for head in heads])
    for column, head in enumerate(heads, start=1):
        if len(head) < levels:
            made.merges.append((top, column, top + levels - 1, column))
    start = 0
    while levels > 1 and start < len(heads):
        end = start
        while (
            end + 1 < len(heads) and len(heads[start]) > 1 and heads[end + 1][0] == heads[start][0]
        ):
            end += 1
        if end > start:
            made.merges.append((top, start + 1, top, end + 1))
            for column in range(start + 1, end + 1):
                made.rows[top - 1][column] = None
        start = end + 1


def _band(made: Page, heads: Sequence[tuple[str, ...]], word: str) -> None:
    """A word over all figures, as some counties write it: it says nothing of the columns."""
    wide = [i for i, head in enumerate(heads) if len(head) > 1]
    if len(wide) > 1 and wide[-1] - wide[0] + 1 == len(wide):
        row: list[Cell] = [None] * len(heads)
        row[wide[0]] = word
        made.rows.append(row)
        made.merges.append((len(made.rows), wide[0] + 1, len(made.rows), wide[-1] + 1))


def write(look: Look, made: Page, folder: Path, name: str) -> Path:
    """The file: xlsx with its merges, or csv."""
    shift = [None] * look.blank_columns
    names = {
        "": f"{look.county}{name}_{look.month}月",
        "plain": f"{name}（{look.county}）2026年{look.month}月",
        "renamed": f"{look.county}报送{look.month}月",
    }
    stem = names[look.file]
    if look.csv:
        path = folder / f"{stem}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([*shift, *row] for row in made.rows)
        return path
    book = openpyxl.Workbook()
    page_ = book.active
    assert page_ is not None
    if look.cover:
        page_.title = "封面"
        page_["A1"] = "报送资料"
        page_ = book.create_sheet()
    page_.title = look.sheet
    for r, row in enumerate(made.rows, start=1):
        for c, value in enumerate([*shift, *row], start=1):
            page_.cell(r, c).value = value
    for top, left, bottom, right in made.merges:
        if (bottom, right) != (top, left):
            letters = [get_column_letter(x + look.blank_columns) for x in (left, right)]
            page_.merge_cells(f"{letters[0]}{top}:{letters[1]}{bottom}")
    path = folder / f"{stem}.xlsx"
    book.save(path)
    return path
