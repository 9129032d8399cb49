"""Signs that a firm's return may be misreported (错报迹象), each a pure function of readings.

A sign says which rule fired, how strong it is, what was delivered and the cells it rests on. It
never says what the figure should be. Floats here only weigh; nothing of them is stored or printed.

Columns of the readings are those of the view ``suspicion_readings`` (money 万元, 电量 万千瓦时).
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from gxlab.measures.suspicion_digits import transposed
from gxlab.measures.suspicion_sign import (
    FORMER,
    INVOICES,
    MONTH,
    OUTPUT,
    PROFIT,
    REVENUE,
    sign_of,
    told_of,
)
from gxlab.measures.suspicion_slips import unit_slips

# How far a month may stand from its firm's own past before it is odd, as natural logarithms: a
# floor for firms that run evenly, and a multiple of the firm's own spread for those that do not.
POWER_FLOOR, BILLED_FLOOR, HISTORY_FLOOR, SPREADS = 0.40, 0.50, 0.80, 3.0
# 本月 + 上期累计 against 本期累计: half a percent, or what the firm's revisions came to before.
# A firm of which few months are known is given the room of one that revises.
GAP_FLOOR, GAP_FLOOR_NEW, GAP_TIMES, GAPS_KNOWN = 0.005, 0.02, 2.5, 6
FALL = 0.02
# Revenue to output against 上期: how far off is odd, and how near an exchange must bring it.
SOLD_FLOOR, SOLD_LEFT = 0.04, 0.01


def copied_last_year(rows: pl.DataFrame) -> pl.DataFrame:
    """疑似照抄上年同期: output, revenue and profit are last year's to the digit."""
    kept = [pl.col(c) == pl.col(f"{c}_last_year") for c in ("output", "revenue", "profit")]
    same = pl.all_horizontal(kept) & (pl.col("output") > 0)
    told = told_of("产值累计{}、营业收入累计{}、利润{}万元，均与上年同期所报相同", *_THREE)
    return sign_of(
        rows.filter(same), "copied_last_year", "疑似照抄上年同期", 92, told,
        OUTPUT + REVENUE + PROFIT,
    )  # fmt: skip


_THREE = ("output", "revenue", "profit")


def falls(rows: pl.DataFrame) -> pl.DataFrame:
    """累计数倒退: less than 上期 by more than the firm's revisions come to."""
    allowed = pl.max_horizontal(pl.lit(FALL), pl.col("gap_usual").fill_null(0.0) * GAP_TIMES)
    found = []
    for one, cells in (("output", OUTPUT), ("revenue", REVENUE)):
        lost = 1 - pl.col(one) / pl.col(f"{one}_former")
        known = pl.col("has_former") & (pl.col(f"{one}_former") > 0) & (pl.col(one) >= 0)
        told = told_of(f"{_NAMES[one]}累计{{}}万元，上期累计{{}}万元", one, f"{one}_former")
        fallen = rows.filter(known & (lost > allowed))
        found.append(sign_of(fallen, "cumulative_falls", "累计数倒退", 75, told, cells + FORMER))
    return pl.concat(found)


_NAMES = {"output": "产值", "revenue": "营业收入"}


def wrong_signs(rows: pl.DataFrame) -> pl.DataFrame:
    """疑似符号错误: a negative output or revenue, or a profit turned over at the same size."""
    below = rows.filter((pl.col("output") < 0) | (pl.col("revenue") < 0))
    told = told_of("产值累计{}万元、营业收入累计{}万元，出现负数", "output", "revenue")
    negative = sign_of(below, "wrong_sign", _SIGN, 95, told, OUTPUT + REVENUE)
    expected = pl.col("profit_former") * pl.col("months") / (pl.col("months") - 1)
    large = expected.abs() > pl.max_horizontal(pl.lit(20.0), 0.01 * pl.col("revenue"))
    mirrored = (pl.col("profit") / expected + 1).abs() <= 0.3
    usual = (pl.col("profit_base") * pl.col("profit_former") > 0).fill_null(True)
    turned = rows.filter(pl.col("has_former") & large & mirrored & usual)
    told = told_of("利润累计{}万元，上期累计{}万元，大小相当而正负相反", "profit", "profit_former")
    return pl.concat([negative, sign_of(turned, "wrong_sign", _SIGN, 88, told, PROFIT)])


_SIGN = "疑似符号错误（正负号相反）"


def revisions() -> pl.Expr:
    """What a firm's revisions of earlier months came to at most (万元)."""
    usual = pl.when(pl.col("gaps") >= GAPS_KNOWN).then(pl.col("gap_usual"))
    return usual.fill_null(GAP_FLOOR_NEW / GAP_TIMES) * pl.col("output").abs()


def tolerance() -> pl.Expr:
    """How far 本月 + 上期累计 may miss 本期累计 (万元): the floor, or the firm's own revisions."""
    floor = GAP_FLOOR * pl.col("output").abs()
    return pl.max_horizontal(floor, GAP_TIMES * revisions()) + 0.25


def months_off(rows: pl.DataFrame) -> pl.DataFrame:
    """本月加上期累计不等于本期累计."""
    off = rows.filter(pl.col("gap").abs() > tolerance())
    told = told_of(
        "产值本月{}、上期累计{}、本期累计{}万元，合不上", "output_month", "output_former", "output"
    )
    words = "本月数加上期累计不等于本期累计"
    return sign_of(off, "month_off_cumulative", words, 70, told, OUTPUT + MONTH + FORMER)


