import hashlib
import os
import re
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest

from gxlab.publish.html import PublishRefused, render_edition
from gxlab.show.objects import Figure
from tests.unit.publish.sample import META, extra_charts, sample, say
from tests.unit.publish.scan import live, read

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def internal() -> str:
    return render_edition(sample(*extra_charts()), meta=META)


@pytest.fixture(scope="module")
def shared() -> str:
    return render_edition(
        sample(*extra_charts(), audience="shared"), meta=replace(META, audience="shared")
    )


def test_metas_name_the_edition(internal: str) -> None:
    page = read(internal)
    assert page.one("html").attributes["lang"] == "zh-CN"
    names = ("audience", "unit", "period", "inputs", "version")
    assert {name: page.meta(f"gxlab:{name}") for name in names} == {
        "audience": "internal",
        "unit": "330000",
        "period": "2026-05",
        "inputs": "4f2c9a7be1d05386",
        "version": "0.1.0",
    }


def test_policy_stands_first_and_allows_only_the_hashed_scripts(internal: str) -> None:
    page = read(internal)
    assert page.elements[2].attributes["http-equiv"] == "Content-Security-Policy"
    policy = page.elements[2].attributes["content"] or ""
    assert "default-src 'none'" in policy and "unsafe-eval" not in policy
    bodies = re.findall(r"<script>(.*?)</script>", internal, re.S)
    hashes = [b64encode(hashlib.sha256(b.encode()).digest()).decode() for b in bodies]
    assert re.findall(r"'sha256-([^']+)'", policy) == hashes
    assert len(hashes) == 2


def test_nothing_is_asked_from_outside(internal: str, shared: str) -> None:
    for html in (internal, shared):
        assert set(re.findall(r"https?://[\w.-]+", html)) <= {"http://www.w3.org"}
        assert live(read(html)) == []


def test_shared_edition_has_drawn_charts_and_no_script(shared: str) -> None:
    page = read(shared)
    assert page.all("script") == []
    assert "script-src" not in (page.elements[2].attributes["content"] or "")
    plots = [e for e in page.all("div") if e.attributes.get("class") == "plot"]
    assert len(plots) == 13
    assert shared.count('<svg class="marks"') == 13
    assert "精细化工 −7.9" in plots[0].text
    assert page.having("data-value") == []


def test_promised_sections_exist(internal: str) -> None:
    page = read(internal)
    for anchor in ("key-points", "commentary", "data-quality", "definitions", "overall"):
        page.one("section", id=anchor)
    assert "这一段写给打开笔记本的人" not in internal


def test_every_figure_carries_its_coordinate(internal: str) -> None:
    page = read(internal)
    refs = page.having("data-ref")
    # headline 5; key figures 6 and 2+1+1+1+1+1 in their changes; key points 2+3+2+1+1; judgement 1;
    # quality 2; tables: A1 7 in each of 7 rows, A2 5 in each of 3, A8 5 in each of 9 less 2.
    assert len(refs) == 5 + (6 + 7) + 9 + 1 + 2 + 7 * 7 + 5 * 3 + (5 * 9 - 2)
    assert all(len((e.attributes["data-ref"] or "").split("|")) >= 5 for e in refs)
    total = page.one("span", data_value="764.43")
    assert total.text == "764.4"


def test_minus_is_a_true_minus(internal: str) -> None:
    cells = [e.text for e in read(internal).having("data-ref")]
    assert "−7.9" in cells and not [text for text in cells if "-" in text]


def test_headers_span_and_units_stand_in_the_header(internal: str) -> None:
    page = read(internal)
    heads = [e for e in page.all("th") if e.attributes.get("colspan") == "4"]
    assert [h.text for h in heads] == ["营业收入"]
    assert any(h.text == "累计亿元" for h in page.all("th"))
    assert page.all("caption")[0].text == "表1六个重点集群营业收入规上口径 · 可比增速"


def test_demo_is_said_on_the_page_and_on_each_printed_sheet(internal: str) -> None:
    page = read(internal)
    assert page.one("span", class_="demo").text == "演示数据"
    assert '@top-right { content: "演示数据"' in internal
    real = render_edition(sample(), meta=replace(META, demo=False))
    assert '@top-right { content: "演示数据"' not in real


def test_footer_leaves_a_line_where_nobody_is_named(internal: str) -> None:
    page = read(internal)
    assert [e.text for e in page.all("dt")][-6:] == ["报", "送", "编制", "审核", "签发", "电话"]
    assert [e.text for e in page.all("dd")][-6:] == [
        "市委办、市政府办",
        "各县（市、区）工信局",
        "运行监测科",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("report", "enterprise_cultivation"),
        ("unit", "330101"),
        ("period", "2026-04"),
        ("audience", "shared"),
        ("inputs", "0000"),
    ],
)
def test_a_notebook_of_another_edition_is_refused(name: str, found: str) -> None:
    with pytest.raises(PublishRefused, match=f"完成标记与计划不符.*应为“{found}”"):
        render_edition(sample(), meta=replace(META, **{name: found}))


def test_same_notebook_same_bytes_in_any_environment(internal: str) -> None:
    program = (
        "import sys, hashlib; from dataclasses import replace;"
        "from gxlab.publish.html import render_edition;"
        "from tests.unit.publish.sample import META, extra_charts, sample;"
        "a = render_edition(sample(*extra_charts()), meta=META);"
        "b = render_edition(sample(*extra_charts(), audience='shared'),"
        " meta=replace(META, audience='shared'));"
        "print(hashlib.sha256((a + b).encode()).hexdigest())"
    )
    seen = set()
    for seed, zone, locale in (("1", "Asia/Shanghai", "C.UTF-8"), ("2", "America/New_York", "C")):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        seen.add(done.stdout.strip())
    assert len(seen) == 1 and len(seen.pop()) == 64


def test_figure_without_unit_or_value_prints_only_its_text() -> None:
    html = render_edition(sample(say("共", Figure("3", "a|b|c|d|e"), "户。")), meta=META)
    assert '<p class="body">共<span class="fig" data-ref="a|b|c|d|e">3</span>户。</p>' in html
