import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import altair as alt
import polars as pl
import pytest

from gxlab.show import charts
from gxlab.show.objects import Chart
from tests.unit.publish import sample as s

ALL: list[Callable[[], Chart]] = [
    s.growth_chart, s.pull_chart, s.rank_chart, s.monthly_chart, s.path_chart, s.remaining_chart,
    s.steps_chart, s.bridge_chart, s.heat_chart, s.matrix_chart, s.lane_chart, s.bullet_chart,
    s.funnel_chart,
]  # fmt: skip


def rows(chart: Chart, mark: str, place: int = 0) -> list[dict[str, Any]]:
    """The data of the layer with this mark (the ``place``-th of them)."""
    layers = [layer for layer in chart.spec["layer"] if layer["mark"]["type"] == mark]
    data = layers[place].get("data", chart.spec.get("data"))
    found: list[dict[str, Any]] = data["values"]
    return found


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_every_chart(make: Callable[[], Chart]) -> None:
    chart = make()
    assert chart.spec == make().spec
    # Forms are built without Altair's checks; the finished specification passes all of them. (The
    # house style has no background at all, for which the schema has no word.)
    own = {name: part for name, part in chart.spec.items() if name != "config"}
    alt.LayerChart.from_dict(own, validate=True)
    assert chart.spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/v6")
    assert chart.spec["width"] == "container" and "title" not in chart.spec
    assert chart.title in chart.alt and chart.spec["description"] == chart.alt
    assert not re.search(r"view_\d|param_\d|data-[0-9a-f]{32}", str(chart.spec))
    for layer in chart.spec["layer"]:
        if layer["mark"]["type"] == "bar":
            ends = (
                layer["encoding"].get("x", {}).get("scale"),
                layer["encoding"].get("y", {}).get("scale"),
            )
            domains = [scale["domain"] for scale in ends if scale and "nice" in scale]
            assert all(low <= 0 <= high for low, high in domains), "bars start at zero"


def test_a_month_without_a_reading_is_a_gap() -> None:
    chart = s.growth_chart()
    line = [r for r in rows(chart, "line") if r["name"] == "功能食品"]
    assert [r["period"] for r in line][10:13] == ["2025-12", "2026-01", "2026-02"]
    assert [r["y"] for r in line][10:13] == [5.6, None, 6.4]
    assert chart.spec["layer"][1]["mark"]["invalid"] == "break-paths-show-path-domains"


def test_labels_leave_out_a_quarter_end_beside_the_last_month() -> None:
    frame = pl.DataFrame(
        {"series": ["甲"] * 3 + ["乙"], "period": ["2026-02", "2026-03", "2026-04", "2026-03"],
         "value": [1, 2, 3, None]}
    )  # fmt: skip
    chart = charts.growth_lines(frame, chart_id="C", title="题", cumulative=False)
    axis = chart.spec["layer"][0]["encoding"]["x"]["axis"]
    assert axis["values"] == ["2026-04"] and "1—" not in axis["labelExpr"]
    assert [r["name"] for r in rows(chart, "text")] == ["甲"]
    assert rows(chart, "point")[0]["when"] == "2026年2月"


def test_estimates_are_dashed_from_the_last_reading_and_hollow() -> None:
    chart = s.growth_chart()
    dashed = [r for r in rows(chart, "line", 1) if r["name"] == "精细化工"]
    assert [(r["period"], r["y"]) for r in dashed] == [("2026-04", -4.7), ("2026-05", -7.9)]
    solid = [r for r in rows(chart, "line") if r["name"] == "精细化工" and r["period"] == "2026-05"]
    assert solid[0]["y"] is None
    assert {r["period"] for r in rows(chart, "point", 1)} == {"2026-05"}


