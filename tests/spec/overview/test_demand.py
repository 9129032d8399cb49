"""订单与下月预计: the same firms on both sides, and no month where none is reported."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.overview import overview
from gxlab.measures.overview_demand import next_month, next_month_by_industry, orders
from gxlab.show.overview_sentences import demand
from tests.conftest import DeskOf
from tests.spec.overview.rows import units
from tests.spec.overview.test_signals import firms


def test_a_firm_without_last_year_stands_on_neither_side(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", firms("94", "100", "105", "100"))
    row = orders(desk)
    # A alone: 94 on 100; B's 999 is left out, or growth would be +993 %.
    assert (row.value, row.base, row.n) == (Decimal(94), Decimal(100), 1)
    assert row.growth_yoy_pct == Decimal(-6)
    assert next_month(desk).growth_yoy_pct == Decimal(5)
    (division,) = next_month_by_industry(desk)
    assert (division.code, division.name) == ("17", "纺织业")
    said = demand(overview(desk)).text
    assert said == (
        "同一批1户企业5月新增订单94万元，比上年同月下降6.0%。"
        "同一批1户企业预计6月产值105万元，比上年同月实际增长5.0%。"
    )


def test_a_firm_without_this_month_is_not_believed_about_the_next(desk_of: DeskOf) -> None:
    given = firms("94", "100", "105", "100")
    rows = given["observation"]
    assert isinstance(rows, list)
    blank = [{**r, "number": None, "missing": "held"} for r in rows if _is_month_output(r)]
    kept = [r for r in rows if not _is_month_output(r)]
    assert next_month(desk_of("2026-05", {**given, "observation": [*kept, *blank]})).value is None


def _is_month_output(row: dict[str, object]) -> bool:
    return (row["indicator"], row["period"], row["reading"]) == ("output", "2026-05", "value")


def test_no_month_is_compared_after_december(desk_of: DeskOf) -> None:
    desk = desk_of("2026-12", firms("94", "100", "94", "100"))
    assert next_month(desk).value is None


def test_exports_with_their_share_of_sales(desk_of: DeskOf) -> None:
    # 55 of 1000 is 5.5 %
    text = """
    3300 2026-05 export_delivery ytd value 55
    3300 2026-05 export_delivery ytd growth_pct -8.6
    3300 2026-05 sales_output ytd value 1000
    """
    said = demand(overview(desk_of("2026-05", units(text)))).text
    assert said == "1—5月出口交货值55万元，同比下降8.6%，占销售产值的5.5%。"
