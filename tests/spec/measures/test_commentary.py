"""情况说明校对: what binds is held against the feedback, the rest is left alone."""

from __future__ import annotations

import pytest

from gxlab.measures.commentary import doubts
from tests.conftest import DeskOf, Rows, observation

# Fed back for 东山县, 1—5月: 产值 53.83亿元, +9.1 % (538 300万元).
FED: Rows = [
    observation("330101", "2026-05", "value", "538300", "output", "ytd", "unit"),
    observation("330101", "2026-05", "growth_pct", "9.1", "output", "ytd", "unit"),
]
SAME = "1—5月,全县规上工业总产值53.83亿元,同比增长9.1%。"
CASES = {
    SAME: [],
    "1—5月,全县规上工业总产值53.83亿元,同比增长9.3%。": ["同比增长9.3%，统计局反馈为同比增长9.1%"],
    "1—5月,东山县规上工业总产值53.9亿元,同比增长9.1%。": ["53.9亿元，统计局反馈为53.8亿元"],
    "1—5月,规上工业总产值538300万元,同比下降9.1%。": ["同比下降9.1%，统计局反馈为同比增长9.1%"],
    # One decimal fewer is no disagreement: 9.1 rounds to 9, 53.83 to 53.8.
    "1—5月,全县规上工业总产值53.8亿元,同比增长9%。": [],
    # Said of others, of another period, of the whole city: not to be bound.
    "1—5月,甲机床有限公司工业总产值2亿元,同比增长30%。": [],
    "1—4月,全县规上工业总产值41亿元,同比增长9.7%。": [],
    "1—5月,全市规上工业总产值180亿元,同比增长7.7%。": [],
    "1—5月,西水县规上工业总产值18亿元,同比增长7.7%。": [],
    # 营业收入 has not been fed back.
    "1—5月,全县规上工业营业收入50亿元,同比增长8%。": [],
    "企业用工紧张。": [],
}
WORDS = {
    "总产值同比增长9.1%,增速比1—4月收窄0.6个百分点。": True,
    "总产值同比增长9.1%,增速比1—4月回落0.6个百分点。": False,
    "总产值同比下降3.0%,增速比1—4月回落0.6个百分点。": True,
    "总产值同比下降3.0%,降幅比1—4月收窄0.6个百分点。": False,
    "总产值同比增长9.1%;用工缺口收窄。": False,
}


@pytest.mark.parametrize("text", CASES, ids=range(len(CASES)))
def test_a_figure_that_disagrees_with_the_feedback_is_named(text: str, desk_of: DeskOf) -> None:
    file = {"observation": FED, "status": "反馈", "source_kind": "统计局反馈"}
    desk = desk_of("2026-05", file, unit="330101")
    found = doubts(desk, f"## 原因\n{text}")
    assert [d.text.removeprefix("工业总产值").removeprefix("写作") for d in found] == CASES[text]
    assert all((d.line, d.rule) == (2, "commentary_disagrees") for d in found)


@pytest.mark.parametrize("text", WORDS, ids=range(len(WORDS)))
def test_narrowing_is_said_of_falls_only(text: str, desk_of: DeskOf) -> None:
    found = doubts(desk_of("2026-05"), text)
    assert [d.rule for d in found] == (["commentary_wrong_word"] if WORDS[text] else [])
