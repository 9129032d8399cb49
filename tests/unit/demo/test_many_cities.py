"""快速生成的多座城市: same tables as any snapshot, and a city is the same alone or among others."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from gxlab.demo.many_cities import Scale, check, fill
from gxlab.reference.periods import Period
from gxlab.reference.territory import UnknownUnitName
from gxlab.warehouse import measuring
from gxlab.warehouse.desk import Desk, desk_on
from gxlab.warehouse.snapshot import open_reader, resolve_into
from gxlab.warehouse.store import in_memory
from gxlab.warehouse.tables import sql

ONE = Scale(cities=1, counties=2, enterprises=40, months=14, seed=7, until="2026-05")
THREE = Scale(cities=3, counties=2, enterprises=40, months=14, seed=7, until="2026-05")
READS = {
    "enterprise_fact": {"indicator": "revenue", "period": "2026-05"},
    "reading": {"indicators": ["revenue"]},
    "enterprises": {},
    "firm_names": {},
    "clusters": {},
    "cluster_members": {},
    "cluster_segments": {},
    "cluster_register_files": {},
    "targets": {"year": 2026, "until": "2026-05"},
    "register_lists": {"until": "2026-05"},
    "register_counts": {"since": "2025-12", "until": "2026-05"},
    "register_moves": {"since": "2025-12", "until": "2026-05"},
    "register_states": {"period": "2026-05"},
    "register_stopped_since": {"since": "2025-05", "until": "2026-05"},
    "register_annual": {"december": "2025-12"},
    "estimate_pairs": {"indicators": ["revenue"]},
}


def _written(folder: Path, scale: Scale) -> duckdb.DuckDBPyConnection:
    made = measuring.write(folder, lambda con: fill(con, scale))
    con: duckdb.DuckDBPyConnection = open_reader(made.snapshot.path)
    return con


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """One city."""
    return _written(tmp_path_factory.mktemp("alone"), ONE)


@pytest.fixture(scope="module")
def among(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The same city as the first of three."""
    return _written(tmp_path_factory.mktemp("among"), THREE)


def _desk(con: duckdb.DuckDBPyConnection, unit: str | None) -> Desk:
    return desk_on(con, unit, Period.parse("2026-05"))


@pytest.mark.parametrize("view", READS)
def test_a_city_reads_the_same_alone_and_among_others(
    view: str, alone: duckdb.DuckDBPyConnection, among: duckdb.DuckDBPyConnection
) -> None:
    here = _desk(alone, "900001").read(view, **READS[view])
    there = _desk(among, "900001").read(view, **READS[view])
    assert here.equals(there)


def test_what_is_compared_is_not_empty(alone: duckdb.DuckDBPyConnection) -> None:
    desk = _desk(alone, "900001")
    nothing = {v for v, p in READS.items() if desk.read(v, **p).is_empty()}
    assert nothing <= {"estimate_pairs", "register_states", "register_moves"}


def test_every_city_has_its_own_root_and_its_own_firms(among: duckdb.DuckDBPyConnection) -> None:
    second = _desk(among, "示例002甲县")
    assert second.units.root.name == "示例002市"
    assert {u.code[:4] for u in second.units.units} == {"9001"}
    rows = second.read("enterprise_fact", **READS["enterprise_fact"])
    assert {unit[:4] for unit in rows["unit"]} == {"9001"}


def test_without_a_unit_the_territory_is_whole(among: duckdb.DuckDBPyConnection) -> None:
    # 3 cities, each with 2 counties of 4 towns: 3 × (1 + 2 + 8).
    assert len(_desk(among, None).units.units) == 33


def test_an_unknown_unit_is_named_as_before(among: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UnknownUnitName, match="甲乙县"):
        _desk(among, "甲乙县")


def test_tables_and_columns_are_those_of_a_snapshot(alone: duckdb.DuckDBPyConnection) -> None:
    columns = "select table_name, column_name, data_type from duckdb_columns() where not internal"
    store = in_memory()
    resolve_into(store.con, None)
    real = store.con.sql(f"{columns} and database_name = 'snap'").fetchall()
    assert set(alone.sql(columns).fetchall()) == set(real)


def test_long_tables_lie_in_the_order_snapshots_have(alone: duckdb.DuckDBPyConnection) -> None:
    for table, order in (
        ("register", "unit, period, enterprise"),
        ("population", "unit, period, enterprise"),
        ("fact", "subject, indicator, coalesce(unit, code), period, code"),
    ):
        stored = alone.sql(f"select {order} from {table} order by rowid").fetchall()
        ordered = alone.sql(f"select {order} from {table} order by {order}, rowid").fetchall()
        assert stored == ordered


def test_who_is_in_the_register_follows_from_the_lists(alone: duckdb.DuckDBPyConnection) -> None:
    rows = "select * from population order by all"
    written = alone.sql(rows).fetchall()
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as snap")
        for table in ("register", "fact", "enterprise_known"):
            held = alone.sql(f"select * from {table}").pl()
            con.register("held", held)
            con.execute(f"create table snap.{table} as select * from held")
        con.execute("create table snap.enterprise as select * from snap.enterprise_known")
        con.execute("create temp view resolving_fact as select * from snap.fact")
        con.execute(sql("resolve", "population"))
        resolved = con.sql(rows.replace("population", "snap.population")).fetchall()
    assert written == resolved


def test_january_is_not_filed_and_bases_are_last_years_own(
    alone: duckdb.DuckDBPyConnection,
) -> None:
    assert not alone.sql("select 1 from fact where right(period, 3) = '-01'").fetchall()
    differ = """
        select 1 from fact as f join fact as p
            on p.code = f.code and p.indicator = f.indicator and p.span = f.span
            and p.period = (cast(left(f.period, 4) as integer) - 1) || right(f.period, 3)
        where f.subject = 'enterprise' and p.subject = 'enterprise' and f.base <> p.value
    """
    assert not alone.sql(differ).fetchall()


def test_a_workspace_with_data_is_left_alone(tmp_path: Path) -> None:
    _written(tmp_path, ONE).close()
    with pytest.raises(measuring.NotEmpty, match="另建一个工作区"):
        measuring.write(tmp_path, lambda con: fill(con, ONE))


def test_sizes_out_of_range_are_named() -> None:
    with pytest.raises(ValueError, match="cities 应为1至999之间的整数，现为0"):
        check(Scale(0, 2, 40, 14, 7, "2026-05"))
