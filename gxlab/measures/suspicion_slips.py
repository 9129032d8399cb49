"""疑似单位错误: ten, a thousand or ten thousand times what fits; the form asks for 万元."""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

from gxlab.measures.suspicion_sign import MONTH, OUTPUT, REVENUE, SHEET, Cells, sign_of, told_of

LN10 = math.log(10)
SLIPS = (1, 3, 4)


def unit_slips(rows: pl.DataFrame) -> pl.DataFrame:
    """疑似单位错误: ten, a thousand or ten thousand times what the firm itself usually reports."""
    own = rows.filter(pl.col("readings") >= 3).with_columns(
        made_off=_power_of_ten("output_average", "output_usual"),
        sold_off=_power_of_ten("revenue_average", "revenue_usual"),
        month_off=_power_of_ten("output_m", "output_usual"),
        energy_off=(pl.col("power") - pl.col("power_usual")) / LN10,
    )
    found = []
    for size in (n * s for n in SLIPS for s in (1, -1)):
        near = 0.15 if abs(size) == 1 else 0.3
        made, sold, month = (
            (pl.col(c) - size).abs() <= near for c in ("made_off", "sold_off", "month_off")
        )
        calm = pl.col("energy_off").is_null() | ((pl.col("energy_off") - size).abs() <= 0.35)
        whole = own.filter((made & sold & calm) | (pl.col("output").is_null() & sold))
        told = told_of(
            "产值累计{}万元、营业收入累计{}万元，与本企业各期水平相差约", "output", "revenue"
        )
        found.append(_slip(whole, size, 95, told, OUTPUT + REVENUE))
        one = own.filter(made & (pl.col("sold_off").abs() < 0.3))
        told = told_of("产值累计{}万元，与本企业各期水平和营业收入相差约", "output")
        found.append(_slip(one, size, 85, told, OUTPUT))
        other = own.filter(sold & (pl.col("made_off").abs() < 0.3))
        told = told_of("营业收入累计{}万元，与本企业各期水平和产值相差约", "revenue")
        found.append(_slip(other, size, 85, told, REVENUE))
        alone = own.filter(
            month & (pl.col("made_off").abs() < 0.3) & (pl.col("months") > 2) & (size > 0)
        )
        told = told_of("产值本月{}万元，与累计和本企业各期水平相差约", "output_month")
        found.append(_slip(alone, size, 85, told, MONTH))
    return pl.concat([*found, _slips_among_peers(rows)])


_TIMES = {1: "十倍", 3: "千倍", 4: "万倍"}
SLIP_WORDS: Mapping[int, str] = {
    4: "疑似单位错误（元误作万元）",
    3: "疑似单位错误（元误作千元）",
    1: "疑似单位错误（千元误作万元）",
    -1: "疑似单位错误（小了约十倍）",
    -3: "疑似单位错误（小了约千倍）",
    -4: "疑似单位错误（亿元误作万元）",
}


def _slip(
    rows: pl.DataFrame, size: int, strength: int, told: pl.Expr, cells: Cells
) -> pl.DataFrame:
    detail = pl.format("{}{}", told, pl.lit(_TIMES[abs(size)]))
    return sign_of(rows, "unit_slip", SLIP_WORDS[size], strength, detail, cells)


def _power_of_ten(value: str, usual: str) -> pl.Expr:
    positive = (pl.col(value) > 0) & (pl.col(usual) > 0)
    return pl.when(positive).then((pl.col(value) / pl.col(usual)).log10())


def _slips_among_peers(rows: pl.DataFrame) -> pl.DataFrame:
    """A firm without a past is held against its trade: output per kilowatt-hour (同行)."""
    usual = pl.col("power").median().over("industry")
    peers = pl.col("power").count().over("industry")
    new = rows.with_columns(off=(pl.col("power") - usual) / LN10, peers=peers).filter(
        (pl.col("readings") < 3) & (pl.col("peers") >= 5)
    )
    told = told_of("产值累计{}万元，单位用电产值与同行业企业相差约", "output")
    sizes = [n * s for n in (3, 4) for s in (1, -1)]
    near = [new.filter((pl.col("off") - size).abs() <= 0.4) for size in sizes]
    return pl.concat(
        [_slip(n, size, 60, told, OUTPUT) for n, size in zip(near, sizes, strict=True)]
    )


def held(rows: pl.DataFrame) -> pl.DataFrame:
    """疑似单位错误: what the snapshot has taken out of the sums already (暂扣)."""
    times = (pl.col("value") / pl.col("usual")).log10()
    wording = pl.lit("疑似单位错误（相差百倍以上）")
    for size, words in SLIP_WORDS.items():
        wording = pl.when((times - size).abs() <= 0.35).then(pl.lit(words)).otherwise(wording)
    named = rows.with_columns(words=wording)
    told = told_of("本期累计{}万元，与本企业各期水平相差百倍以上，暂不参加汇总", "value")
    found = sign_of(named, "unit_slip", "", 98, told, ((SHEET, "col"),))
    return found.with_columns(wording=named["words"])