def test_an_estimate_after_a_gap_joins_nothing() -> None:
    frame = pl.DataFrame({
        "series": ["甲", "甲"], "period": ["2025-12", "2026-02"],
        "value": [Decimal("1.0"), Decimal("2.0")], "early": [False, True],
    })  # fmt: skip
    chart = charts.growth_lines(frame, chart_id="C", title="题", estimate="early")
    assert [r["period"] for r in rows(chart, "line", 1)] == ["2026-02"]


def test_reference_is_grey_and_ends_are_labelled_apart() -> None:
    ends = {r["name"]: r for r in rows(s.growth_chart(), "text")}
    assert ends["规上工业"]["colour"] == "#8b969b" and ends["精细化工"]["colour"] != "#8b969b"
    assert ends["新型电力装备"]["label"] == "新型电力装备 +12.4"


def test_labels_of_lines_that_end_together_are_moved_apart() -> None:
    frame = pl.DataFrame(
        {"series": ["甲", "乙", "丙"], "period": ["2026-05"] * 3, "value": [1, 1, 11]}
    )
    ends = rows(charts.growth_lines(frame, chart_id="C", title="题"), "text")
    # 1 … 11 with a tenth of 10 at both ends is 0 … 12 over 300 px: 15 px apart is 0.6.
    assert {r["name"]: r["label_y"] for r in ends} == pytest.approx(
        {"乙": 0.7, "甲": 1.3, "丙": 11}
    )


def test_contribution_adds_up_exactly() -> None:
    bars = rows(s.pull_chart(), "bar")
    assert [b["label"] for b in bars][-2:] == ["精细化工", "六个集群合计"]
    # 3.3 + 1.6 + 1.5 + 0.6 − 0.5 − 2.3 = 4.2
    assert (bars[-1]["start"], bars[-1]["end"], bars[-1]["text"]) == (0.0, 4.2, "+4.2")
    assert [(b["start"], b["end"]) for b in bars][3:6] == [(6.4, 7.0), (7.0, 6.5), (6.5, 4.2)]


def test_equal_pulls_are_ordered_by_name_whatever_the_row_order() -> None:
    parts = [("乙", "1"), ("甲", "1"), ("丙", "2")]
    made = [
        charts.contribution_waterfall(
            pl.DataFrame([{"label": n, "pull_pp": Decimal(v)} for n, v in order]),
            chart_id="C", title="题",
        )
        for order in (parts, parts[::-1])
    ]  # fmt: skip
    assert made[0] == made[1]
    assert [b["label"] for b in rows(made[0], "bar")] == ["丙", "乙", "甲", "合计"]


def test_bridge_prints_amount_and_pull() -> None:
    bars = rows(s.bridge_chart(), "bar")
    assert bars[0]["text"] == "+21.4（+2.9个百分点）"
    # 21.4 + 6.2 + 9.1 − 4.9 − 0.6 + 0.3 = 31.5; 2.9 + 0.8 + 1.2 − 0.7 − 0.1 + 0.1 = 4.2
    assert bars[-1]["text"] == "+31.5（+4.2个百分点）"
    frame = pl.DataFrame({"component": ["甲"], "value": [Decimal("-1")]})
    bare = charts.stacked_bridge(frame, chart_id="C", title="题", pull=None)
    assert [b["text"] for b in rows(bare, "bar")] == ["−1.0", "−1.0"]


def test_ranks_fall_and_the_unreported_come_last_unplaced() -> None:
    chart = s.rank_chart()
    placed = rows(chart, "point")
    assert [p["label"] for p in placed][:2] == ["东山区", "高新区"] and len(placed) == 8
    assert [p["label"] for p in rows(chart, "text", 1)] == ["青石县"]
    assert {p["label"]: p["colour"] for p in placed}["西水县"] == "#0f5c73"
    assert "青石县 无数据" in chart.alt and "全市 4.2" in str(chart.spec)
    open_ended = charts.ranked_dots(
        pl.DataFrame({"unit_name": ["甲"], "value": [Decimal(1)]}),
        chart_id="C", title="题", reference=("全市", None),
    )  # fmt: skip
    assert "全市" not in str(open_ended.spec)


