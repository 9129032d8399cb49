"""``gxlab report --audience shared``: all units' pages from the prepared release, or none."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from gxlab.commands import shared_release
from gxlab.disclosure import files
from gxlab.disclosure.bundle_audit import Judged
from gxlab.disclosure.figures import printed_figures
from gxlab.disclosure.gather import gathered
from gxlab.disclosure.prepare import unprotected
from gxlab.measures import clusters, lookup
from gxlab.measures.figures import FigureRow
from gxlab.measures.renovation_ledger import ledger
from gxlab.reference.numbers import format_number
from gxlab.reference.periods import Period
from gxlab.show.figures import printed
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import current
from gxlab.workspace import Workspace
from tests.cli.running import Ended, run
from tests.demo_workspace import gxlab

pytestmark = pytest.mark.slow

PERIOD = "2026-05"
REPORTS = {
    "monthly_overview",
    "cluster_revenue",
    "technical_renovation",
    "enterprise_cultivation",
    "target_bulletin",
}
ONE = ("--unit", "900001", "--report", "cluster_revenue")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A city of two counties with its shared release."""
    root = tmp_path_factory.mktemp("shared") / "city"
    gxlab(root.parent, "init", root.name)
    gxlab(root, "demo", "--fast", "--counties", "2", "--enterprises", "40", "--months", "13")
    made = Workspace(root)
    _write(made, "900001", "作者：周敏\n对外：可以\n\n## 原因\n\n订单回升带动生产。\n")
    _write(made, "900002", "作者：周敏\n\n## 原因\n\n原料涨价。\n")
    gxlab(root, "report", "--period", PERIOD, "--audience", "shared", "--workers", "2")
    return made


def release(city: Workspace) -> Path:
    return city.reports / PERIOD / "shared"


def pages(city: Workspace) -> dict[str, bytes]:
    found = sorted(p for p in release(city).rglob("*") if p.is_file())
    return {p.relative_to(release(city)).as_posix(): p.read_bytes() for p in found}


def desk_of(city: Workspace, unit: str) -> Desk:
    return open_desk(current(city.warehouse), unit, Period.parse(PERIOD))


def figures(city: Workspace) -> pl.DataFrame:
    folder = city.prepared_release(PERIOD)
    return files.read(folder / files.SHARED, files.SHARED_TABLES)["figures"]


def test_every_unit_has_its_five_pages_and_nothing_lies_beside_them(city: Workspace) -> None:
    units = {u.code for u in desk_of(city, "900000").units.units if u.kind != "town"}
    named = {f"{unit}/{name}.html" for unit in units for name in (*REPORTS, "index")}
    assert set(pages(city)) == {*named, "index.html", "manifest.json"}
    for name, data in pages(city).items():
        text = data.decode("utf-8")
        if name.endswith(".html"):
            assert "<script" not in text and "内部资料" not in text, name


def test_the_manifest_holds_no_read_and_no_firm(city: Workspace) -> None:
    text = (release(city) / "manifest.json").read_text(encoding="utf-8")
    told = json.loads(text)
    assert told["certificate"]
    for entry in told["editions"]:
        assert entry["reads"] == {} and entry["key"]["release"] and not entry["key"]["commentary"]
    known = desk_of(city, "900000").read("enterprises")
    firms = [*known["name"].to_list(), *known["enterprise"].to_list()]
    every = b"".join(pages(city).values()).decode("utf-8")
    assert not [firm for firm in firms if firm in every]


