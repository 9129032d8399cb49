"""What a layout may say (版式的写法): every key of a layout file, its type and its limits.

Labels are compared in one spelling (half width, no blanks), and a unit of measure in a label
("营业收入(亿元)") is taken off before comparing, so it is not repeated. ``layouts/README.md`` lists
the keys with examples.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from gxlab.intake.labels import normal
from gxlab.intake.records import RECORDS
from gxlab.reference.indicators import catalogue
from gxlab.reference.numbers import MissingKind, canonical_unit

CellType = Literal[
    "text", "number", "percent", "date", "month", "period", "year", "int", "check", "flag",
    "code", "credit_code", "project_code", "name", "unit", "unit_in_text", "cluster", "industry",
    "industry_in_text", "enterprise_name", "indicator", "list", "uom", "unit_code",
]  # fmt: skip
Span = Literal["month", "ytd", "year", "point", "rolling12"]
Reading = Literal["value", "base", "growth_pct", "change_pp", "rank", "forecast"]
RuleName = Literal[
    "month_not_equal_ytd", "ytd_not_below_month", "not_above", "growth_matches_levels",
    "rate_as_fraction", "parts_sum_to_total", "magnitude",
]  # fmt: skip
SubjectKind = Literal["enterprise", "unit", "industry", "cluster", "meter", "macro"]
Status = Literal["预计", "快报", "反馈", "最终"]


def _label(value: object) -> object:
    if isinstance(value, str) and not value.startswith("re:"):
        return normal(value)
    return value


def _labels(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _uom(value: object) -> object:
    if isinstance(value, str) and value and canonical_unit(value) is None:
        raise ValueError(f"计量单位“{value}”不在单位表中")
    return value


def pattern_fault(error: re.error) -> str:
    """Where a regular expression is wrong; the compiler's own words are English."""
    return "写法有误" if error.pos is None else f"从第{error.pos + 1}个字符起写法有误"


def _pattern(value: object) -> object:
    if isinstance(value, str):
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"正则表达式“{value}”{pattern_fault(error)}") from None
    return value


