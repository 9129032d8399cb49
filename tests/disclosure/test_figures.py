"""印出的数: sums, comparable growth, shares and places at print precision, and what reads ``*``."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from gxlab.disclosure import files
from gxlab.disclosure.figures import printed_figures
from gxlab.disclosure.gather import gathered
from gxlab.disclosure.model import Gathered
from gxlab.disclosure.prepare import prepare, unprotected
from gxlab.disclosure.shared_desk import open_desk
from gxlab.warehouse.desk import Desk
from tests.conftest import DeskOf
from tests.disclosure import city

COUNTIES = {"330101", "330102"}


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("2026-05", city.files())


def texts(data: Gathered, pattern: pl.DataFrame) -> dict[str, str]:
    frame = printed_figures(data, pattern, COUNTIES)
    return dict(frame.select("ref", "text").iter_rows())


def hidden(data: Gathered, unit: str, by: str = "", code: str = "") -> pl.DataFrame:
    """Everything printed but one cell of the revenue."""
    one = (
        (pl.col("indicator") == "revenue")
        & (pl.col("unit") == unit)
        & (pl.col("by") == by)
        & (pl.col("code") == code)
    )
    told = pl.when(one).then(pl.lit("primary")).otherwise(pl.lit("printed"))
    return data.wanted.with_columns(told.alias("status"))


def test_levels_growth_shares_places_and_counts(desk: Desk) -> None:
    data = gathered(desk)
    found = texts(data, unprotected(data))

    def told(unit: str, statistic: str, tail: str = "") -> str:
        return found[f"revenue|{unit}|2026-05|ytd|{statistic}{tail}"]

    # 50500 + 20000 + 30000 = 100500 万元; compared are A and C: 80500 on 73000, +10.27 %.
    assert (told("3300", "value"), told("3300", "growth_yoy_pct")) == ("10.05", "10.3")
    # A alone is compared in 东山县: 2500 on 48000, +5.21 %; C in 西水县: 5000 on 25000.
    assert (told("330101", "value"), told("330101", "growth_yoy_pct")) == ("7.05", "5.2")
    assert (told("330102", "value"), told("330102", "growth_yoy_pct")) == ("3.00", "20.0")
    assert (told("330101", "rank"), told("330102", "rank")) == ("2", "1")
    assert "revenue|3300|2026-05|ytd|rank" not in found, "the city stands beside nobody"
    # 70500 ÷ 100500 = 70.149 %, 30000 ÷ 100500 = 29.851 %.
    cluster = "|cluster=K2"
    assert told("3300", "share_pct", "|cluster=K1") == "50.2"  # 50500 ÷ 100500 = 50.249 %
    assert (told("3300", "n"), told("330101", "n"), told("3300", "n", cluster)) == ("3", "2", "2")
    # K2 is A and C: 80500 on 73000; K1 is A alone, +5.2 %.
    assert told("3300", "growth_yoy_pct", cluster) == "10.3"
    assert (told("3300", "rank", cluster), told("3300", "rank", "|cluster=K1")) == ("1", "2")


def test_profit_grows_only_on_a_base_above_zero(desk: Desk) -> None:
    data = gathered(desk)
    found = texts(data, unprotected(data))
    # A lost 100 a year ago: 东山县 has no growth; the city has 1500 on 400, +275 %.
    assert found["profit|330101|2026-05|ytd|value"] == "0.09"
    assert "profit|330101|2026-05|ytd|growth_yoy_pct" not in found
    assert found["profit|3300|2026-05|ytd|growth_yoy_pct"] == "275.0"


def test_printed_numbers_carry_half_of_their_last_digit(desk: Desk) -> None:
    data = gathered(desk)
    frame = printed_figures(data, unprotected(data), COUNTIES)
    rows = {r["ref"]: r for r in frame.to_dicts()}
    value = rows["revenue|3300|2026-05|ytd|value"]
    assert (value["number"], value["half"], value["unit_of_measure"]) == ("10.05", "0.005", "亿元")
    growth = rows["revenue|3300|2026-05|ytd|growth_yoy_pct"]
    assert (growth["number"], growth["half"]) == ("10.3", "0.05")
    count = rows["revenue|3300|2026-05|ytd|n"]
    assert (count["number"], count["half"], count["unit_of_measure"]) == ("3", "0", "户")


def test_a_suppressed_cell_reads_a_star_in_every_statistic_it_could_have(desk: Desk) -> None:
    data = gathered(desk)
    frame = printed_figures(data, hidden(data, "330102"), COUNTIES)
    stars = frame.filter((pl.col("unit") == "330102") & (pl.col("by") == ""))
    stars = stars.filter(pl.col("indicator") == "revenue")
    assert set(stars["statistic"]) == {"value", "growth_yoy_pct", "rank", "n"}
    assert set(stars["text"]) == {"*"} and stars["number"].null_count() == stars.height
    found = dict(frame.select("ref", "text").iter_rows())
    # The other county now stands alone among the printed ones, and shares of 西水县 are gone.
    assert found["revenue|330101|2026-05|ytd|rank"] == "1"
    assert found["revenue|330102|2026-05|ytd|value|cluster=K2"] == "3.00"
    assert found["revenue|330102|2026-05|ytd|share_pct|cluster=K2"] == "*"


def test_a_hidden_cell_does_not_betray_whether_it_has_a_growth(desk: Desk) -> None:
    data = gathered(desk)
    one = (pl.col("indicator") == "profit") & (pl.col("unit") == "330101")
    told = pl.when(one).then(pl.lit("primary")).otherwise(pl.lit("printed")).alias("status")
    found = texts(data, data.wanted.with_columns(told))
    assert found["profit|330101|2026-05|ytd|growth_yoy_pct"] == "*"


def test_the_files_keep_what_they_must_and_no_more(desk: Desk, tmp_path: Path) -> None:
    made = prepare(desk, tmp_path, ["cluster_revenue"], lambda data: hidden(data, "330102"))
    again = prepare(desk, tmp_path, ["cluster_revenue"], lambda data: hidden(data, "330102"))
    assert made.digest == again.digest
    before = made.internal.stat().st_mtime_ns
    prepare(desk, tmp_path, ["cluster_revenue"], lambda data: hidden(data, "330102"))
    assert made.internal.stat().st_mtime_ns == before, "what tells the same stays as it is"
    assert prepare(desk, tmp_path / "b", [], unprotected).digest != made.digest
    kept = files.read_internal(made.internal)
    assert kept.data.readings.height == gathered(desk).readings.height
    with duckdb.connect(str(made.shared), read_only=True) as con:
        columns = con.sql(
            "select table_name, column_name from duckdb_columns() where not internal"
        ).fetchall()
    assert not {c for _, c in columns} & {"enterprise", "holding", "value", "base", "reading"}
    assert {t for t, _ in columns} == set(files.SHARED_TABLES)
    # 西水县's 30000 and its firm stand nowhere in the file's texts.
    said = made.shared.read_bytes()
    assert "企业C".encode() not in said and b"30000" not in said


def test_a_shared_desk_answers_from_its_file_alone(desk: Desk, tmp_path: Path) -> None:
    prepare(desk, tmp_path, [], lambda data: hidden(data, "330102"))
    opened = open_desk(tmp_path, "330102", "2026-05")
    hidden_one, city_one = opened.figure("revenue"), opened.figure("revenue", unit="3300")
    assert hidden_one and (hidden_one.text, hidden_one.number) == ("*", None)
    assert city_one and city_one.text == "10.05"
    assert opened.codes("revenue", "cluster") == [("K2", "服装集群")]
    with pytest.raises(files.NoRelease, match="出自快照"):
        open_desk(tmp_path, "330102", "2026-05", snapshot="S9999")
    with pytest.raises(files.NoRelease, match="没有发布数据文件"):
        open_desk(tmp_path / "none", "330102", "2026-05")