def test_what_is_printed_is_what_the_internal_pages_print(city: Workspace) -> None:
    """Before anything is held back; what is printed after that is some of it."""
    data = gathered(desk_of(city, "900000"))
    frame = printed_figures(data, unprotected(data), ("900001", "900002"))
    shown = dict(frame.select("ref", "text").iter_rows())
    left = figures(city).filter(pl.col("text") != "*").filter(pl.col("statistic") != "rank")
    assert set(left.select("ref", "text").iter_rows()) <= set(shown.items())
    compared = 0
    for unit in ("900000", "900001", "900002"):
        desk = desk_of(city, unit)
        for name, span in (("revenue", "ytd"), ("output", "ytd"), ("output", "month")):
            row = lookup.unit_figure(desk, name, span=span, scope="企业汇总")
            compared += _same(shown, row, name, unit)
        for row in lookup.by_group(desk, "output", "industry"):
            compared += _same(shown, row, "output", unit, f"|industry={row.code}")
        edition = clusters.edition_at(desk)
        total = clusters.total_at(edition)
        compared += _same(shown, total, "revenue", unit, "|clusters=all")
        for row in clusters.by_cluster_at(edition):
            compared += _same(shown, row, "revenue", unit, f"|cluster={row.code}")
        spent = sum((p.ytd for p in ledger(desk)), Decimal(0)).scaleb(-4)
        ref = f"ledger_investment|{unit}|{PERIOD}|ytd|value"
        assert shown.get(ref) == (format_number(spent, 2) if spent else None)
    assert compared >= 60, "hardly anything was compared"


def _same(shown: dict[str, str], row: FigureRow, name: str, unit: str, tail: str = "") -> int:
    found = 0
    for statistic, measure in (("value", "亿元"), ("growth_yoy_pct", None)):
        text = shown.get(f"{name}|{unit}|{PERIOD}|{row.span}|{statistic}{tail}")
        if text is None:
            continue
        figure = printed(row, name, unit, statistic, measure=measure)
        assert figure is not None and figure.text == text, (name, unit, tail, statistic)
        found += 1
    return found


def test_nothing_is_executed_where_nothing_changed(
    city: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    before = pages(city)
    _write(city, "900002", "作者：周敏\n\n## 原因\n\n原料和运费涨价。\n")  # stays inside
    again = _report(city, capsys)
    assert again.code == 0
    reasons = {(e["outcome"], e["reason"]) for e in again.json["editions"]}
    assert reasons == {("unchanged", "没有变化")}
    assert {n: b for n, b in pages(city).items() if n.endswith("html")} == {
        n: b for n, b in before.items() if n.endswith("html")
    }


def test_one_failure_or_a_refusal_leaves_everything_as_it_was(
    city: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pages(city)
    monkeypatch.setattr(
        shared_release, "judged", lambda *given: Judged("某处可以推断出单户企业的数。")
    )
    refused = _report(city, capsys, *ONE, "--force")
    assert refused.code == 1 and refused.json["editions"][0]["outcome"] == "refused"
    assert "可以推断" in refused.json["editions"][0]["error"]
    notebook = city.root / "notebooks" / "shared" / "cluster_revenue.ipynb"
    whole = notebook.read_text(encoding="utf-8")
    notebook.write_text(whole.replace("page.key_points(desk)", "page.nothing(desk)"), "utf-8")
    failed = _report(city, capsys, *ONE)
    notebook.write_text(whole, encoding="utf-8")
    assert failed.code == 1 and failed.json["editions"][0]["outcome"] == "refused"
    assert "没有生成成功" in failed.json["editions"][0]["error"]
    assert pages(city) == before


def test_only_what_its_author_lets_out_goes_out(city: Workspace) -> None:
    said = {
        unit: (release(city) / unit / "cluster_revenue.html").read_text(encoding="utf-8")
        for unit in ("900001", "900002")
    }
    assert "订单回升带动生产" in said["900001"] and "周敏" in said["900001"]
    assert "原料涨价" not in said["900002"] and "周敏" not in said["900002"]


def _write(city: Workspace, unit: str, text: str) -> None:
    place = city.commentary_file(PERIOD, unit, "cluster_revenue")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def _report(city: Workspace, capsys: pytest.CaptureFixture[str], *more: str) -> Ended:
    words = ("report", "--period", PERIOD, "--audience", "shared", *more)
    return run(capsys, *words, "--workspace", city.root, "--json")
