"""From a column's declared type to a function that reads its cells (按列读数)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from gxlab.intake import cells
from gxlab.intake.cells import Read
from gxlab.intake.labels import normal, split_unit
from gxlab.intake.layout_spec import CellType, ColumnSpec, LayoutSpec
from gxlab.intake.lookups import Lookups, NotFound
from gxlab.intake.model import Correction
from gxlab.intake.place import FileText
from gxlab.intake.records import RECORDS
from gxlab.reference.codes import CodeLoss, credit_code_problem, normalise_credit_code
from gxlab.reference.codes import normalise_project_code as project_code
from gxlab.reference.indicators import catalogue
from gxlab.reference.periods import Period, PeriodSpan, parse_roc_period

TextReader = Callable[[str], Read]

_BY_FIELD: dict[str, CellType] = {
    "unit": "unit",
    "county": "unit",
    "reported_by": "unit",
    "cluster": "cluster",
    "enterprise": "credit_code",
    "old_enterprise": "credit_code",
    "industry": "industry",
    "indicator": "indicator",
    "project_code": "project_code",
    "period": "period",
    "uom": "uom",
    "aliases": "list",
    "subject_name": "text",
}
BY_SUBJECT: dict[str, CellType] = {
    "enterprise": "credit_code",
    "unit": "unit",
    "industry": "industry",
    "cluster": "cluster",
    "meter": "code",
    "macro": "text",
}


@dataclass(frozen=True)
class FileFacts:
    """What is settled for the whole file before its rows are read."""

    layout: LayoutSpec
    words: FileText
    lookups: Lookups
    period: PeriodSpan | None
    reporter: str | None
    latest: Period | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def year(self) -> int | None:
        """The year that completes "3月底" and "1—5月"."""
        return self.period.period.year if self.period else None

    @property
    def within(self) -> str | None:
        """The unit that names without a county are looked up in first: the sender's."""
        return self.reporter


def column_type(spec: ColumnSpec, record: str, subject: str | None) -> CellType:
    """The type a column is read as: declared, or by its field, or by its table."""
    if spec.type:
        return spec.type
    if record == "observation":
        if spec.field == "subject":
            return BY_SUBJECT[subject or "macro"]
        if spec.field in ("row", "author", "scope") or spec.note:
            return "text"
        return _BY_FIELD.get(spec.field or "", "number")
    kind = RECORDS[record].columns.get(spec.field or "", pl.String)
    if kind == pl.Date:
        return "date"
    if kind == pl.Boolean:
        return "flag"
    if kind == pl.Int32:
        return "year" if spec.field == "year" else "int"
    if isinstance(kind, pl.Decimal):
        return "number"
    return _BY_FIELD.get(spec.field or "", "text")


def text_reader(kind: CellType, spec: ColumnSpec, facts: FileFacts) -> TextReader:
    """A function that reads one cell of the column; equal texts are read once."""
    reader = lru_cache(maxsize=200_000)(_plain_reader(kind, spec, facts))
    if not spec.map:
        return reader
    mapped = {normal(key): value for key, value in spec.map.items()}

    def read(text: str) -> Read:
        value = mapped.get(normal(text))
        if value is not None:
            return Read(value or None)
        if kind == "indicator":
            return reader(text)
        return Read(
            rule="unknown_value",
            text=f"“{text.strip()}”不在可填的值中（{'、'.join(spec.map)}），请改正",
        )

    return read


def _plain_reader(kind: CellType, spec: ColumnSpec, facts: FileFacts) -> TextReader:
    lookups = facts.lookups
    if kind in cells.SIMPLE:
        return cells.SIMPLE[kind]
    if kind == "date":
        end = spec.field in ("valid_to", "valid_until")
        return lambda text: cells.read_date(text, end=end)
    if kind == "month":
        return lambda text: cells.read_month(text, facts.year)
    if kind == "period":
        return lambda text: _read_period(text, facts)
    if kind == "code":
        return lambda text: cells.read_code(text, spec.width)
    if kind == "credit_code":
        return _read_credit_code
    if kind == "project_code":
        return _read_project_code
    if kind == "indicator":
        return _read_indicator
    return _looked_up(
        {
            "unit": lambda text: lookups.unit(text, facts.within),
            "unit_in_text": lambda text: lookups.unit_in_text(text, facts.within),
            "cluster": lookups.cluster,
            "industry": lookups.industry,
            "industry_in_text": lookups.industry_in_text,
            "enterprise_name": lookups.enterprise,
        }[kind],
        f"unknown_{kind.removesuffix('_in_text').removesuffix('_name')}",
    )


def _looked_up(find: Callable[[str], str], rule: str) -> TextReader:
    def read(text: str) -> Read:
        try:
            return Read(find(text))
        except NotFound as error:
            return Read(rule=rule, text=str(error))

    return read


def _read_period(text: str, facts: FileFacts) -> Read:
    found = period_of(text, facts)
    if found is None:
        return Read(rule="not_a_period", text=f"“{text}”看不出报告期，应写作2026年5月，请改正")
    return Read(str(found.period))


def period_of(text: str, facts: FileFacts) -> PeriodSpan | None:
    """The period a cell or label states, in the calendar of the layout."""
    if facts.layout.period.calendar == "roc":
        return parse_roc_period(text)
    return cells.read_period(text, facts.year)


def _read_credit_code(text: str) -> Read:
    try:
        problem = credit_code_problem(text)
    except CodeLoss as loss:
        return Read(rule="lossy_code", text=str(loss))
    code = normalise_credit_code(text)
    if not _CODE.fullmatch(code):
        # 无, — or 办理中: one code for many firms, were it kept. A name may still lead to the firm.
        told = f"“{text.strip()}”不是代码，应为18位数字和字母，没有的请留空；本格按空白读入"
        return Read(rule="not_a_code", text=told)
    if problem:
        return Read(code, rule="credit_code", text=problem)
    return Read(code)


def _read_project_code(text: str) -> Read:
    try:
        code = project_code(text)
    except CodeLoss as loss:
        return Read(rule="lossy_code", text=str(loss))
    if code is None:
        return Read(
            text.strip(),
            rule="project_code",
            text=f"“{text.strip()}”不是20位数字加4个连字符的项目代码，请核对",
        )
    if code != text.strip():
        return Read(
            code,
            rule="project_code_hyphens",
            text=f"项目代码“{text.strip()}”的连字符丢失，已补为{code}",
        )
    return Read(code)


@lru_cache(maxsize=1)
def indicator_names() -> dict[str, str]:
    """Catalogue names and ids, normalised, to ids."""
    names = {normal(entry.name): entry.id for entry in catalogue().values()}
    return names | {entry.id: entry.id for entry in catalogue().values()}


def _read_indicator(text: str) -> Read:
    label = normal(text)
    found = indicator_names().get(label) or indicator_names().get(split_unit(label)[0])
    if found is None:
        return Read(
            rule="unknown_indicator", text=f"指标“{text}”不在指标目录中，请改正名称或在版式中对照"
        )
    return Read(found)


WARNED = frozenset(
    {"credit_code", "not_a_code", "project_code", "project_code_hyphens", "code_padded"}
)
"""Rules that leave the value standing, or the cell blank: the row is stored with a warning."""

_CODE = re.compile("[0-9A-Z*-]*[0-9A-Z][0-9A-Z*-]*")

DITTO = re.compile(r"同上[。.]?|〃|″|\"|''|“|”|…同上")
