"""A month signed, revised, corrected, followed by the next: on a small demo city, by commands only.

One firm's revenue of 1—4月 is re-delivered 1000万元 higher after April was signed.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gxlab.warehouse import commentary as texts
from gxlab.warehouse.commentary import Explanation
from tests.demo_workspace import gxlab
from tests.release.signed_pages import figures, prose

pytestmark = pytest.mark.slow
UNIT, REPORTS = "139901", ("cluster_revenue", "technical_renovation", "enterprise_cultivation")
NAMES = ("--prepared-by", "周敏", "--reviewed-by", "李强", "--approved-by", "王立")
TOTAL = f"cluster_member_revenue|{UNIT}|2026-04|ytd|value"
RATE = f"cluster_member_revenue|{UNIT}|2026-04|ytd|growth_yoy_pct"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demo city: two counties, 60 firms, 17 months."""
    folder = tmp_path_factory.mktemp("signed")
    gxlab(folder, "init", "city")
    made = folder / "city"
    gxlab(made, "demo", "--counties", "2", "--enterprises", "60", "--months", "17")
    gxlab(made, "import", "data/inbox", codes=(0, 1))
    return made


def report(root: Path, period: str, *reports: str) -> dict[str, dict[str, Any]]:
    named = [word for name in reports or REPORTS for word in ("--report", name)]
    done = gxlab(root, "report", "--period", period, "--unit", UNIT, *named)
    return {edition["report"]: edition for edition in done["editions"]}


def sign(root: Path, day: str) -> dict[str, Any]:
    return gxlab(root, "sign", "--period", "2026-04", "--issue", "4", *NAMES, "--date", day)


def page(root: Path, report: str, period: str = "2026-04") -> Path:
    return root / "reports" / period / "internal" / UNIT / f"{report}.html"


def redelivered(root: Path) -> None:
    """The April returns again, one firm's cumulative revenue 1000万元 higher."""
    given = root / "data/inbox/2026-04/规上企业直报_4月.xlsx"
    book = openpyxl.load_workbook(given)
    rows = list(book.worksheets[0].iter_rows(min_row=7))
    firm = next(r for r in rows if r[3].value == "云岭区" and isinstance(r[7].value, (int, float)))
    firm[7].value += 1000
    again = root / "data/inbox/重报/2026-04" / given.name
    again.parent.mkdir(parents=True)
    book.save(again)


def first_number(texts: set[str]) -> Decimal:
    return min(Decimal(m[0]) for t in texts if (m := re.match(r"[0-9.]+", t)))


def test_a_signed_month_is_revised_and_followed(root: Path) -> None:
    _with_words_and_a_decision(root)
    assert {e["outcome"] for e in report(root, "2026-04").values()} == {"built"}
    done = sign(root, "2026-05-20")
    assert len(done["editions"]) == 3 and done["changed"] == []
    kept = {e["report"]: root / e["kept"][0] for e in done["editions"]}
    digests = {r: hashlib.sha256(p.read_bytes()).hexdigest() for r, p in kept.items()}
    assert digests == {e["report"]: e["sha256"] for e in done["editions"]}

    _another_version_changes_nothing(root)
    redelivered(root)
    gxlab(root, "import", "data/inbox/重报")
    made = report(root, "2026-04")
    # Whether a list it reads names another file now or not: the signed page stands.
    untouched = made["technical_renovation"]
    assert untouched["outcome"] == "unchanged"
    assert untouched["reason"] in ("没有变化", "数字与定稿一致")
    assert (
        page(root, "technical_renovation").read_bytes() == kept["technical_renovation"].read_bytes()
    )
    for name in ("cluster_revenue", "enterprise_cultivation"):
        _lists_exactly_what_changed(kept[name], page(root, name))
    # 1000万元 = 0.10亿元, each rounded to two places.
    before, after = (
        figures(p)[0][TOTAL] for p in (kept["cluster_revenue"], page(root, REPORTS[0]))
    )
    assert abs(first_number(after) - first_number(before) - Decimal("0.10")) <= Decimal("0.01")
    assert "批次B0003导入“规上企业直报_4月.xlsx”" in prose(page(root, "cluster_revenue"))
    assert digests == {r: hashlib.sha256(p.read_bytes()).hexdigest() for r, p in kept.items()}
    assert gxlab(root, "verify")["ok"]

    _next_month_compares_with_what_was_signed(root, kept["cluster_revenue"])
    corrected = sign(root, "2026-06-05")
    assert {e["outcome"] for e in corrected["editions"]} == {"signed", "unchanged"}
    listed = figures(page(root, "cluster_revenue"))[1]
    assert [c["ref"] for c in corrected["changed"] if c["report"] == REPORTS[0]] == listed
    assert gxlab(root, "verify")["ok"]
    _all_of_it_survives_elsewhere(root)


