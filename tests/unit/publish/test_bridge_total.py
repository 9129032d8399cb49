"""增量构成桥: its total is the whole, not the sum of the parts that are drawn."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from gxlab.show import charts


def test_the_whole_is_told_where_small_parts_are_not_drawn() -> None:
    """0.511 is drawn, 0.004 is too small to draw: the whole is 0.515, printed 0.52 (not 0.51)."""
    rows = pl.DataFrame(
        {"component": ["存量企业"], "value": [Decimal("0.511")], "pull_pp": ["3.70"]}
    )
    rows = rows.with_columns(pl.col("pull_pp").cast(pl.Decimal(10, 2)))
    whole = (Decimal("0.515"), Decimal("3.73"))
    made = charts.stacked_bridge(rows, chart_id="bridge", title="增量", decimals=2, whole=whole)
    assert "合计增减 +0.52（+3.7个百分点）" in made.alt
    assert "存量企业 +0.51（+3.7个百分点）" in made.alt
