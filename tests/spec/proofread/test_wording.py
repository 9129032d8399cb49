"""措辞与正负:收窄只说降幅,回落只说增速,倍不说下降;措辞不严而不错的,旁注严格的说法."""

from __future__ import annotations

import pytest

from gxlab.prose.verdicts import proofread

WRONG = {
    "产值同比增长9.1%，增速比1—4月收窄0.6个百分点。": "增速比1—4月回落0.6个百分点",
    "产值同比增长9.1%，比1—4月收窄0.6个百分点。": "增速比1—4月回落0.6个百分点",
    "产值同比增长9.1%，降幅比1—4月收窄0.6个百分点。": "增速比1—4月加快0.6个百分点",
    # −3.0 − (−0.6) = −2.4:上期也是降,降幅扩大.
    "产值同比下降3.0%，增速比1—4月回落0.6个百分点。": "降幅比1—4月扩大0.6个百分点",
    "产值同比下降3.0%，增速比1—4月加快0.6个百分点。": "降幅比1—4月收窄0.6个百分点",
    # −2.4 + 3.0 = 0.6:上期是增长,不能说降幅扩大.
    "利润同比下降2.4%，降幅比1—4月扩大3.0个百分点。": "由1—4月增长0.6%转为下降2.4%",
    "利润同比下降1.5倍。": "下降不能用倍数表示，应改用百分数",
    "利润同比增长5.4%，由正转负。": "由负转正",
    "利润同比下降5.4%，由负转正。": "由正转负",
}


@pytest.mark.parametrize("text", WRONG)
def test_words_that_say_the_opposite_disagree(text: str) -> None:
    found = proofread([text])[0]
    assert (found.verdict, found.strict) == ("disagrees", WRONG[text])


LOOSE = {
    "产值同比下降4.0%，比1—4月下降0.7个百分点。": "降幅比1—4月扩大0.7个百分点",
    "产值同比下降4.0%，比1—4月提高0.7个百分点。": "降幅比1—4月收窄0.7个百分点",
    # 3.0 − 5.0 = −2.0:由降转增.
    "产值同比增长3.0%，增速比1—4月提高5.0个百分点。": "由1—4月下降2.0%转为增长3.0%",
    # −2.0 + 5.0 = 3.0:由增转降.
    "产值同比下降2.0%，增速比1—4月回落5.0个百分点。": "由1—4月增长3.0%转为下降2.0%",
}


@pytest.mark.parametrize("text", LOOSE)
def test_loose_words_are_let_stand_with_the_strict_form(text: str) -> None:
    found = proofread([text])[0]
    assert (found.verdict, found.strict) == ("unchecked", LOOSE[text])


@pytest.mark.parametrize(
    "text",
    [
        "产值同比增长9.1%，增速比1—4月回落0.6个百分点。",
        "产值同比下降3.0%，降幅比1—4月收窄0.6个百分点。",
        "预计1－5月全区工业增加值增速－4.9％左右，比1－4月收窄2.4个百分点。",
        "利润同比增长1.5倍。",
        "利润由1—4月的下降2.9%转为增长5.4%，由负转正。",
        "用工缺口收窄，产值同比增长9.1%。",
    ],
)
def test_right_words_need_no_strict_form(text: str) -> None:
    found = proofread([text])[0]
    assert (found.verdict != "disagrees", found.strict) == (True, "")


def test_a_difference_that_disagrees_is_said_strictly() -> None:
    # 7.6 − 7.3 = 0.3.
    text = "增加值增长7.6%，增速比1—4月（7.3%）回落0.3个百分点。"
    found = proofread([text])[0]
    assert (found.verdict, found.strict) == ("disagrees", "增速比1—4月加快0.3个百分点")
