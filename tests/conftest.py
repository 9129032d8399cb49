"""What all tests share: a warehouse in memory made from a few inline rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import settings

from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, desk_on
from gxlab.warehouse.incoming import IncomingFile
from gxlab.warehouse.snapshot import resolve_into
from gxlab.warehouse.store import Store, in_memory

# The same examples on every machine, and no deadline: machines are busy, rules are not.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")

SHARED = Path(__file__).parents[1].parent / "shared" / "data"

Rows = Sequence[Mapping[str, Any]]

CITY: Rows = (
    {"code": "3300", "name": "示例市", "parent": None, "kind": "city", "aliases": "全市"},
    {"code": "330101", "name": "东山县", "parent": "3300", "kind": "county"},
    {"code": "330102", "name": "西水县", "parent": "3300", "kind": "county"},
    {"code": "330101001", "name": "城关镇", "parent": "330101", "kind": "town"},
    {"code": "330102001", "name": "河口镇", "parent": "330102", "kind": "town"},
    {"code": "Z1", "name": "示例经开区", "parent": "3300", "kind": "zone", "in_county_total": True},
)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real public data beside the project; tests that need it are left out where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared/data 不在，略过真实数据测试")
    return SHARED


def facts(rows: str, *, indicator: str = "revenue", span: str = "ytd") -> list[dict[str, Any]]:
    """Observations from a table typed as text: enterprise period value base (- = blank).

    A missing base column means that the source delivers none; ``-`` that the cell is blank.
    """
    found: list[dict[str, Any]] = []
    for line in rows.strip().splitlines():
        code, period, *numbers = line.split()
        for reading, number in zip(("value", "base", "growth_pct"), numbers, strict=False):
            found.append(observation(code, period, reading, number, indicator, span))
    return found


def observation(
    code: str,
    period: str,
    reading: str,
    number: str,
    indicator: str,
    span: str,
    subject: str = "enterprise",
) -> dict[str, Any]:
    blank = number == "-"
    return {
        "subject": subject,
        "code": code,
        "unit": None,
        "indicator": indicator,
        "period": period,
        "span": span,
        "reading": reading,
        "number": None if blank else Decimal(number),
        "missing": "blank" if blank else None,
        "scope": None,
    }


def register(rows: str) -> list[dict[str, Any]]:
    """Register rows from text: enterprise period unit industry door entered (- = none)."""
    found = []
    for line in rows.strip().splitlines():
        code, period, unit, industry, door, entered = (*line.split(), "-", "-", "-")[:6]
        found.append(
            {
                "enterprise": code,
                "period": period,
                "name": f"企业{code}",
                "unit": unit,
                "industry": industry,
                "door": None if door == "-" else door,
                "entered": None if entered == "-" else entered,
                "state": "正常",
            }
        )
    return found


def store_of(*files: Mapping[str, Any]) -> Store:
    """A store in memory; each file is a mapping of table names to rows, plus file attributes."""
    store = in_memory()
    add(store, *files)
    return store


def add(store: Store, *files: Mapping[str, Any]) -> None:
    """Commit each file as a batch of its own."""
    for number, given in enumerate(files):
        attributes = {k: v for k, v in given.items() if not isinstance(v, (list, tuple))}
        tables = {k: typed(k, v) for k, v in given.items() if isinstance(v, (list, tuple))}
        defaults: dict[str, Any] = {
            "path": f"file{number}",
            "sha256": f"{number:064d}",
            "outcome": "stored",
            "layout": f"layout{number}",
            "layout_digest": "d",
            "status": "快报",
            "source_kind": "企业直报",
            "scope": "patch",
        }
        store.commit("test", [IncomingFile(**{**defaults, **attributes}, tables=tables)])


def typed(table: str, rows: Rows) -> pl.DataFrame:
    """Rows as the frame the intake would deliver: lineage filled in, money as decimals."""
    full = [{"sheet": "表", "row_no": n, **row} for n, row in enumerate(rows, start=1)]
    names = list(dict.fromkeys(k for row in full for k in row))
    overrides = {"number": pl.Decimal(18, 6)} if table == "observation" else {}
    return pl.DataFrame(
        [{n: row.get(n) for n in names} for row in full],
        schema_overrides=overrides,
        infer_schema_length=None,
    )


DeskOf = Callable[..., Desk]


@pytest.fixture
def desk_of() -> DeskOf:
    """Builds a desk in memory: desk_of(period, file, …, unit="3300"); units default to CITY."""

    def build(
        period: str, *files: Mapping[str, Any], unit: str = "3300", units: Rows = CITY
    ) -> Desk:
        store = store_of({"unit": list(units)}, *files)
        resolve_into(store.con, None)
        store.con.execute("use snap")
        return desk_on(store.con, unit, Period.parse(period))

    return build