def digits(rows: pl.DataFrame) -> pl.DataFrame:
    """疑似数字颠倒: exchanging two neighbouring digits would settle what does not fit.

    What is left after the exchange must be within the firm's own revisions, and what was off well
    beyond them: of small misses some would fit by chance.
    """
    off = rows.with_columns(left=revisions() + 0.25).filter(
        (pl.col("gap").abs() > tolerance()) & (pl.col("gap").abs() > 5 * pl.col("left"))
    )
    fits = [_exchanged(row) for row in off.to_dicts()]
    told = told_of(
        "产值本月{}、上期累计{}、本期累计{}万元，合不上，像是两位数字写反",
        "output_month", "output_former", "output",
    )  # fmt: skip
    of_output = off.filter(pl.Series(fits, dtype=pl.Boolean))
    sums = sign_of(of_output, "digits_transposed", _DIGITS, 80, told, OUTPUT + MONTH)
    return pl.concat([sums, _digits_of_revenue(rows)])


def _exchanged(row: dict[str, float]) -> bool:
    month, former, total, left = (
        row[c] for c in ("output_month", "output_former", "output", "left")
    )
    return transposed(total, former + month, left) or transposed(month, total - former, left)


_DIGITS = "疑似数字颠倒（相邻两位写反）"


def _digits_of_revenue(rows: pl.DataFrame) -> pl.DataFrame:
    """Revenue has no month of its own: it is held against output at the ratio of 上期."""
    ratio = pl.col("revenue_former") / pl.col("output_former")
    known = rows.filter(
        pl.col("has_former") & (pl.col("output_former") > 0) & (pl.col("output") > 0)
    )
    off = known.with_columns(expected=pl.col("output") * ratio).filter(
        (pl.col("revenue") / pl.col("expected")).log().abs() > SOLD_FLOOR
    )
    near = [
        transposed(r["revenue"], r["expected"], SOLD_LEFT * r["expected"]) for r in off.to_dicts()
    ]
    told = told_of(
        "营业收入累计{}、上期累计{}万元，与同期产值的比例突变", "revenue", "revenue_former"
    )
    found = off.filter(pl.Series(near, dtype=pl.Boolean))
    return sign_of(found, "digits_transposed", _DIGITS, 72, told, REVENUE + OUTPUT)


def _away(value: str, floor: float) -> pl.Expr:
    """How far a logarithm stands beyond what its firm's past allows."""
    spread = pl.col(f"{value}_spread").fill_null(0.0) * SPREADS
    off = (pl.col(value) - pl.col(f"{value}_usual")).abs()
    return (off > pl.max_horizontal(pl.lit(floor), spread)) & (pl.col("readings") >= 4)


def against_electricity(rows: pl.DataFrame) -> pl.DataFrame:
    """产值与用电背离: output per kilowatt-hour far from the firm's own."""
    off = rows.filter(_away("power", POWER_FLOOR))
    told = told_of("当月产值{}万元，用电{}万千瓦时，单位用电产值突变", "output_m", "electricity_m")
    return sign_of(off, "electricity", "产值与用电背离", 60, told, MONTH + OUTPUT)


def against_invoices(rows: pl.DataFrame) -> pl.DataFrame:
    """营业收入与开票背离: revenue of the month against invoices, and against output."""
    larger = pl.max_horizontal("revenue_m", "invoices_m") >= 0.3 * pl.col("revenue_usual")
    off = rows.filter(_away("billed", BILLED_FLOOR) & (pl.col("revenue") >= 100) & larger)
    told = told_of("当月营业收入{}万元，当月开票{}万元，比例突变", "revenue_m", "invoices_m")
    return sign_of(off, "invoices", "营业收入与开票背离", 55, told, INVOICES + REVENUE)


def against_history(rows: pl.DataFrame) -> pl.DataFrame:
    """与自身历史背离: a jump that electricity does not bear out."""
    jump = pl.col("made") - pl.col("made_usual")
    borne = (pl.col("power") - pl.col("power_usual")).abs() <= 0.5 * jump.abs()
    unsupported = pl.col("power").is_null() | pl.col("power_usual").is_null() | ~borne
    off = rows.filter(_away("made", HISTORY_FLOOR) & unsupported)
    told = told_of("当月产值{}万元，与本企业近12个月水平相差一倍以上", "output_m")
    made = sign_of(off, "history", "与本企业历史水平背离", 50, told, MONTH + OUTPUT)
    gone = rows.filter(_away("earned", HISTORY_FLOOR) & _away("sold", HISTORY_FLOOR))
    told = told_of("当月营业收入{}万元，与本企业近12个月水平和产值都不合", "revenue_m")
    return pl.concat([made, sign_of(gone, "history", "与本企业历史水平背离", 50, told, REVENUE)])


SIGNS: tuple[Callable[[pl.DataFrame], pl.DataFrame], ...] = (
    unit_slips,
    copied_last_year,
    wrong_signs,
    falls,
    digits,
    months_off,
    against_electricity,
    against_invoices,
    against_history,
)
"""Every sign that is read off the readings themselves; the checks give the rest."""