def test_february_stands_for_two_months_only_without_a_january() -> None:
    assert "1—2月 28.9" in s.monthly_chart().alt
    frame = pl.DataFrame({"period": ["2026-02", "2026-01"], "value": [2, 1], "base": [1, 1]})
    both = charts.paired_monthly_bars(frame, chart_id="C", title="题")
    assert "1月 1.0、2月 2.0" in both.alt


def test_needed_path_continues_from_the_last_reading() -> None:
    chart = s.path_chart()
    assert [r["month"] for r in rows(chart, "line")][:2] == ["5月", "6月"]
    assert [r["month"] for r in rows(chart, "line", 1)] == ["1—2月", "3月", "4月", "5月"]
    done = pl.DataFrame({"period": ["2026-02"], "base": [1], "actual": [2], "needed": [None]})
    assert "后期所需：无" in charts.needed_path(done, chart_id="C", title="题").alt
    ahead = pl.DataFrame({"period": ["2026-02"], "base": [1], "actual": [None], "needed": [2]})
    assert len(charts.needed_path(ahead, chart_id="C", title="题").spec["layer"]) == 4


def test_steps_name_what_came_and_went() -> None:
    marks = rows(s.steps_chart(), "line")
    assert [(m["came"], m["went"]) for m in marks][:2] == [("", ""), ("+41", "−8")]
    assert "2025年12月 612户、2026年5月 651户" in s.steps_chart().alt


def test_weak_segments_carry_their_rule() -> None:
    chart = s.heat_chart()
    assert chart.note == "▲数据提示：石墨电极连续三期低于全链5个百分点；运维服务一户企业占80%以上"
    cells = {(c["label"], c["period"]): c for c in rows(chart, "rect")}
    assert cells["石墨电极", "2026-05"]["band"] == "低于−5%"
    assert cells["石墨电极", "2026-05"]["mark"] == "−"
    assert cells["储能电池", "2025-11"]["band"] == "无数据"
    assert cells["开关成套", "2026-05"]["band"] == "0—5%"
    plain = charts.segment_heat_strip(
        pl.DataFrame({"segment": ["甲"], "period": ["2026-05"], "value": [Decimal(10)]}),
        chart_id="C", title="题", weak=None, note="原注",
    )  # fmt: skip
    assert plain.note == "原注" and rows(plain, "rect")[0]["band"] == "10%以上"


def test_matrix_sums_and_directions() -> None:
    cells = {(c["label"], c["after"]): c for c in rows(s.matrix_chart(), "rect")}
    assert cells["谋划", "合计"]["text"] == "27" and cells["合计", "续建"]["text"] == "97"
    assert cells["合计", "合计"]["text"] == "160"
    assert cells["谋划", "新开工"]["kind"] == "forward" and cells["续建", "谋划"]["kind"] == "back"
    assert s.matrix_chart().alt.endswith(
        "变动：谋划→新开工 6个、新开工→续建 9个、续建→谋划 1个、续建→竣工 5个。"
    )
    still = pl.DataFrame({"before": ["续建"], "after": ["续建"], "count": [3]})
    assert charts.transition_matrix(still, chart_id="C", title="题").alt.endswith("变动：无。")
    with pytest.raises(ValueError, match="状态“停建”不在给定的次序"):
        charts.transition_matrix(still.with_columns(after=pl.lit("停建")), chart_id="C", title="题")


def test_lane_without_a_low_crossing_stays_open() -> None:
    lanes = {lane["label"]: lane for lane in rows(s.lane_chart(), "rule", 1)}
    assert lanes["示例安达包装"]["to"] == "2026-12" and "示例新科电子" not in lanes
    assert "示例新科电子 年内不达" in s.lane_chart().alt