Label = Annotated[str, BeforeValidator(_label)]
Labels = Annotated[tuple[Label, ...], BeforeValidator(_labels)]
Uom = Annotated[str, BeforeValidator(_uom)]
Pattern = Annotated[str, BeforeValidator(_pattern)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Coordinates(_Part):
    """What a column, a row label or a section can say about a value."""

    indicator: str | None = None
    span: Span | None = None
    reading: Reading | None = None
    uom: Uom | None = None
    scope: str | None = None
    year_shift: int = 0

    @model_validator(mode="after")
    def _known_indicator(self) -> _Coordinates:
        if self.indicator is not None and self.indicator not in catalogue():
            raise ValueError(f"指标“{self.indicator}”不在指标目录中")
        return self


class ColumnSpec(_Coordinates):
    """One column or, with ``many``, all columns a label matches (列)."""

    label: Labels
    field: str | None = None
    note: str | None = None
    ignore: bool = False
    required: bool = False
    expected: bool = False
    type: CellType | None = None
    width: int | None = None
    ditto: bool = False
    many: bool = False
    lenient: bool = False
    alike: bool = False
    period_from: Label | None = None
    map: dict[str, str] = Field(default_factory=dict)


class RowSpec(_Coordinates):
    """What a row is, told by its label (行)."""

    label: Labels
    role: Literal["data", "total", "part", "memo", "skip", "caption", "note"] = "data"
    store: bool = False
    kind: SubjectKind | None = None
    subject: str | None = None


class WhereSpec(_Part):
    """Only rows whose cell under ``label`` is one of ``values`` or matches ``pattern``."""

    label: Label
    values: tuple[str, ...] = ()
    pattern: Pattern | None = None
    exclude: bool = False


class RuleSpec(_Part):
    """A cross-cell rule by name (跨格规则); see ``rules.py`` for the closed set."""

    rule: RuleName
    label: Labels = ()
    than: Labels = ()
    by: Label = ""
    tolerance: float | None = Field(default=None, gt=1)
    refuse_most: bool = False


class SectionSpec(_Part):
    """One table on one sheet (表块)."""

    name: str = ""
    sheet: Pattern | None = None
    optional: bool = False
    record: str = "observation"
    subject: SubjectKind | None = None
    anchor: Labels = ()
    header_rows: int | None = Field(default=None, ge=1, le=6)
    until_blank: bool = False
    where: WhereSpec | None = None
    footer: tuple[Pattern, ...] = ()
    constants: dict[str, str | int] = Field(default_factory=dict)
    derive: dict[str, str] = Field(default_factory=dict)
    other_rows: Literal["refuse", "ignore"] = "refuse"
    unknown_columns: Literal["warn", "ignore", "refuse"] = "warn"
    distinct: bool = False
    column: tuple[ColumnSpec, ...]
    row: tuple[RowSpec, ...] = ()
    rule: tuple[RuleSpec, ...] = ()

    @property
    def by_row(self) -> bool:
        """Whether the rows, not the columns, say which indicator a value is of."""
        named = any(c.indicator for c in self.column) or "indicator" in self.constants
        return any(row.indicator for row in self.row) and not named

    @model_validator(mode="after")
    def _fields_exist(self) -> SectionSpec:
        if self.record not in RECORDS:
            raise ValueError(f"record“{self.record}”不是入库表，应为：{'、'.join(RECORDS)}")
        if self.record == "observation" and self.subject is None:
            raise ValueError("record 为 observation 时须写 subject(对象种类)")
        known = OBSERVATION_FIELDS if self.record == "observation" else RECORDS[self.record].columns
        named = [c.field for c in self.column if c.field] + list(self.derive)
        for name in named + [c for c in self.constants if self.record != "observation"]:
            if name not in known and name not in PSEUDO_FIELDS:
                raise ValueError(f"字段“{name}”不是“{self.record}”的列")
        return self


OBSERVATION_FIELDS = (
    "subject", "subject_name", "unit", "period", "row", "uom", "author", "scope",
)  # fmt: skip
PSEUDO_FIELDS = ("uom", "county")


class PeriodSpec(_Part):
    """Where the reporting period stands (报告期)."""

    source: Literal["title", "file_name", "sheet", "column", "constant", "none"]
    pattern: Pattern | None = None
    constant: str | None = None
    calendar: Literal["common", "roc"] = "common"
    lag: int = 0
    conflict: Literal["refuse", "warn", "ignore"] = "refuse"
    file_name_lag: int = 0
    year_only: bool = False


class ReporterSpec(_Part):
    """Who sent the file (报送单位): a unit named in the file name, the title or a constant."""

    source: tuple[Literal["file_name", "title", "sheet", "root"], ...] = ("file_name",)
    pattern: Pattern | None = None
    required: bool = True


NAME = re.compile(r"[a-z0-9_]+")
"""A layout's name is a file's name on every system, and is typed on a command line."""


class LayoutSpec(_Part):
    """One form (版式)."""

    name: Annotated[str, Field(pattern=f"^{NAME.pattern}$")]
    title: str
    file_name: Pattern
    contains: Labels = ()
    status: Status
    source_kind: str
    scope: Literal["whole", "patch"]
    basis: Literal["delivered", "own_prior_year"] = "delivered"
    order: int = Field(default=2, ge=0, le=2)
    unit_of_measure: Uom | None = None
    period: PeriodSpec = PeriodSpec(source="none")
    reporter: ReporterSpec | None = None
    release_day: int | None = Field(default=None, ge=1, le=31)
    release_lag: int = 1
    missing: dict[str, MissingKind] = Field(default_factory=dict)
    ignore_sheets: tuple[Pattern, ...] = ()
    section: tuple[SectionSpec, ...]
