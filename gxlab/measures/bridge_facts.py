"""What a bridge needs to know of each firm (逐户的事实), for whatever is added up.

Clusters, one cluster, an industry or the whole register: only which rows count differs.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl

from gxlab.measures.clusters import Edition
from gxlab.measures.firm_sums import KEPT
from gxlab.measures.growth_bridge import ZERO, FirmFacts
from gxlab.measures.register_lineage import lineage
from gxlab.reference.codes import normalise_name

RowsOf = Callable[[Edition], pl.DataFrame]


def facts_of(given: Edition, rows_of: RowsOf, *, inside: str = "here") -> list[FirmFacts]:
    """Every firm that counts now or counted a year ago; renamed and merged firms under one code.

    ``rows_of`` gives the firm rows that are added up, removed firms whose base stays among them;
    ``inside`` says what it means to stand in the unit's register without being added up.
    """
    then = given.step(period=given.period.prior_year)
    renamed = _lineage(given)
    rows, past = rows_of(given), rows_of(then)
    # Only a removed firm that is added up stays in the base; the rows say which.
    now_rows = {r["enterprise"]: r for r in (*given.firms.to_dicts(), *rows.to_dicts())}
    then_rows = _under_present_codes(then.firms, renamed)
    kept = set(rows.filter(pl.col("basis") == KEPT)["enterprise"].to_list())
    counted = set(rows["enterprise"].to_list()) - kept
    before = past.filter(pl.col("basis") != KEPT)["enterprise"].to_list()
    counted_then = {renamed.get(c, c) for c in before}
    places = _registered(given, {}), _registered(then, renamed)
    here = set(given.firms["enterprise"].to_list()), set(then_rows)
    return [
        FirmFacts(
            code,
            now_rows.get(code, {}).get("value"),
            now_rows.get(code, {}).get("base"),
            now_rows.get(code, {}).get("basis") or "",
            then_rows.get(code),
            code in counted,
            code in counted_then,
            _where(code, here[0], places[0], inside),
            _where(code, here[1], places[1], inside),
        )
        for code in sorted(counted | counted_then | kept)
    ]


def _under_present_codes(firms: pl.DataFrame, renamed: dict[str, str]) -> dict[str, Decimal | None]:
    """Last year's figures under the codes of today; firms that merged are added up."""
    found: dict[str, Decimal | None] = {}
    for code, value in firms.select("enterprise", "value").sort("enterprise").iter_rows():
        present = renamed.get(code, code)
        known = found.get(present)
        found[present] = value if known is None else known + (value or ZERO)
    return found


def _registered(given: Edition, renamed: dict[str, str]) -> set[str]:
    """Every firm of the register of the whole area at the edition's period."""
    rows = given.desk.read("enterprise_fact", indicator="revenue", period=str(given.period))
    return {renamed.get(code, code) for code in rows["enterprise"].unique().to_list()}


def _where(code: str, here: set[str], everywhere: set[str], inside: str) -> str:
    return inside if code in here else "elsewhere" if code in everywhere else ""


def _lineage(given: Edition) -> dict[str, str]:
    """Former codes → today's code: 个转企 and mergers, by list or by the register's remarks."""
    known = lineage(given.desk, str(given.period))
    found = {old: known.current(old) for old in known.successor}
    if known.absorbed:
        codes = _codes_by_name(given)
        for gone, taker in known.absorbed.items():
            # A list names both firms by code, a remark by name.
            new = codes.get(normalise_name(taker), taker)
            found[codes.get(gone, gone)] = known.current(new)
    return found


def _codes_by_name(given: Edition) -> dict[str, str]:
    """Code by name ever used; a name borne by two firms tells neither apart."""
    found: dict[str, set[str]] = {}
    for row in given.desk.read("firm_names").to_dicts():
        found.setdefault(normalise_name(row["name"]), set()).add(row["enterprise"])
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}
