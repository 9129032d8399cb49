"""一页简报: what is chosen, and one side of A4 whatever was chosen."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from gxlab.publish.brief import Brief, Source, brief_of, weight
from gxlab.publish.brief_docx import render_brief_docx
from gxlab.publish.brief_html import render_brief
from gxlab.publish.outline import Outline, Section
from gxlab.show.objects import (
    Figure,
    KeyFigure,
    KeyFigures,
    Light,
    Masthead,
    Sentence,
    Sentences,
    Sentinel,
)
from tests.batch.sample import PERIOD, workspace_at
from tests.cli.running import run
from tests.publish.conftest import Convert
from tests.publish.reading import page, word_text
from tests.unit.publish.sample import META

LONG = "全市重点产业集群实现营业收入1,227.62亿元，同比增长6.3%（企业汇总，可比口径），" * 4


def key(label: str, level: Any = None) -> KeyFigure:
    light = Light(level, {"red": "红灯", "yellow": "黄灯"}[level]) if level else None
    change = Sentence((f"{label}比1—4月回落1.3个百分点，慢于计划进度10.0个百分点",))
    figure = Figure("5.7", f"{label}|3300|2026-05|ytd|value", unit="%")
    return KeyFigure(label, figure, "1—5月", "快报", change, light)


def source(name: str, figures: list[KeyFigure], *points: str, state: str = "草稿") -> Source:
    masthead = Masthead(name, "2026年第5期", "示例市", "2026年1—5月", state, demo=True)
    lead = (Sentence((f"{name}：{LONG}",), "headline"), KeyFigures(tuple(figures)))
    said = Sentences(tuple(Sentence((point,), "key_point") for point in points))
    seal = Sentinel(name, "3300", "示例市", PERIOD, "internal", f"digest of {name}")
    outline = Outline(masthead, lead, (Section("key-points", "要点", (said,)),), seal)
    return Source(name, name, outline, state, seal.inputs)


def full(reports: str = "甲乙丙") -> Brief:
    figures = [
        [key(f"指标{r}{n}", "red" if n == 3 else None) for n in range(1, 7)] for r in reports
    ]
    points = [
        f"{i}户企业受停产影响同比下降75.3%，存在退库风险，慢于计划进度，" * 3 for i in range(4)
    ]
    return brief_of([source(f"{r}月报", f, *points) for r, f in zip(reports, figures, strict=True)])


def test_six_figures_the_first_of_each_report_and_red_lights_before_others() -> None:
    cultivation = [key("任务"), key("在库"), key("临退", "red")]
    renovation = [key("技改"), key("占比"), key("完成", "yellow"), key("红灯项目")]
    made = brief_of([source("培育", cultivation), source("技改", renovation)])
    # First of each (任务, 技改), red (临退), yellow (完成), then in turn (在库, 占比).
    assert [k.label for k in made.figures] == ["任务", "在库", "临退", "技改", "占比", "完成"]


def test_three_warnings_the_weightiest_of_each_report_first() -> None:
    made = brief_of(
        [
            source("甲", [], "增速比1—4月回落0.2个百分点。", "2户企业停产，营业收入下降。"),
            source("乙", [], "营业收入同比增长6.3%。"),
            source("丙", [], "慢于计划进度10.0个百分点。", "红灯项目23个。"),
        ]
    )
    # Weights by hand: 回落 1; 停产 3 + 下降 2 = 5; growth alone 0; 慢于 2; 红灯 3.
    assert [s.text for s in made.warnings] == [
        "2户企业停产，营业收入下降。",
        "红灯项目23个。",
        "慢于计划进度10.0个百分点。",
    ]
    assert [weight(s) for s in made.warnings] == [5, 3, 2]


def test_of_many_reports_the_lightest_warnings_give_way() -> None:
    points = ("增速回落。", "红灯项目23个。", "慢于计划进度。", "2户停产。")
    made = brief_of(
        [source(name, [], point) for name, point in zip("甲乙丙丁", points, strict=True)]
    )
    # 回落 1, 红灯 3, 慢于 2, 停产 3: the first of the four gives way.
    assert [s.text for s in made.warnings] == ["红灯项目23个。", "2户停产。", "慢于计划进度。"]


def test_nothing_to_warn_of_is_said() -> None:
    made = brief_of([source("甲", [key("营收")], "营业收入同比增长6.3%。")])
    assert made.warnings == ()
    assert "没有需要提示的事项" in render_brief(made, meta=META)
    assert "没有需要提示的事项" in word_text(render_brief_docx(made, meta=META))


def test_page_and_document_tell_the_same_and_link_to_the_rest() -> None:
    made = full()
    html, word = render_brief(made, meta=META), render_brief_docx(made, meta=META)
    assert html == render_brief(made, meta=META) and word == render_brief_docx(made, meta=META)
    figures = page(html).figures
    assert [ref for ref, _ in figures][:1] == ["指标甲1|3300|2026-05|ytd|value"]
    assert all(text in word_text(word) for _, text in figures)
    for name in ("甲月报", "乙月报", "丙月报"):
        assert f'href="{quote(name)}.html"' in html and f"《{name}》草稿" in word_text(word)
    assert "<script" not in html and "http" not in html.replace("http-equiv", "")


def sides(printed: bytes) -> int:
    """The pages of a PDF."""
    return len(re.findall(rb"/Type\s*/Page(?![s\w])", printed))


@pytest.mark.browser
@pytest.mark.parametrize("reports", ["甲", "甲乙丙", "甲乙丙丁戊"])
def test_the_page_is_one_side(reports: str, tmp_path: Path, browser: Browser) -> None:
    path = tmp_path / "brief.html"
    path.write_text(render_brief(full(reports), meta=META), encoding="utf-8")
    shown = browser.new_page()
    shown.goto(path.as_uri())
    printed = shown.pdf(prefer_css_page_size=True)
    shown.close()
    assert sides(printed) == 1


@pytest.mark.slow
@pytest.mark.parametrize("reports", ["甲乙丙", "甲乙丙丁戊"])
def test_the_document_is_one_side(reports: str, tmp_path: Path, office: Convert) -> None:
    path = tmp_path / "brief.docx"
    path.write_bytes(render_brief_docx(full(reports), meta=META))
    assert sides(office(path, "pdf").read_bytes()) == 1


@pytest.mark.slow
def test_the_command_makes_it_from_reports_and_keeps_it_in_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path / "w")
    where = ("--workspace", workspace.root, "--json")
    none = run(capsys, "brief", "--period", PERIOD, *where)
    assert none.code == 1 and "gxlab report" in none.json["error"]
    made = ("report", "--period", PERIOD, "--unit", "3300")
    run(capsys, *made, *where)
    (one,) = run(capsys, "brief", "--period", PERIOD, *where).json["briefs"]
    assert one["html"] == "reports/2026-05/internal/3300/brief.html"
    html = (workspace.root / one["html"]).read_text("utf-8")
    assert "590.00" in html and one["inputs"] in html and "草稿" in html

    # Signed: the brief says so without being asked for again.
    run(capsys, "sign", "--period", PERIOD, "--issue", "5", "--prepared-by", "周敏",
        "--reviewed-by", "李强", "--approved-by", "王立", *where)  # fmt: skip
    html = (workspace.root / one["html"]).read_text("utf-8")
    assert "定稿" in html and "草稿" not in html
    page_of = workspace.edition_folder(PERIOD, "internal", "3300") / "tiny.html"
    page_of.write_text("changed", encoding="utf-8")
    broken = run(capsys, "brief", "--period", PERIOD, *where)
    assert broken.code == 1 and "tiny.html" in json.dumps(broken.json, ensure_ascii=False)
