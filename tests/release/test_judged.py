"""The judgement of finished pages as a whole: what it certifies, and what it holds back."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from gxlab.disclosure import bundle_audit, files
from gxlab.disclosure import certificate as certificates
from gxlab.disclosure.bundle_audit import Judged, judged
from gxlab.disclosure.figures import printed_figures
from gxlab.disclosure.prepare import unprotected
from gxlab.disclosure.secret_forms import Secrets
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import current
from gxlab.workspace import Workspace
from tests.demo_workspace import gxlab

pytestmark = pytest.mark.slow
PERIOD = "2026-05"
REPORT = "900000/cluster_revenue.html"
Pages = dict[str, bytes]
_FIGURE = re.compile(r'(data-ref="([^"]+)"[^>]*>)([^<]*)')
_HELD = re.compile(rb'(data-ref="[^"]*\|value\|[^"]*"[^>]*>)\*')


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("judged") / "city"
    gxlab(root.parent, "init", root.name)
    gxlab(root, "demo", "--fast", "--counties", "2", "--enterprises", "40", "--months", "13")
    given = ("--period", PERIOD, "--audience", "shared", "--report", "cluster_revenue")
    gxlab(root, "report", *given, "--workers", "2")
    return Workspace(root)


@pytest.fixture
def pages(city: Workspace) -> Pages:
    folder = city.reports / PERIOD / "shared"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.html")}


@pytest.fixture
def prepared(city: Workspace, tmp_path: Path) -> Path:
    shutil.copytree(city.prepared_release(PERIOD), tmp_path / "prepared")
    return tmp_path / "prepared"


@pytest.fixture
def desk(city: Workspace) -> Desk:
    return open_desk(current(city.warehouse), None, Period.parse(PERIOD))


def judge(pages: Pages, prepared: Path, desk: Desk) -> Judged:
    return judged(pages, prepared / files.INTERNAL, prepared / "ledger", desk)


def test_the_certificate_names_what_was_judged_and_nobody(
    pages: Pages, prepared: Path, desk: Desk
) -> None:
    found = judge(pages, prepared, desk)
    assert found.refusal == ""
    passed = certificates.read(found.certificate)
    assert passed is not None and certificates.on_record(prepared)["certificate"] == passed.digest
    assert passed.pages == {n: hashlib.sha256(d).hexdigest() for n, d in pages.items()}
    pattern = files.read(prepared / files.INTERNAL, ("pattern",))["pattern"]
    counts = passed.counts
    held = counts.primary + counts.secondary + counts.kept
    assert (counts.printed + held, counts.pages) == (pattern.height, len(pages))
    assert held > 0 and counts.printed > 0 and counts.solved > 0 and counts.insiders > 0
    told = json.dumps(found.certificate, ensure_ascii=False) + "".join(certificates.text(passed))
    known = desk.read("identifiers")["text"].to_list()
    assert not [text for text in known if len(text) > 5 and text in told]
    assert "p_percent" not in told and "10%" not in told


def _printed_after_all(pages: Pages) -> Pages:
    page, count = _HELD.subn(rb"\g<1>12.34", pages[REPORT], count=1)
    assert count == 1
    return {**pages, REPORT: page}


def _finer(pages: Pages) -> Pages:
    ref = rb'(data-ref="revenue\|900000\|2026-05\|ytd\|value[^>]*>[0-9]+\.[0-9]{2})<'
    page, count = re.subn(ref, rb"\g<1>7<", pages[REPORT])
    assert count > 0
    return {**pages, REPORT: page}


def _with_rows(pages: Pages) -> Pages:
    return {**pages, "900000/rows.csv": b"A,500"}


@pytest.mark.parametrize("change", [_printed_after_all, _finer, _with_rows])
def test_pages_other_than_decided_are_refused(
    pages: Pages, prepared: Path, desk: Desk, change: Callable[[Pages], Pages]
) -> None:
    found = judge(change(pages), prepared, desk)
    assert found.refusal.startswith("成品核对没有通过") and not found.certificate
    assert "12.34" not in found.refusal and certificates.on_record(prepared)["passed"] is False


def test_a_name_is_found_and_not_repeated(
    pages: Pages, prepared: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The firms of this city bear numbers, which other rules find before.
    name = "东山电机有限公司"
    monkeypatch.setattr(bundle_audit, "secrets_of", lambda *given: Secrets({name: "企业名称"}))
    told = pages[REPORT].replace(b"</h1>", name.encode() + b"</h1>", 1)
    found = judge({**pages, REPORT: told}, prepared, desk)
    assert "含有企业名称" in found.refusal and REPORT in found.refusal
    assert name not in found.refusal
    assert judge(pages, prepared, desk).refusal == ""


def test_what_nobody_protected_is_refused_though_its_pages_are_in_order(
    pages: Pages, prepared: Path, desk: Desk
) -> None:
    """Every cell is decided to be printed and is printed so: only the attack can tell."""
    internal, shared = prepared / files.INTERNAL, prepared / files.SHARED
    data = files.read_internal(internal).data
    pattern = unprotected(data)
    open_figures = printed_figures(data, pattern, ("900001", "900002"))
    for path, names in ((internal, files.INTERNAL_TABLES), (shared, files.SHARED_TABLES)):
        tables = files.read(path, names)
        tables["figures"] = open_figures
        if path == internal:
            tables["pattern"] = pattern
        files.write(path, tables)
    found = judge(_opened(pages, open_figures), prepared, desk)
    assert found.refusal.startswith("数据安全审计没有通过"), found.refusal
    assert not re.search(r"[0-9]+\.[0-9]", found.refusal)


def _opened(pages: Pages, figures: pl.DataFrame) -> Pages:
    """The pages with every ``*`` and every place as they would read had nothing been held back."""
    texts = dict(figures.select("ref", "text").iter_rows())

    def told(match: re.Match[str]) -> str:
        head, ref, text = match.groups()
        again = text == "*" or "|rank" in ref
        return head + (texts.get(ref, "—") if again else text)

    return {name: _FIGURE.sub(told, page.decode()).encode() for name, page in pages.items()}
