"""六种关系各五十对句子,一真一假(差一个末位):真的判相符、假的判不符,合计不低于98%."""

from __future__ import annotations

from collections import Counter

import pytest

from gxlab.prose.clauses import sentences
from gxlab.prose.verdicts import proofread
from tests.spec.proofread.pairs import FORMS, Pair, pairs

EACH = 50


def verdicts(text: str) -> set[str]:
    return {s.verdict for s in proofread(sentences(text))}


def right(pair: Pair) -> tuple[bool, bool]:
    """真句判相符而无不符;假句判不符."""
    true = verdicts(pair.right)
    return "agrees" in true and "disagrees" not in true, "disagrees" in verdicts(pair.wrong)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_pairs_of_each_form(seed: int) -> None:
    told, missed = Counter[str](), list[str]()
    for pair in pairs(EACH, seed):
        for ok, text in zip(right(pair), (pair.right, pair.wrong), strict=True):
            told[pair.form] += ok
            if not ok:
                missed.append(text)
    assert set(told) == set(FORMS)
    for form, count in told.items():
        assert count >= 0.98 * 2 * EACH, (form, count, missed)


UNCHECKABLE = (
    "1—5月，全区规上工业营业收入683.72亿元。",
    "全市规上工业企业实现利润总额41.2亿元，同比增长3.6%。",
    "工业技改投资同比增长29.4%，增速居全市第2位。",
    "规上工业增加值增长7.6%，增速比1—4月加快0.3个百分点。",
    "规上工业增加值增长7.6%，高于全省平均水平2.9个百分点。",
    "营业收入利润率5.4%，同比提高0.04个百分点。",
    "完成年度目标的38.0%，快于计划进度5.1个百分点。",
    "新增规上工业企业34户。",
    "集群营业收入占规上工业营业收入的53.1%。",
    "装备制造业拉动规上工业增长1.5个百分点。",
    "亏损企业34户，比上年同期增加3户。",
    "全区189户规上工业企业，其中大型企业5户。",
    "94个备案项目，其中工业86个，符合技改要求67个，已在库23个。",
    "6个集群中，4个正增长、1个下降。",
    "营业收入约120亿元，上年同期约100亿元，增长25%左右。",
    # 实际增速,不由现价总量计算.
    "规上工业增加值120亿元，上年同期100亿元，同比增长7.6%。",
    # 可比口径的基数不是上年公布数.
    "利润总额27298.3亿元，上年同期29047.6亿元，按可比口径计算增长16.5%。",
    "利润总额110亿元，上年同期100亿元，同比增长16.5%（按可比口径计算）。",
    "营业收入120亿元左右，上年同期100亿元左右，增长25%。",
    "走访规上企业30余家，形成分析报告2篇。",
    "计划总投资5亿元，预计7月上旬开工。",
)


@pytest.mark.parametrize("text", UNCHECKABLE)
def test_what_cannot_be_known_stays_unchecked(text: str) -> None:
    assert verdicts(text) == {"unchecked"}
