"""narrate (叙述): published sentences of the trade, in the strict form from their values.

Each golden case is named after its source; the figures are the published ones, the expected text is
the strict form of the published sentence.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Ended, run, workspace_with_data
from tools.lockfile import ROOT

Capture = pytest.CaptureFixture[str]


def ended(tmp_path: Path, capsys: Capture, items: object, *more: str) -> Ended:
    file = tmp_path / "items.json"
    file.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
    return run(capsys, "narrate", file, "--workspace", tmp_path / "none", "--json", *more)


@pytest.fixture
def say(tmp_path: Path, capsys: Capture) -> Any:
    """The one sentence that one item gives, "" for none."""

    def said(*more: str, **item: Any) -> str:
        found = ended(tmp_path, capsys, [item], *more)
        assert found.code == 0, found.out
        sentences = found.json["sentences"]
        return sentences[0]["text"] if sentences else ""

    return said


def test_g1_profit_of_july_2024_on_the_comparable_base(say: Any) -> None:
    said = say(
        indicator="profit", unit="全国规上工业", period="2024-07", value=40991.7,
        measure="亿元", rate=3.6, note="按可比口径计算，详见附注二",
    )  # fmt: skip
    assert said == (
        "1—7月，全国规上工业实现利润总额40991.7亿元，同比增长3.6%（按可比口径计算，详见附注二）。"
    )


def test_g2_margin_changes_in_points(say: Any) -> None:
    # 5.40 − 5.36 = 0.04
    for told in ({"change": 0.04}, {"base": 5.36}):
        said = say(indicator="profit_margin", period="2024-07", value=5.40, **told)
        assert said == "1—7月，营业收入利润率为5.40%，同比提高0.04个百分点。"


def test_g3_liability_ratio_falls(say: Any) -> None:
    said = say(indicator="资产负债率", period="2024-07", span="point", value=57.6, base=57.7)
    assert said == "7月末，资产负债率为57.6%，同比下降0.1个百分点。"


def test_g4_cost_and_expense_per_hundred_in_yuan(say: Any) -> None:
    said = say(indicator="cost_per_hundred", period="2024-07", value=85.33, change=0.09)
    assert said == "1—7月，每百元营业收入中的成本为85.33元，同比增加0.09元。"
    said = say(indicator="每百元营业收入中的费用", period="2024-07", value=8.41, change=0)
    assert said == "1—7月，每百元营业收入中的费用为8.41元，同比持平。"


def test_g5_two_industries_turn_from_profit_to_loss(say: Any) -> None:
    # A published rate below −100 % on a positive base says just that.
    industries = ["石油煤炭及其他燃料加工业", "黑色金属冶炼和压延加工业"]
    said = say(indicator="profit", unit=industries, period="2024-07", rate=-120.3)
    assert said == f"1—7月，{'、'.join(industries)}利润总额同比由盈转亏。"


def test_g6_the_fall_narrows(say: Any) -> None:
    # −2.4 − (−4.4) = 2.0
    said = say(
        indicator="利润总额", unit="全国规上工业", period="2020-09", value=43665, measure="亿元",
        rate=-2.4, comparison_period="2020-08", comparison_rate=-4.4,
    )  # fmt: skip
    assert said == (
        "前三季度，全国规上工业实现利润总额43665亿元，同比下降2.4%，降幅比1—8月收窄2.0个百分点。"
    )


def test_g9_growth_slows(say: Any) -> None:
    said = say(
        indicator="profit", period="2018-07", rate=17.1,
        comparison_period="2018-06", comparison_rate=17.2,
    )  # fmt: skip
    assert said == "1—7月，利润总额同比增长17.1%，增速比上半年回落0.1个百分点。"


def test_g10_industries_that_grow_stay_and_fall(say: Any) -> None:
    # 30 of 30 + 1 + 10 = 41: 73.2 %; 1.3 times more is +130 %.
    said = say(indicator="profit", period="2016-07", growing=30, flat=1, falling=10)
    assert said == ("1—7月，41个行业中，30个利润总额同比增长，1个持平，10个下降，增长面73.2%。")
    said = say(indicator="profit", unit="煤炭开采和洗选业", rate=130)
    assert said == "煤炭开采和洗选业利润总额同比增长1.3倍。"
    said = say(indicator="profit", unit="石油和天然气开采业", value=-379, base=21, measure="亿元")
    assert said == "石油和天然气开采业利润总额亏损379亿元，同比由盈转亏。"


def test_g11_narrowed_against_two_periods(say: Any) -> None:
    # −10.2 + 3.8 = … −14.0 at 1—9月, −12.7 at 1—10月
    said = say(
        indicator="profit", unit="泉州市规上工业", period="2022-11", value=1143.07,
        measure="亿元", rate=-10.2, comparison_period=["2022-09", "2022-10"],
        comparison_rate=[-14.0, -12.7],
    )  # fmt: skip
    assert said == (
        "1—11月，泉州市规上工业实现利润总额1143.07亿元，同比下降10.2%，"
        "降幅分别比前三季度和1—10月收窄3.8和2.5个百分点。"
    )


def test_g15_mining_narrows_and_breadth(say: Any) -> None:
    said = say(
        indicator="profit", unit="采矿业", period="2022-10", rate=-1.1,
        comparison_period="2022-09", comparison_rate=-2.0,
    )  # fmt: skip
    assert said == "1—10月，采矿业利润总额同比下降1.1%，降幅比前三季度收窄0.9个百分点。"
    said = say(indicator="profit", period="2022-10", growing=18, of=34, noun="行业大类")
    assert said == "1—10月，34个行业大类中，18个利润总额同比增长，增长面52.9%。"


def test_g17_place_among_four_districts(say: Any) -> None:
    said = say(
        indicator="renovation_investment_growth", period="2022-05", rate=29.4,
        rank="第二", of=4, among="四区市",
    )  # fmt: skip
    assert said == "1—5月，工业技改投资同比增长29.4%，增速居四区市第2位。"


def test_g18_above_the_province(say: Any) -> None:
    # 7.6 − 4.7 = 2.9
    for told in ({"wider_gap": 2.9}, {"wider_rate": 4.7}):
        said = say(
            indicator="value_added_growth", unit="全市", period="2022-05", value=7.6,
            wider_name="全省", **told,
        )  # fmt: skip
        assert said == "1—5月，全市规上工业增加值同比增长7.6%，高于全省平均水平2.9个百分点。"


def test_g20_pull_and_contribution(say: Any) -> None:
    said = say(
        indicator="value_added_growth", unit="大中型企业", period="2022-05", rate=10.9,
        pull=6.6, whole="规上工业增加值", contribution=86.8, whole_rate=7.6,
    )  # fmt: skip
    assert said == (
        "1—5月，大中型企业规上工业增加值同比增长10.9%，"
        "拉动规上工业增加值增长6.6个百分点，增长贡献率为86.8%。"
    )


def test_g22_place_moved_against_three_periods(say: Any) -> None:
    # 14 − 7 = 7, 15 − 7 = 8, 14 − 7 = 7
    said = say(
        indicator="value_added_growth", unit="全市", period="2023-12", rate=7.9, rank=7,
        among="全省", of=16, rank_before=[14, 15, 14],
        comparison_period=["2023-03", "2023-06", "2023-09"],
    )  # fmt: skip
    assert said == (
        "全年，全市规上工业增加值同比增长7.9%，增速居全省第7位，"
        "位次分别较一季度、上半年和前三季度前移7位、8位和7位。"
    )


def test_g24_two_industries_pull_together(say: Any) -> None:
    said = say(
        indicator="output", period="2024-12", measure="亿元", pull=5.7, whole="规上工业总产值",
        parts=[
            {"name": "汽车产业", "value": 1073.6, "rate": 7.3},
            {"name": "电气产业", "value": 209.5, "rate": 6.2},
        ],
    )  # fmt: skip
    assert said == (
        "全年，工业总产值中，汽车产业1073.6亿元、同比增长7.3%，电气产业209.5亿元、同比增长6.2%，"
        "合计拉动规上工业总产值增长5.7个百分点。"
    )


@pytest.mark.parametrize(
    ("name", "value", "rate", "share", "pull"),
    [
        ("文教用品", 4.54, -57.2, 8.8, 10.0),
        ("橡胶塑料", 10.65, -10.8, 20.7, -2.1),
        ("通用设备", 3.61, -37.2, 7.0, 3.5),
        ("三个行业", 18.81, -33.6, 36.5, 15.6),
    ],
)
def test_g26_falling_parts_pull_down(
    say: Any, name: str, value: float, rate: float, share: float, pull: float
) -> None:
    said = say(
        indicator="output", unit=name, value=value, measure="亿元", rate=rate, share=share,
        pull=pull, whole="全县工业总产值",
    )  # fmt: skip
    assert said == (
        f"{name}完成工业总产值{value}亿元，同比下降{-rate}%，占全县工业总产值比重{share}%，"
        f"下拉全县工业总产值{abs(pull)}个百分点。"
    )


def test_g28_pull_with_contribution(say: Any) -> None:
    said = say(indicator="value_added_growth", unit="石化工业", pull=1.5, contribution=9.2,
               whole="全市规上工业", whole_rate=15.8)  # fmt: skip
    assert said == "石化工业规上工业增加值拉动全市规上工业增长1.5个百分点，增长贡献率为9.2%。"


def test_g30_renovation_with_two_shares(say: Any) -> None:
    said = say(
        indicator="技改投资", kind="flow", unit="全市", period="2024-06", rate=46.2,
        share=[25.3, 75.6], whole=["全市投资", "工业投资"], pull=8.8,
    )  # fmt: skip
    assert said == (
        "上半年，全市技改投资同比增长46.2%，占全市投资比重25.3%，占工业投资比重75.6%，"
        "拉动全市投资增长8.8个百分点。"
    )


def test_g32_growth_gains_and_pull(say: Any) -> None:
    said = say(
        indicator="industrial_investment_growth", unit="全区", period="2024-11", rate=14.4,
        comparison_period="1-10月份", change=2.9, pull=8.5, whole="全区投资",
    )  # fmt: skip
    assert said == (
        "1—11月，全区工业投资同比增长14.4%，增速比1—10月加快2.9个百分点，"
        "拉动全区投资增长8.5个百分点。"
    )
    said = say(indicator="renovation_investment_growth", period="2024-11", rate=26.1,
               comparison_period="1—10月", comparison_rate=14.4)  # fmt: skip
    assert said == "1—11月，工业技改投资同比增长26.1%，增速比1—10月加快11.7个百分点。"


def test_g33_completion_against_the_clock(say: Any) -> None:
    # 10/12 = 83.3 %; 84.5 − 83.3 = 1.2
    said = say(indicator="技术改造投资", kind="flow", unit="全省", period="2013-10",
               completion=84.5, contribution=92.3, whole="技改投资")  # fmt: skip
    assert said == (
        "1—10月，全省技术改造投资对技改投资增长的贡献率为92.3%，"
        "完成全年目标的84.5%，快于序时进度1.2个百分点。"
    )
    planned = say(indicator="技术改造投资", kind="flow", period="2013-10", completion=84.5,
                  planned=83.3)  # fmt: skip
    assert planned == "1—10月，技术改造投资完成全年目标的84.5%，快于计划进度1.2个百分点。"


def test_g35_completion_is_divided_here(say: Any) -> None:
    # 13 ÷ 40.2 = 32.338 %, printed as 32.5 % in the source; 6/12 = 50: 32.3 − 50.0 = −17.7
    said = say(indicator="外贸进出口", unit="全区", period="2023-06", value=13, measure="亿元",
               target=40.2)  # fmt: skip
    assert said == (
        "上半年，全区完成外贸进出口13亿元，完成全年目标的32.3%，慢于序时进度17.7个百分点。"
    )


def test_g37_counts_and_an_empty_base(say: Any) -> None:
    # 28 − 20 = 8 = 40.0 % of 20
    said = say(indicator="四上单位入库", kind="count", measure="家", value=28, base=20)
    assert said == "四上单位入库28家，比上年同期增加8家，同比增长40.0%。"
    said = say(indicator="限上批零住餐入库", kind="count", measure="家", value=1, base=0, rate="-")
    assert said == "限上批零住餐入库1家，比上年同期增加1家。"


def test_g38_net_is_entries_less_exits(say: Any) -> None:
    # 1847 − 1077 = 770; 16269 + 770 = 17039
    said = say(indicator="above_scale_count", unit="全省", period="2020-02", value=17039,
               entries=1847, exits=1077, net=770)  # fmt: skip
    assert said == ("2月末，全省在库规上工业企业数为17039户，新增1847户，退出1077户，净增770户。")


def test_g40_invoices_with_two_decimals(say: Any) -> None:
    said = say(indicator="invoice_sales", unit="全区", period="2019-06", value="683.72亿元",
               rate="11.50%", increment="70.51亿元")  # fmt: skip
    assert said == "上半年，全区实现开票销售683.72亿元，同比增长11.50%，净增70.51亿元。"


def test_nothing_left_is_no_sentence(tmp_path: Path, capsys: Capture) -> None:
    told = ended(tmp_path, capsys, [{"indicator": "revenue"}, {"indicator": "revenue", "rate": 5}])
    assert told.json == {"sentences": [{"item": 2, "text": "营业收入同比增长5.0%。"}]}
    assert told.code == 0


def test_small_moves_from_a_size_given_on_the_command_line(say: Any) -> None:
    assert say("--slight", "1", indicator="output", rate=0.8) == "工业总产值同比小幅增长0.8%。"


def test_an_unknown_key_is_told_on_standard_error(tmp_path: Path, capsys: Capture) -> None:
    told = ended(tmp_path, capsys, [{"indicator": "revenue", "rate": 5, "grwoth": 3}])
    assert told.code == 0 and "有不认识的键，未使用：grwoth" in told.err


@pytest.mark.parametrize(
    ("items", "more", "words"),
    [
        ([{"indicator": "revenu", "rate": 5}], (), "“items.json”第1项的 indicator “revenu”"),
        ({"rate": 5}, (), "“items.json”应为由若干项组成的列表"),
        ([], ("--slight", "x"), "--slight 应为大于0的数"),
    ],
)
def test_wrong_use_is_one_sentence_and_two(
    tmp_path: Path, capsys: Capture, items: object, more: tuple[str, ...], words: str
) -> None:
    told = ended(tmp_path, capsys, items, *more)
    assert told.code == 2 and words in told.json["error"]


def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: Capture) -> None:
    told = run(capsys, "narrate", tmp_path / "none.json", "--json")
    assert told.code == 2 and "读不到文件" in told.json["error"]
    (tmp_path / "gbk.json").write_bytes("[全市]".encode("gb18030"))
    told = run(capsys, "narrate", tmp_path / "gbk.json", "--json")
    assert told.code == 2 and "不是 UTF-8" in told.json["error"]


def test_codes_of_units_are_named_from_the_workspace(tmp_path: Path, capsys: Capture) -> None:
    workspace_with_data(tmp_path)
    file = tmp_path / "items.json"
    file.write_text('[{"indicator": "output", "unit": "3300", "rate": 5}]', encoding="utf-8")
    told = run(capsys, "narrate", file, "--workspace", tmp_path, "--json")
    assert told.json["sentences"][0]["text"] == "示例市工业总产值同比增长5.0%。"


def test_the_example_of_the_guide_says_what_the_guide_says(tmp_path: Path, capsys: Capture) -> None:
    guide = (ROOT / "docs" / "操作指南.md").read_text(encoding="utf-8")
    items = json.loads(guide.partition("```json\n")[2].partition("```")[0])
    said = [s["text"] for s in ended(tmp_path, capsys, items).json["sentences"]]
    assert said[0] in guide and len(said) == 2
    assert said[1] == "1—4月，全区规上工业实现利润总额12.35亿元，同比扭亏为盈。"
