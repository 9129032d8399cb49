import json

import pytest
from IPython.core.formatters import DisplayFormatter

from gxlab.show.display import mimebundle
from gxlab.show.objects import MIME, Block, Light, Sentence, Sentences, to_json
from gxlab.show.parse import BlockError, from_json
from tests.unit.publish import sample as s

BLOCKS = [
    s.masthead(), s.headline(), s.key_figures(), s.key_points(), s.growth_chart(),
    s.cluster_table(), s.commentary(), s.definitions(), s.sentinel(),
]  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.kind)
def test_ipython_shows_a_block_by_itself(block: Block) -> None:
    data, _ = DisplayFormatter().format(block)
    assert data[MIME] == to_json(block)
    assert set(data) == {MIME, "text/html", "text/plain"}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.kind)
def test_json_and_back_is_the_same_block(block: Block) -> None:
    assert from_json(json.loads(json.dumps(to_json(block), allow_nan=False))) == block


def test_the_view_is_complete_without_a_network() -> None:
    html = mimebundle(s.growth_chart())["text/html"]
    assert html.startswith('<div class="gx" lang="zh-CN"><style>')
    assert (
        "<svg" in html
        and "精细化工 −7.9" in html
        and 'font-family="&#34;Noto Sans CJK SC&#34;' in html
    )
    assert "http" not in html and "<script" not in html


def test_every_style_rule_stays_inside_the_view() -> None:
    html = mimebundle(s.headline())["text/html"]
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    selectors = [rule.split("{")[0] for rule in style.split("}") if "{" in rule]
    parts = [part.strip() for selector in selectors for part in selector.split(",")]
    assert parts and all(part.startswith(".gx") for part in parts)


def test_a_batch_run_may_leave_the_view_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GXLAB_VIEW", "off")
    assert set(mimebundle(s.growth_chart())) == {MIME, "text/plain"}


def test_plain_text_names_the_block() -> None:
    assert mimebundle(Sentence(("增长", "5%")))["text/plain"] == "增长5%"
    assert mimebundle(s.cluster_table())["text/plain"] == "<table A1：六个重点集群营业收入>"
    assert mimebundle(Sentences(()))["text/plain"] == "<sentences>"


@pytest.mark.parametrize(
    "payload",
    [
        None, [], {"type": "sentence"}, {"type": "html", "data": {}},
        {"type": "sentence", "data": {"parts": ["a"], "onclick": "x"}},
        {"type": "sentence", "data": {"parts": [{"figure": {"text": "1"}}]}},
        {"type": "sentence", "data": {"parts": [{"light": ["blue", "蓝灯"]}]}},
        {"type": "table", "data": {"title": "", "columns": [], "rows": [{"cells": [""]}]}},
        {"type": "chart", "data": {"id": "A"}},
    ],
)  # fmt: skip
def test_what_is_not_a_block_is_refused(payload: object) -> None:
    with pytest.raises(BlockError, match="不是本系统的图、表、句、数"):
        from_json(payload)


def test_an_unknown_light_is_named() -> None:
    with pytest.raises(BlockError, match="灯色“blue”"):
        from_json({"type": "sentence", "data": {"parts": [{"light": ["blue", "蓝灯"]}]}})
    assert from_json(to_json(Sentence(("a",)))) == Sentence(("a",))
    assert Light("green", "绿灯") != Light("red", "绿灯")
