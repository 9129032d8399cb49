from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gxlab.publish.html import render_edition
from gxlab.publish.site import (
    edition_summary,
    failed_page,
    issue_of,
    write_contents,
    write_home,
    write_index,
)
from gxlab.show.objects import Block, Column, Figure, Light, Row, Sentence, Table
from tests.unit.publish.sample import META, code, masthead, sample
from tests.unit.publish.scan import live, read

BUILT = {
    "figure": {"text": "-1.8", "ref": "revenue|330101|2026-05|ytd|growth_yoy_pct", "unit": "%"},
    "light": ["red", "红灯"],
    "state": "快报",
    "headline": "……",
}


def manifest(audience: str = "internal") -> dict[str, Any]:
    def edition(unit: str, report: str, **more: Any) -> dict[str, Any]:
        html = f"reports/2026-05/{audience}/{unit}/{report}.html"
        return {
            "unit": unit,
            "report": report,
            "outcome": "built",
            "html": html,
            "error": None,
            "summary": BUILT,
            **more,
        }

    return {
        "period": "2026-05",
        "audience": audience,
        "title": "示例市工业运行月报",
        "demo": True,
        "reports": [
            {"id": "cluster_revenue", "title": "集群营收"},
            {"id": "technical_renovation", "title": "技改投资"},
        ],
        "units": [
            {"code": "330000", "name": "示例市", "level": 0, "kind": "city"},
            {"code": "330101", "name": "东山区", "level": 1, "kind": "county"},
            {"code": "Z1", "name": "示例经开区", "level": 1, "kind": "zone"},
        ],
        "editions": [
            edition("330000", "cluster_revenue"),
            edition(
                "330000", "technical_renovation", summary={**BUILT, "figure": None, "light": None}
            ),
            edition("330101", "cluster_revenue", outcome="unchanged"),
            edition(
                "330101",
                "technical_renovation",
                outcome="failed",
                html=None,
                summary=None,
                error="第7个单元格运行出错",
            ),
            edition(
                "Z1", "cluster_revenue", outcome="refused", html=None, summary=None, error=None
            ),
        ],
    }


def test_summary_takes_the_growth_of_the_headline_and_the_first_light() -> None:
    summary = edition_summary(sample())
    assert summary["figure"] == {
        "text": "4.2",
        "ref": "revenue|330000|2026-05|ytd|growth_yoy_pct",
        "unit": "%",
    }
    assert summary["light"] == ["yellow", "黄灯"]
    assert summary["state"] == "快报"
    assert summary["headline"].startswith("1—5月，全市6个重点产业集群实现营业收入764.4亿元，")


def test_a_fall_told_in_words_is_a_fall_in_the_index() -> None:
    """“同比下降0.6%” stands alone in the index, where no word says that it is a fall."""
    ref = "revenue|330000|2026-05|ytd|growth_yoy_pct"
    fall = Sentence(("营业收入同比下降", Figure("0.6", ref, unit="%"), "。"), "headline")
    assert edition_summary(lead_of(fall))["figure"]["text"] == "−0.6"
    rise = Sentence(("营业收入同比增长", Figure("0.6", ref, unit="%"), "。"), "headline")
    assert edition_summary(lead_of(rise))["figure"]["text"] == "0.6"


def lead_of(*blocks: Block) -> dict[str, Any]:
    """The sample with other blocks in its lead."""
    found = sample()
    found["cells"][2] = code(masthead(), *blocks)
    return found


def test_a_bulletin_tells_its_own_row_of_the_matrix() -> None:
    """没有关键指标：取开头一句的第一个数；灯取本单位一行里最重的，写明几项."""

    def row(name: str, emphasis: Any, *levels: Any) -> Row:
        return Row((name, *(Light(level, "灯") for level in levels)), emphasis=emphasis)

    columns = tuple(Column(k, (k,)) for k in ("u", "a", "b", "c"))
    rows = (
        row("全市", "total", "red", "red", "green"),
        row("东山区", "own", "yellow", "yellow", "green"),
    )
    headline = Sentence((Figure("3", "task_count|330101", unit="项"), "目标任务"), "headline")
    matrix = Table("matrix", "进度", columns, rows)
    summary = edition_summary(lead_of(headline, matrix))
    assert summary["figure"] == {"text": "3", "ref": "task_count|330101", "unit": "项"}
    assert summary["light"] == ["yellow", "2项黄灯"]
    whole = Table("matrix", "进度", columns, rows[:1])
    assert edition_summary(lead_of(headline, whole))["light"] == ["red", "2项红灯"]


def test_index_is_a_matrix_with_failures_in_their_place(tmp_path: Path) -> None:
    path = tmp_path / "2026-05" / "internal" / "index.html"
    write_index(manifest(), path)
    html = path.read_text(encoding="utf-8")
    page = read(html)
    assert [a.attributes["href"] for a in page.all("a")] == [
        "../../index.html",
        "330000/index.html",
        "330000/cluster_revenue.html",
        "330000/technical_renovation.html",
        "330101/index.html",
        "330101/cluster_revenue.html",
        "Z1/index.html",
    ]
    assert [a.text for a in page.all("a")][1:4] == ["示例市", "−1.8%", "打开"]
    cells = [td.text for td in page.all("td")]
    assert cells[3] == "未生成" and cells[4] == "未发布" and cells[5] == "—"
    assert "应出5份，已出3份" in html and "2份未出，见页末" in html
    said = [(dt.text, dd.text) for dt, dd in zip(page.all("dt"), page.all("dd"), strict=True)]
    assert said == [
        ("东山区 · 技改投资", "未生成：第7个单元格运行出错"),
        ("示例经开区 · 集群营收", "未发布：原因未记录，请查看运行日志"),
    ]
    assert page.one("span", class_="demo").text == "演示数据"
    assert len(page.all("script")) == 1
    assert sorted(p.name for p in path.parent.iterdir()) == ["index.html"]


