"""D5: no text from outside becomes SQL (注入): 40 attempts, and no query is built with data."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

import gxlab
from gxlab.measures.enterprise_card import card
from gxlab.measures.lookup import unit_figure
from gxlab.measures.name_list import match_list, names
from gxlab.warehouse.desk import digest_now
from gxlab.warehouse.snapshot import current, file_sha256
from gxlab.warehouse.tables import LEDGER_TABLES, RECORD_TABLES
from gxlab.warehouse.tables import names as sql_files
from tests.cli.running import run, workspace_with_data
from tests.soak import keep, many
from tests.unit.warehouse.forms import Bench, revenue

ROOT = Path(__file__).parents[2]
EVIL = (
    "'; drop table unit; --",
    "x' or '1'='1",
    '"; delete from fact; --',
    "甲'); insert into unit values ('9'); --",
    "1 union select name, code from unit",
    "$unit; attach '/tmp/x' as x; --",
    "\\'; drop table enterprise; --",
    "a'||(select 1)||'b",
)


pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return workspace_with_data(tmp_path_factory.mktemp("sql"))


def state(bench: Bench) -> tuple[dict[str, str], str, dict[str, int]]:
    """Rows of the snapshot, bytes of it, and how many rows the main database holds a table."""
    warehouse = bench.root / "data" / "warehouse"
    with duckdb.connect(str(warehouse / "main.duckdb"), read_only=True) as con:
        tables = [row[0] for row in con.sql("select table_name from duckdb_tables()").fetchall()]
        counts = {t: con.table(t).count("*").fetchall()[0][0] for t in tables}
    return bench.state(), file_sha256(current(warehouse).path), counts


Entry = tuple[str, ...]
COMMANDS: tuple[Entry, ...] = (
    ("value", "revenue", "--unit", "{}", "--period", "2026-05"),
    ("value", "revenue", "--unit", "3300", "--period", "2026-05", "--by", "{}"),
    ("value", "revenue", "--unit", "3300", "--period", "2026-05", "--scope", "{}"),
    ("value", "revenue", "--unit", "3300", "--period", "2026-05", "--as-of", "{}"),
    ("value", "revenue", "--unit", "3300", "--period", "2026-05", "--span", "{}"),
    ("value", "{}", "--unit", "3300", "--period", "2026-05"),
    ("value", "revenue", "--unit", "3300", "--period", "{}"),
    ("report", "--period", "2026-05", "--unit", "{}"),
    ("report", "--period", "2026-05", "--report", "{}"),
    ("accept", "{}", "--by", "甲", "--reason", "乙"),
    ("import", "--undo", "{}"),
    ("restore", "{}"),
    ("template", "{}"),
    ("status", "--period", "{}"),
    ("check", "--period", "{}"),
    ("letter", "--period", "2026-05", "--unit", "{}"),
)


def test_no_command_takes_sql(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    before, tried = state(bench), 0
    chosen = list(enumerate(COMMANDS))[:: many(1, 3)]
    for number, command in chosen:
        for evil in (EVIL[number % 8], EVIL[(number + 3) % 8])[: many(2, 1)]:
            words = [word.format(evil) if word == "{}" else word for word in command]
            ended = run(capsys, *words, "--workspace", bench.root, "--json")
            assert ended.code in (0, 1, 2), (words, ended.json)
            told = str(ended.json.get("error", ""))
            assert "程序内部出错" not in told, (words, told)
            tried += 1
    assert state(bench) == before
    _Count.commands = tried


class _Count:
    commands = helpers = 0


HELPERS: tuple[Callable[[str], object], ...] = (
    lambda evil: gxlab.open_desk(evil, "2026-05"),
    lambda evil: gxlab.open_desk("3300", "2026-05", snapshot=evil),
    lambda evil: gxlab.open_desk("3300", "2026-05").policy(evil),
    lambda evil: gxlab.open_desk("3300", "2026-05").issued_before(evil),
    lambda evil: gxlab.open_desk("3300", "2026-05").read(evil),
    lambda evil: unit_figure(gxlab.open_desk("3300", "2026-05"), evil),
    lambda evil: unit_figure(gxlab.open_desk("3300", "2026-05"), "revenue", scope=evil),
    lambda evil: card(gxlab.open_desk("3300", "2026-05"), evil),
    lambda evil: match_list(evil, names(gxlab.open_desk("3300", "2026-05"))),
    lambda evil: digest_now(gxlab.open_desk("3300", "2026-05"), f"units|[('unit', {evil!r})]"),
)


def test_no_helper_of_notebooks_takes_sql(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GXLAB_WORKSPACE", str(bench.root))
    before = state(bench)
    for number, helper in enumerate(HELPERS):
        evil = EVIL[number % 8]
        try:
            helper(evil)
        except duckdb.Error as error:  # a syntax error would mean that the text was parsed
            assert not isinstance(error, duckdb.ParserException), (number, error)
        except (ValueError, LookupError, OSError, gxlab_errors()):
            pass
        _Count.helpers += 1
    assert state(bench) == before


def gxlab_errors() -> type[Exception]:
    from gxlab.warehouse.snapshot import NoSnapshot

    return NoSnapshot


def test_names_in_workbooks_are_stored_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = workspace_with_data(tmp_path)
    listed = "\n".join(f'E{n},"{evil.replace(chr(34), chr(34) * 2)}",东山县'
                       for n, evil in enumerate(EVIL))  # fmt: skip
    bench.file("测试名单.csv", f"企业代码,名称,属地\n{listed}\n")
    values = [f"E{n},{100 + n},90" for n in range(len(EVIL))]
    # And a heading no form knows: it is no column of any table.
    text = revenue(*values).replace("上年同期\n", '上年同期,"x"" ; drop table fact; --"\n', 1)
    bench.file("测试直报2026年4月.csv", text.replace(",90\n", ",90,1\n"))
    result = bench.take_in()
    stored = dict(bench.rows("select enterprise, name from enterprise where enterprise like 'E%'"))
    assert stored == {f"E{n}": evil for n, evil in enumerate(EVIL)}, result
    assert bench.rows("select count(*) from unit") == [(3,)]
    where = ("--unit", "330101", "--period", "2026-05", "--by", "enterprise")
    ended = run(capsys, "value", "revenue", *where, "--workspace", tmp_path, "--json")
    assert ended.code == 0
    tried = _Count.commands + _Count.helpers + len(EVIL)
    assert tried >= 8
    keep("D5", "40 injections without effect, no query built with data",
         injections=tried, with_effect=0, queries_read=len(list(queries())),
         built_with_data=len(unlisted()), built_from_our_own_names=len(ALLOWED))  # fmt: skip


# ---- what is handed to the database --------------------------------------------------------------

# Where the text of a query is put together: from what, and why no data can be in it.
ALLOWED = {
    ("gxlab/demo/many_cities.py", "text"): "the demo's own SQL files",
    ("gxlab/disclosure/files.py", "create table {_known(name)} as"): "fixed list of tables",
    ("gxlab/disclosure/files.py", "select * from {_known(name)}"): "fixed list of tables",
    ("gxlab/warehouse/creation.py", 'alter table {table} add column "{column}" {kind}'):
        "names and kinds of a database made from our own schema a line before",
    ("gxlab/warehouse/creation.py", "_DESCRIBED"): "a constant of the module",
    ("gxlab/warehouse/hashes.py", "' union all '.join(asked)"):
        "names of the tables and columns of a database that this program has made",
    ("gxlab/warehouse/creation.py", "sql('schema', name).split"): "our own SQL files",
    ("gxlab/warehouse/desk.py", "text"): "a file of views, by its name",
    ("gxlab/warehouse/measuring.py", "attach"): "a path of ours, its quotes doubled",
    ("gxlab/warehouse/measuring.py", "dated"): "a constant in the same function",
    ("gxlab/warehouse/parquet.py", "insert into {_known(name)} by name"):
        "names of our own schema",
    ("gxlab/warehouse/snapshot.py", "attach"): "a path of ours, its quotes doubled",
    ("gxlab/warehouse/snapshot.py", "_resolve_record(table)"): "RECORD_TABLES",
    ("gxlab/warehouse/snapshot.py", "create table snap.{table_name}"): "LEDGER_TABLES",
    ("gxlab/warehouse/snapshot.py", "setting"): "limits.settings: whole numbers and a path",
    ("gxlab/warehouse/snapshot.py", 'select count(*) from "{table}"'):
        "tables of a snapshot that this program has made",
    ("gxlab/warehouse/store.py", "_known("): "names of our own schema",
    ("gxlab/warehouse/store.py", "'commit' if keep"): "two constants",
    ("gxlab/warehouse/store.py", "INSERT_FILE"): "a constant of the module it is from",
    ("gxlab/warehouse/store.py", "query"): "a constant in the same function",
    ("gxlab/warehouse/store.py", "statement"): "constants of the module",
}  # fmt: skip


def code() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "gxlab").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                name = path.relative_to(ROOT).as_posix()
                yield name, ast.parse("".join(cell["source"]))


def queries() -> Iterator[tuple[str, ast.Module, ast.expr]]:
    """Every first argument of a call that hands a text to the database."""
    for name, tree in code():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            called = node.func.attr in ("sql", "execute", "executemany", "query", "from_query")
            if called and node.args and not name.startswith("gxlab/batch/engine"):
                yield name, tree, node.args[0]


def is_static(tree: ast.Module, text: ast.expr) -> bool:
    """A literal, a literal of the module by its name, or a static SQL file by its name."""
    if isinstance(text, ast.Constant):
        return True
    if isinstance(text, ast.Call):
        return ast.unparse(text.func) == "sql"
    fixed = [
        s for s in tree.body if isinstance(s, ast.Assign) and isinstance(s.value, ast.Constant)
    ]
    return isinstance(text, ast.Name) and any(
        isinstance(target, ast.Name) and target.id == text.id for s in fixed for target in s.targets
    )


def unlisted() -> list[tuple[str, str]]:
    """Queries that are put together and not among those looked at."""
    found = []
    for name, tree, text in queries():
        if is_static(tree, text):
            continue
        written = ast.unparse(text)
        if not any(place == name and part in written for place, part in ALLOWED):
            found.append((name, written))
    return found


def test_no_query_is_built_with_data() -> None:
    assert len(list(queries())) > 60
    assert unlisted() == []


def test_every_listed_query_is_still_there() -> None:
    there = [(name, ast.unparse(text)) for name, _, text in queries()]
    for place, part in ALLOWED:
        assert any(name == place and part in text for name, text in there), (place, part)


def test_notebooks_ask_no_sql_at_all() -> None:
    assert [name for name, _, _ in queries() if name.startswith("notebooks/")] == []


_SQL = re.compile(r"^\s*(select|insert|update|delete|create|drop|alter|attach|copy)\s", re.I)
# Read off the same way: f-strings that begin like a query, and what may stand in their braces.
BRACES = {
    *("_known(name)", "_known(table)", "columns", "key", "order", "table.name", "table_name"),
    *("table", "column", "kind", "row", "_quoted(path)", "_quoted(cells)"),
}


def test_f_strings_that_begin_like_sql_hold_our_own_names_only() -> None:
    seen = 0
    for name, tree in code():
        for node in ast.walk(tree):
            if not isinstance(node, ast.JoinedStr) or not node.values:
                continue
            head = node.values[0]
            if isinstance(head, ast.Constant) and _SQL.match(str(head.value)):
                seen += 1
                braces = [v.value for v in node.values if isinstance(v, ast.FormattedValue)]
                told = {ast.unparse(brace) for brace in braces}
                # English sentences of the command line do not begin so; Chinese ones cannot.
                assert told <= BRACES, (name, ast.unparse(node))
    assert seen >= 8


def test_our_own_names_are_plain_words() -> None:
    plain = re.compile(r"[a-z][a-z0-9_]*")
    record = [column for t in RECORD_TABLES for column in (t.name, *t.key)]
    for word in (*record, *LEDGER_TABLES, *sql_files("schema"), *sql_files("views")):
        assert plain.fullmatch(word), word


def test_the_check_sees_a_query_built_with_data(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = ast.parse("con.sql(f'select * from unit where name = {name}')\ncon.sql('a' + b)")
    monkeypatch.setattr("tests.reliability.test_sql.code", lambda: iter([("gxlab/new.py", bad)]))
    assert len(unlisted()) == 2