def test_bullet_tells_the_light_in_words() -> None:
    assert "市百项 31.5 / 37.2● 黄灯" in s.bullet_chart().alt
    assert "其他 — / —● 未设计划" in s.bullet_chart().alt


def test_funnel_share_is_of_the_stage_before() -> None:
    texts = [r["text"] for r in rows(s.funnel_chart(), "bar")]
    # 87 ÷ 120 = 72.5 %; 13 ÷ 33 = 39.39… %
    assert (texts[0], texts[1], texts[5]) == (
        "120个",
        "87个（占上一步72.5%）",
        "13个（占上一步39.4%）",
    )
    none = charts.funnel(
        pl.DataFrame({"stage": ["甲", "乙"], "count": [0, 0]}), chart_id="C", title="题"
    )
    assert [r["text"] for r in rows(none, "bar")] == ["0个", "0个"]


EMPTY: list[tuple[Callable[..., Chart], list[str], dict[str, Any]]] = [
    (charts.growth_lines, ["series", "period", "value"], {}),
    (charts.contribution_waterfall, ["label", "pull_pp"], {}),
    (charts.stacked_bridge, ["component", "value", "pull_pp"], {}),
    (charts.ranked_dots, ["unit_name", "value"], {}),
    (charts.paired_monthly_bars, ["period", "value", "base"], {}),
    (charts.needed_path, ["period", "base", "actual", "needed"], {}),
    (charts.remaining_investment_by_month, ["period", "planned", "base"], {}),
    (charts.steps, ["period", "count", "entries", "exits"], {}),
    (charts.segment_heat_strip, ["segment", "period", "value", "weak"], {}),
    (charts.transition_matrix, ["before", "after", "count"], {}),
    (charts.bullet, ["label", "completion_pct", "plan_pct", "light", "light_word"], {}),
    (charts.funnel, ["stage", "count"], {}),
    (charts.swimlane, ["enterprise_name", "early", "middle", "late", "door", "deadline"],
     {"months": ["2026-05"], "now": "2026-05"}),
]  # fmt: skip


@pytest.mark.parametrize(("make", "columns", "more"), EMPTY, ids=[e[0].__name__ for e in EMPTY])
def test_no_rows_say_no_data_and_a_missing_column_is_named(
    make: Callable[..., Chart], columns: list[str], more: dict[str, Any]
) -> None:
    empty = make(pl.DataFrame({c: [] for c in columns}), chart_id="C", title="题", **more)
    assert empty.alt == "题：本期无数据。" and "本期无数据。" in str(empty.spec)
    with pytest.raises(ValueError, match=f"画图的数据缺列：{columns[-1]}"):
        make(pl.DataFrame({c: [] for c in columns[:-1]}), chart_id="C", title="题", **more)


def test_two_rows_of_one_name_are_refused() -> None:
    frame = pl.DataFrame({"unit_name": ["甲", "甲"], "value": [1, 2]})
    with pytest.raises(ValueError, match="“甲”出现不止一次"):
        charts.ranked_dots(frame, chart_id="C", title="题")


def test_a_period_is_checked_before_it_reaches_an_expression() -> None:
    frame = pl.DataFrame(
        {"segment": ["甲"], "period": ["'] || alert(1) || ['"], "value": [1], "weak": [None]}
    )
    with pytest.raises(ValueError, match="报告期"):
        charts.segment_heat_strip(frame, chart_id="C", title="题")
    with pytest.raises(ValueError, match="报告期"):
        charts.steps(
            pl.DataFrame({"period": ["x"], "count": [1], "entries": [0], "exits": [0]}),
            chart_id="C", title="题",
        )  # fmt: skip


def test_line_separators_become_spaces() -> None:
    frame = pl.DataFrame({"unit_name": ["甲\u2028乙\n丙"], "value": [1]})
    chart = charts.ranked_dots(frame, chart_id="C", title="题")
    assert rows(chart, "point")[0]["label"] == "甲 乙 丙"