def test_shared_index_has_no_script_and_no_filter(tmp_path: Path) -> None:
    write_index(manifest("shared"), tmp_path / "index.html")
    page = read((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert page.all("script") == [] and page.all("input") == []
    assert "对外版" in page.one("title").text


def test_home_lists_releases(tmp_path: Path) -> None:
    issue = issue_of(manifest())
    assert (issue.built, issue.planned) == (3, 5)
    write_home("示例市工业运行月报", [issue], tmp_path / "index.html", demo=True)
    page = read((tmp_path / "index.html").read_text(encoding="utf-8"))
    link = page.one("a")
    assert (link.text, link.attributes["href"]) == ("2026年1—5月", "2026-05/internal/index.html")
    assert page.one("li").text == "2026年1—5月内部版已出3份，2份未出"
    write_home("示例市工业运行月报", [], tmp_path / "index.html", demo=False)
    assert "还没有生成过报告" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_failed_page_says_why_and_shows_no_figure() -> None:
    page = read(failed_page(META, "第7个单元格运行出错"))
    assert page.meta("gxlab:outcome") == "failed"
    assert page.one("p", class_="warning").text == "原因：第7个单元格运行出错"
    assert page.having("data-ref") == []


@pytest.mark.parametrize(
    "hostile", ["<script>x()</script>", '"><img src=x onerror=x()>', "../甲&乙'"]
)
def test_names_and_reasons_stay_text(tmp_path: Path, hostile: str) -> None:
    given = manifest()
    given["title"] = given["units"][1]["name"] = given["reports"][0]["title"] = hostile
    given["editions"][3]["error"] = hostile
    given["editions"][0]["summary"] = {
        "figure": {"text": hostile, "ref": hostile, "unit": hostile},
        "light": ["red", hostile],
        "state": hostile,
        "headline": hostile,
    }
    write_index(given, tmp_path / "index.html")
    page = read((tmp_path / "index.html").read_text(encoding="utf-8"))
    harmless = [f"a href={a.attributes['href']}" for a in page.all("a")]
    assert live(page) == harmless
    assert len(page.all("script")) == 1
    assert page.having("data-name")[1].attributes["data-name"] == hostile
    assert read(failed_page(META, hostile)).one("p", class_="warning").text == f"原因：{hostile}"


def test_a_unit_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    given = manifest()
    given["editions"][0]["html"] = "reports/2026-05/internal/a b?x/甲#.html"
    write_index(given, tmp_path / "index.html")
    page = read((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert page.all("a")[2].attributes["href"] == "a%20b%3Fx/%E7%94%B2%23.html"


def test_contents_of_a_unit_lead_to_its_reports_their_forms_and_the_units_below(
    tmp_path: Path,
) -> None:
    given = manifest()
    given["editions"][0]["also"] = {".docx": "d1", ".xlsx": "d2"}
    write_contents(given, "330000", tmp_path / "330000" / "index.html")
    page = read((tmp_path / "330000" / "index.html").read_text(encoding="utf-8"))
    assert [(a.text, a.attributes["href"]) for a in page.all("a")] == [
        ("全部单位", "../index.html"),
        ("集群营收", "cluster_revenue.html"),
        ("Word 文档", "cluster_revenue.docx"),
        ("附表（Excel）", "cluster_revenue.xlsx"),
        ("技改投资", "technical_renovation.html"),
        ("东山区", "../330101/index.html"),
        ("示例经开区", "../Z1/index.html"),
    ]
    assert page.all("script") == []


def test_contents_say_what_is_missing_and_link_to_nothing_that_is_not_there(
    tmp_path: Path,
) -> None:
    write_contents(manifest(), "330101", tmp_path / "index.html")
    page = read((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert [a.attributes["href"] for a in page.all("a")] == [
        "../index.html",
        "cluster_revenue.html",
    ]
    assert page.all("li")[1].text.split() == ["技改投资未生成", "第7个单元格运行出错"]


def test_a_page_links_to_the_reports_of_its_pack_and_stands_alone_without_one() -> None:
    alone = read(render_edition(sample(), meta=META))
    assert not [a for a in alone.all("a") if not str(a.attributes["href"]).startswith("#")]
    pack = (("target_bulletin", "目标任务通报"),)
    page = read(render_edition(sample(), meta=replace(META, pack=pack)))
    links = [(a.text, a.attributes["href"]) for a in page.all("a")]
    assert [link for link in links if not str(link[1]).startswith("#")] == [
        ("本单位月报目录", "index.html"),
        ("目标任务通报", "target_bulletin.html"),
    ]