def _with_words_and_a_decision(root: Path) -> None:
    """An analyst's own text, and a decision by a filled template."""
    text = Explanation((("原因", "重点企业订单回升。"),), "周敏")
    for period in ("2026-04", "2026-05"):
        texts.write(root / "data/commentary", period, UNIT, "enterprise_cultivation", text)
    code, name = _candidate(root)
    path = Path(gxlab(root, "template", "decisions")["path"])
    path = path if path.is_absolute() else root / path
    book = openpyxl.load_workbook(path)
    row = (
        "培育企业",
        code,
        name,
        "贸易开票",
        "代购设备，非自产",
        "李娜",
        "2026-04-20",
        "2026-12-31",
    )
    for column, value in enumerate(row, start=1):
        book["人工判定"].cell(2, column, value)
    book.save(path)
    gxlab(root, "import", str(path))


def _candidate(root: Path) -> tuple[str, str]:
    """A candidate of the county, from a town's own ledger."""
    for path in sorted((root / "data/inbox/2026-04").glob("培育库台账_*.xlsx")):
        sheet = openpyxl.load_workbook(path).worksheets[0]
        for row in sheet.iter_rows(values_only=True):
            codes = [c for c in row if isinstance(c, str) and re.fullmatch(r"91139901\w{10}", c)]
            if codes:
                names = [c for c in row if isinstance(c, str) and c.endswith("公司")]
                return codes[0], names[0]
    raise AssertionError("没有找到云岭区的培育企业")


def _another_version_changes_nothing(root: Path) -> None:
    """As after an upgrade: made by other code, the same figures; the signed bytes stay."""
    path = root / "reports/2026-04/internal/manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    for entry in told["editions"]:
        entry["key"]["code"] = "another version"
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    signed = {name: page(root, name).read_bytes() for name in REPORTS}
    made = report(root, "2026-04")
    assert {e["reason"] for e in made.values()} == {"数字与定稿一致"}
    assert signed == {name: page(root, name).read_bytes() for name in REPORTS}


def _lists_exactly_what_changed(signed: Path, now: Path) -> None:
    was, _ = figures(signed)
    new, listed = figures(now)
    changed = {ref for ref in was.keys() | new.keys() if was.get(ref) != new.get(ref)}
    assert changed and len(listed) == len(set(listed))
    # What is no longer printed is listed without a figure of its own.
    assert set(listed) == changed & new.keys()
    assert f"更正的数字（共{len(changed)}个）" in prose(now)
    assert "更正版待签发" in prose(now) and "本期更正2026年第4期" in prose(now)


def _next_month_compares_with_what_was_signed(root: Path, signed: Path) -> None:
    report(root, "2026-05")
    said = prose(page(root, "cluster_revenue", "2026-05"))
    was = first_number(figures(signed)[0][RATE])
    revised = first_number(figures(page(root, "cluster_revenue"))[0][RATE])
    found = re.search(
        r"同比增长([0-9.]+)%（企业汇总，可比口径），增速比1—4月(加快|回落)([0-9.]+)个百分点"
        r"（1—4月修订为增长([0-9.]+)%）",
        said,
    )
    assert found is not None
    step = Decimal(found[3]) * (1 if found[2] == "加快" else -1)
    assert (Decimal(found[1]) - step, Decimal(found[4])) == (was, revised)
    assert "以2026年第4期定稿印出的数为准" in said


def _all_of_it_survives_elsewhere(root: Path) -> None:
    """Taken in again, and in a copied folder: words, decision and signed files are all there."""
    assert {f["outcome"] for f in gxlab(root, "import", "data/inbox", codes=(0, 1))["files"]} <= {
        "unchanged", "refused",
    }  # fmt: skip
    moved = root.parent / "elsewhere"
    shutil.copytree(root, moved)
    shutil.rmtree(moved / "reports")
    made = report(moved, "2026-05", "enterprise_cultivation")
    assert made["enterprise_cultivation"]["outcome"] == "built"
    said = prose(page(moved, "enterprise_cultivation", "2026-05"))
    assert "重点企业订单回升。" in said and "撰写：周敏" in said
    assert "代购设备，非自产" in said and "2026-12-31" in said
    again = report(moved, "2026-04", "cluster_revenue")["cluster_revenue"]
    assert again["release"]["signed"] and again["outcome"] == "built"
    assert page(moved, "cluster_revenue").read_bytes() == page(root, "cluster_revenue").read_bytes()
    assert gxlab(moved, "verify")["ok"]
