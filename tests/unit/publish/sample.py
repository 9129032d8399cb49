"""A hand-made executed notebook of an invented city: about two dozen blocks, all kinds of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.publish.html import EditionMeta
from gxlab.show import charts
from gxlab.show.objects import (
    MIME,
    Block,
    Chart,
    Column,
    Commentary,
    Definitions,
    Figure,
    KeyFigure,
    KeyFigures,
    Light,
    Masthead,
    Part,
    Row,
    Sentence,
    Sentences,
    Sentinel,
    Table,
    to_json,
)

META = EditionMeta(
    report="cluster_revenue",
    report_title="集群营收月报",
    unit="330000",
    unit_name="示例市",
    period="2026-05",
    audience="internal",
    inputs="4f2c9a7be1d05386",
    version="0.1.0",
    demo=True,
    state="快报",
)
GREEN, YELLOW, RED = Light("green", "绿灯"), Light("yellow", "黄灯"), Light("red", "红灯")
CLUSTERS = (
    ("新型电力装备", "186.42", "12.4", "2.1", "3.3", "6.1", "0.4", GREEN),
    ("轨道交通装备", "97.35", "9.8", "-0.6", "1.6", "7.9", "-0.2", GREEN),
    ("功能食品", "142.08", "6.2", "0.3", "1.5", "9.4", "0.1", GREEN),
    ("绿色建材", "118.60", "3.1", "-1.4", "0.6", "4.2", "-0.5", YELLOW),
    ("现代纺织", "88.21", "-2.7", "-0.9", "-0.5", "3.0", "-0.8", YELLOW),
    ("精细化工", "131.77", "-7.9", "-3.2", "-2.3", "5.5", "-1.9", RED),
)
COUNTIES = (
    ("东山区", "9.6"),
    ("高新区", "8.8"),
    ("河口县", "6.9"),
    ("临江县", "5.4"),
    ("西水县", "4.1"),
    ("南屏县", "2.6"),
    ("北塘区", "0.3"),
    ("安岭县", "-1.8"),
    ("青石县", None),
)


def fig(
    text: str, statistic: str, by: str = "", unit: str = "", value: str | None = None
) -> Figure:
    by = f"|cluster={by}" if by else ""
    return Figure(text, f"revenue|330000|2026-05|ytd|{statistic}{by}", value, unit)


def say(*parts: Part, role: Any = "body") -> Sentence:
    return Sentence(parts, role)


def masthead() -> Masthead:
    return Masthead(
        title="示例市重点产业集群运行月报",
        issue="2026年第5期",
        unit="示例市工业和信息化局",
        period="数据期：2026年1—5月（营业收入）",
        state="快报",
        sources=(
            "营业收入：企业直报快报，6月8日",
            "户数：统计局名录，6月10日",
            "用电：供电公司，6月8日",
        ),
        demo=True,
        signoff=(
            ("报", "市委办、市政府办"),
            ("送", "各县（市、区）工信局"),
            ("编制", "运行监测科"),
        ),
    )


def headline() -> Sentence:
    return say(
        "1—5月，全市6个重点产业集群实现营业收入",
        fig("764.4", "value", unit="亿元", value="764.43"),
        "，同比增长",
        fig("4.2", "growth_yoy_pct", unit="%"),
        "（企业汇总，可比口径），增速比1—4月回落",
        fig("0.7", "change_pp", unit="个百分点"),
        "；占规上工业营业收入的",
        fig("58.3", "share_pct", unit="%"),
        "，拉动规上营业收入增长",
        fig("2.5", "pull_pp", unit="个百分点"),
        "。",
        role="headline",
    )


def key_figures() -> KeyFigures:
    def change(word: str, amount: str) -> Sentence:
        return say("比1—4月", word, fig(amount, "change_pp", unit="个百分点"))

    return KeyFigures(
        (
            KeyFigure(
                "集群营业收入",
                fig("764.4", "value", unit="亿元"),
                "1—5月",
                "快报",
                say(
                    "同比",
                    fig("+4.2", "growth_yoy_pct", unit="%"),
                    "，回落",
                    fig("0.7", "change_pp", unit="个百分点"),
                ),
                YELLOW,
                ("5.8", "5.1", "4.6", "5.3", None, "5.9", "5.2", "4.9", "4.2"),
            ),
            KeyFigure(
                "占规上营收比重",
                fig("58.3", "share_pct", unit="%"),
                "1—5月",
                "快报",
                change("提高", "0.4"),
                GREEN,
                ("57.1", "57.4", "57.6", None, "57.8", "57.9", "58.3"),
            ),
            KeyFigure(
                "正增长集群",
                fig("4/6", "growing_count", unit="个"),
                "1—5月",
                "快报",
                say("增长面", fig("66.7", "growing_share_pct", unit="%")),
                YELLOW,
                ("5", "5", "4", None, "5", "5", "4"),
            ),
            KeyFigure(
                "完成年度目标",
                fig("39.1", "completion_pct", unit="%"),
                "1—5月",
                "快报",
                say("快于计划进度", fig("0.6", "ahead_pp", unit="个百分点")),
                GREEN,
                (),
            ),
            KeyFigure(
                "链主企业营收增速",
                fig("-1.3", "growth_yoy_pct", by="lead", unit="%"),
                "1—5月",
                "快报",
                change("回落", "2.2"),
                RED,
                ("4.0", "3.1", "2.2", None, "1.5", "0.9", "-1.3"),
            ),
            KeyFigure(
                "停产半停产",
                fig("14", "stopped_count", unit="户"),
                "5月末",
                "快报",
                say("比4月末增加", fig("3", "change", unit="户")),
                YELLOW,
                ("9", "9", "10", None, "11", "11", "14"),
            ),
        )
    )


def key_points() -> Sentences:
    return Sentences(
        (
            say(
                "新型电力装备集群增长",
                fig("12.4", "growth_yoy_pct", "power", "%"),
                "，拉动集群营收增长",
                fig("3.3", "pull_pp", "power", "个百分点"),
                "，连续5个月居首位。",
            ),
            say(
                "精细化工集群受龙头企业检修停产影响下降",
                fig("7.9", "growth_yoy_pct", "chem", "%"),
                "，下拉集群营收",
                fig("2.3", "pull_pp", "chem", "个百分点"),
                "；剔除该企业，集群营收增长",
                fig("6.0", "growth_without_pct", "chem", "%"),
                "。",
            ),
            say(
                "6个集群中4个正增长，增长面",
                fig("66.7", "growing_share_pct", unit="%"),
                "，比1—4月收窄",
                fig("16.7", "change_pp", unit="个百分点"),
                "。",
            ),
            say(
                "按可比基数测算，实现全年增长7%左右，后7个月需增长",
                fig("8.9", "needed_growth_pct", unit="%"),
                "。",
            ),
            say(
                "8个单位合计，青石县未报，其上年同期营收占全市",
                fig("1.4", "share_pct", unit="%"),
                "。",
                role="warning",
            ),
        )
    )


def cluster_table() -> Table:
    columns = (
        Column("cluster", ("集群",), align="left"),
        Column("office", ("牵头科室",), align="left"),
        Column("count", ("规上户数",), "户"),
        Column("revenue", ("营业收入", "累计"), "亿元"),
        Column("growth", ("营业收入", "同比"), "%"),
        Column("change", ("营业收入", "比1—4月"), "百分点"),
        Column("pull", ("营业收入", "拉动"), "百分点"),
        Column("margin", ("利润率", "1—4月"), "%"),
        Column("margin_change", ("利润率", "同比"), "百分点"),
        Column("light", ("灯",), align="left"),
    )
    total = Row(
        (
            "合计",
            None,
            fig("351", "count"),
            fig("764.43", "value"),
            fig("4.2", "growth_yoy_pct"),
            fig("-0.7", "change_pp"),
            fig("4.2", "pull_pp"),
            fig("6.2", "margin"),
            fig("-0.4", "change_pp"),
            YELLOW,
        ),
        emphasis="total",
    )
    rows = [_cluster_row(i, *given) for i, given in enumerate(CLUSTERS)]
    return Table(
        "A1",
        "六个重点集群营业收入",
        columns,
        (total, *rows),
        scope="规上口径 · 可比增速",
        source="企业直报（快报，6月8日），上年同期为随表上报数",
        note="利润率滞后一个月，为1—4月；“—”表示未设或无数据。",
    )


def _cluster_row(
    i: int,
    name: str,
    value: str,
    rate: str,
    change: str,
    pull: str,
    margin: str,
    margin_change: str,
    light: Light,
) -> Row:
    key = f"c{i}"
    return Row(
        (
            name,
            ("电力科", "装备科", "消费品科", "原材料科", "消费品科", "原材料科")[i],
            fig(str(41 + 9 * i), "count", key),
            fig(value, "value", key),
            fig(rate, "growth_yoy_pct", key),
            fig(change, "change_pp", key),
            fig(pull, "pull_pp", key),
            fig(margin, "margin", key),
            fig(margin_change, "change_pp", key),
            light,
        )
    )


def county_table() -> Table:
    columns = (
        Column("unit", ("单位",), align="left"),
        Column("revenue", ("营业收入", "累计"), "亿元"),
        Column("rank", ("营业收入", "位次")),
        Column("growth", ("同比", "增速"), "%"),
        Column("growth_rank", ("同比", "位次")),
        Column("target", ("完成年度目标",), "%"),
        Column("light", ("灯",), align="left"),
    )
    rows = [
        Row(
            (
                name,
                fig(f"{120 - 11 * i}.{i}", "value"),
                fig(f"({i + 1})", "rank"),
                fig(rate, "growth_yoy_pct") if rate else None,
                fig(f"({i + 1})", "rank") if rate else None,
                fig(f"{42 - i}.0", "completion_pct"),
                (GREEN, YELLOW, RED)[min(i // 4, 2)],
            ),
            level=1 if name == "高新区" else 0,
            emphasis="own" if name == "西水县" else "",
        )
        for i, (name, rate) in enumerate(COUNTIES)
    ]
    return Table(
        "A8",
        "分县区集群营业收入",
        columns,
        tuple(rows),
        scope="规上口径",
        note="高新区为“其中”项，不另计入全市合计。",
    )


def drag_table() -> Table:
    columns = (
        Column("n", ("企业",), align="left"),
        Column("c", ("集群",), align="left"),
        Column("r", ("营业收入", "累计"), "万元"),
        Column("g", ("营业收入", "同比"), "%"),
        Column("d", ("营业收入", "增减额"), "万元"),
        Column("p", ("拉动",), "百分点"),
        Column("e", ("用电同比",), "%"),
        Column("k", ("原因类别",), align="left"),
        Column("t", ("说明",), align="left"),
    )
    firms = (
        (
            "示例临江化学有限公司",
            "精细化工",
            "81,204",
            "-31.6",
            "-37,515",
            "-2.3",
            "-28.4",
            "检修停产",
            "4月20日起装置大修，原计划45天，预计6月中旬恢复；库存可供两周发货。",
        ),
        (
            "示例华锦纺织股份有限公司",
            "现代纺织",
            "35,660",
            "-12.2",
            "-4,955",
            "-0.3",
            "-9.0",
            "订单减少",
            "出口订单转移，二季度在手订单同比减少约两成。",
        ),
        (
            "示例青石水泥有限公司",
            "绿色建材",
            "18,932",
            "-18.0",
            "-4,156",
            "-0.3",
            "-20.7",
            "错峰生产",
            "",
        ),
    )
    rows = tuple(
        Row((f[0], f[1], *(fig(v, "value", f"firm{i}") for v in f[2:7]), f[7], f[8] or None))
        for i, f in enumerate(firms)
    )
    return Table(
        "A2", "下拉集群营收的企业（前3户）", columns, rows, scope="规上口径", source="企业直报"
    )


def growth_chart() -> Chart:
    months = [f"2025-{m:02d}" for m in range(2, 13)] + [f"2026-{m:02d}" for m in range(2, 6)]
    paths = {
        "新型电力装备": "8.1 8.8 9.0 9.4 9.9 10.2 10.1 10.6 10.4 10.9 11.0 10.2 9.9 10.3 12.4",
        "功能食品": "5.2 5.0 4.8 5.1 5.5 5.4 5.6 5.7 5.9 5.8 5.6 6.4 6.1 5.9 6.2",
        "精细化工": "2.2 1.9 1.1 0.8 0.2 -0.5 -0.4 -1.1 -1.5 -1.9 -2.2 -3.8 -4.1 -4.7 -7.9",
        "绿色建材": "4.0 4.1 4.4 4.2 4.3 4.6 4.8 4.7 4.4 4.5 4.6 4.9 4.7 4.5 3.1",
        "规上工业": "4.4 4.5 4.7 4.6 4.8 4.7 4.9 5.0 4.9 4.8 4.9 5.3 5.1 4.9 4.4",
    }
    rows = [
        {"name": name, "month": month, "rate": Decimal(rate), "early": month == "2026-05"}
        for name, path in paths.items()
        for month, rate in zip(months, path.split(), strict=True)
    ]
    return charts.growth_lines(
        pl.DataFrame(rows),
        chart_id="C1",
        title="电力装备持续领跑，精细化工连续11个月下滑",
        series="name",
        period="month",
        value="rate",
        estimate="early",
        reference=("规上工业",),
        note="空心点和虚线为快报数；1月免报，线在此断开。",
        source="企业直报",
    )


def pull_chart() -> Chart:
    frame = pl.DataFrame(
        {"cluster": [c[0] for c in CLUSTERS], "pull": [Decimal(c[4]) for c in CLUSTERS]}
    )
    return charts.contribution_waterfall(
        frame,
        chart_id="C2",
        title="电力装备拉动最大，精细化工下拉2.3个百分点",
        label="cluster",
        value="pull",
        total="六个集群合计",
    )


def rank_chart() -> Chart:
    frame = pl.DataFrame(
        {
            "unit_name": [c[0] for c in COUNTIES],
            "value": [Decimal(c[1]) if c[1] else None for c in COUNTIES],
        }
    )
    return charts.ranked_dots(
        frame,
        chart_id="C3",
        title="五个县区快于全市，安岭县继续下降",
        own="西水县",
        reference=("全市", Decimal("4.2")),
    )


MONTHS = ("02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12")
BASE = ("27.4", "15.1", "14.8", "15.6", "16.9", "15.2", "15.0", "16.1", "16.4", "17.0", "19.8")


def monthly_chart() -> Chart:
    now = ["28.9", "16.0", "15.1", "15.3", *[None] * 7]
    frame = pl.DataFrame(
        {
            "period": [f"2026-{m}" for m in MONTHS],
            "value": [Decimal(v) if v else None for v in now],
            "base": [Decimal(b) for b in BASE],
        }
    )
    return charts.paired_monthly_bars(
        frame, chart_id="M1", title="5月完成额低于上年同月，基数较高", y_title="技改投资（亿元）"
    )


def path_chart() -> Chart:
    done = ["28.9", "16.0", "15.1", "15.3", *[None] * 7]
    ahead = [*[None] * 4, "18.5", "16.7", "16.4", "17.6", "18.0", "18.6", "21.7"]
    frame = pl.DataFrame(
        {
            "period": [f"2026-{m}" for m in MONTHS],
            "base": [Decimal(b) for b in BASE],
            "actual": [Decimal(v) if v else None for v in done],
            "needed": [Decimal(v) if v else None for v in ahead],
        }
    )
    return charts.needed_path(
        frame,
        chart_id="M2",
        title="实现全年目标，后7个月月均需比上年高9.5%",
        y_title="营业收入（亿元）",
    )


def remaining_chart() -> Chart:
    frame = pl.DataFrame(
        {
            "period": [f"2026-{m}" for m in MONTHS[4:]],
            "base": [Decimal(b) for b in BASE[4:]],
            "planned": [Decimal(v) for v in ("15.2", "14.0", "13.1", "10.4", "9.9", "6.2", "4.1")],
        }
    )
    return charts.remaining_investment_by_month(
        frame, chart_id="M3", title="结转投资9月起低于上年同月，需新开工项目接续", y_title="亿元"
    )


def steps_chart() -> Chart:
    months = ["2025-12", *(f"2026-{m}" for m in MONTHS[:4])]
    frame = pl.DataFrame(
        {
            "period": months,
            "count": [612, 645, 647, 648, 651],
            "entries": [0, 41, 3, 2, 4],
            "exits": [0, 8, 1, 1, 1],
        }
    )
    return charts.steps(frame, chart_id="M4", title="年度批次净增33户，月度新建9户")


def bridge_chart() -> Chart:
    parts = (
        ("存量企业", "21.4", "2.9"),
        ("小升规（带基数）", "6.2", "0.8"),
        ("新投产（无基数）", "9.1", "1.2"),
        ("退库企业", "-4.9", "-0.7"),
        ("成员调整", "-0.6", "-0.1"),
        ("基数重报", "0.3", "0.1"),
    )
    frame = pl.DataFrame(
        [{"component": c, "value": Decimal(v), "pull_pp": Decimal(p)} for c, v, p in parts]
    )
    return charts.stacked_bridge(
        frame, chart_id="B1", title="增量六成来自存量企业，新投产贡献近三成"
    )


def heat_chart() -> Chart:
    rates = {
        "石墨电极": "3.1 2.0 -1.2 -3.3 -6.2 -7.4",
        "特种线缆": "11.2 12.0 10.8 13.1 14.0 15.3",
        "变压器": "6.0 6.6 7.1 5.2 8.0 9.9",
        "开关成套": "1.0 2.4 3.3 4.0 4.4 4.9",
        "储能电池": ". . 18.1 22.0 25.4 31.2",
        "运维服务": "0.2 -0.4 -1.0 0.6 1.1 0.9",
    }
    months = ("2025-11", "2025-12", "2026-02", "2026-03", "2026-04", "2026-05")
    weak = {"石墨电极": "连续三期低于全链5个百分点", "运维服务": "一户企业占80%以上"}
    frame = pl.DataFrame(
        [
            {
                "segment": name,
                "period": month,
                "value": None if v == "." else Decimal(v),
                "weak": weak.get(name),
            }
            for name, path in rates.items()
            for month, v in zip(months, path.split(), strict=True)
        ]
    )
    return charts.segment_heat_strip(
        frame, chart_id="G1", title="储能电池、特种线缆两个环节领先，石墨电极走弱"
    )


def matrix_chart() -> Chart:
    moves = (
        ("谋划", "谋划", 21),
        ("谋划", "新开工", 6),
        ("新开工", "新开工", 14),
        ("新开工", "续建", 9),
        ("续建", "续建", 88),
        ("续建", "竣工", 5),
        ("续建", "谋划", 1),
        ("竣工", "竣工", 16),
    )
    frame = pl.DataFrame([{"before": a, "after": b, "count": n} for a, b, n in moves])
    return charts.transition_matrix(
        frame, chart_id="G2", title="6个谋划项目转为新开工，1个续建项目退回谋划"
    )


def lane_chart() -> Chart:
    firms = (
        ("示例博远机械", "2026-07", "2026-08", "2026-10", "年度门", "2026-11"),
        ("示例恒瑞食品", "2026-06", "2026-07", "2026-08", "月度门", "2026-08"),
        ("示例安达包装", "2026-10", "2026-12", None, "年度门", "2026-11"),
        ("示例新科电子", None, None, None, "年度门", None),
    )
    keys = ("enterprise_name", "early", "middle", "late", "door", "deadline")
    return charts.swimlane(
        pl.DataFrame([dict(zip(keys, firm, strict=True)) for firm in firms]),
        chart_id="G3",
        title="两户预计三季度达规，一户年内不达",
        months=[f"2026-{m}" for m in MONTHS[3:]],
        now="2026-05",
        note="红线为申报截止月；条的两端为高、低两种测算。",
    )


def bullet_chart() -> Chart:
    rows = (
        ("省导向目录", "38.2", "38.0", "green", "绿灯"),
        ("市百项", "31.5", "37.2", "yellow", "黄灯"),
        ("区县重点", "22.8", "36.0", "red", "红灯"),
        ("其他", None, None, "none", "未设计划"),
    )
    frame = pl.DataFrame(
        [
            {
                "label": n,
                "completion_pct": Decimal(c) if c else None,
                "plan_pct": Decimal(p) if p else None,
                "light": g,
                "light_word": w,
            }
            for n, c, p, g, w in rows
        ]
    )
    return charts.bullet(frame, chart_id="R1", title="省导向目录项目快于应达进度，区县重点偏慢")


def funnel_chart() -> Chart:
    stages = ["备案项目", "工业项目", "500万元以上", "符合技改", "已在库", "待核"]
    frame = pl.DataFrame({"stage": stages, "count": [120, 87, 71, 46, 33, 13]})
    return charts.funnel(frame, chart_id="R2", title="符合技改统计要求的46个备案项目中，13个待核")


def extra_charts() -> tuple[Chart, ...]:
    """One chart of every other kind."""
    made = (
        monthly_chart,
        path_chart,
        remaining_chart,
        steps_chart,
        bridge_chart,
        heat_chart,
        matrix_chart,
        lane_chart,
        bullet_chart,
        funnel_chart,
    )
    return tuple(make() for make in made)


def commentary() -> Commentary:
    return Commentary(
        (
            (
                "原因",
                "5月全市集群营收增速回落，主要是精细化工集群龙头企业装置大修。\n"
                "绿色建材受雨季和错峰影响，产销两淡。",
            ),
            (
                "下一步",
                "一是盯住大修企业复产时间；二是组织电力装备本地配套对接；三是提请青石县补报。",
            ),
        ),
        author="运行监测科 李某",
    )


def definitions() -> Definitions:
    return Definitions(
        (
            ("统计范围", "集群名单内、在库的规模以上工业法人单位，规上口径，不含规下企业。"),
            (
                "可比增速",
                "以企业本期随表上报的上年同期数为基数；无基数且非当年新投产的企业不计入增速。",
            ),
            ("1月免报", "规模以上工业1月不单独报送，1—2月合并。"),
            ("符号说明", "“—”表示未设目标或无数据，不参加排位；括号内为位次。"),
        ),
        sources=("规上企业直报_5月.xlsx", "规上工业名录202605.xlsx", "集群成员与链图.xlsx"),
    )


def quality() -> Sentences:
    return Sentences(
        (
            say(
                "应报351户，实报347户，按上年同期营收计覆盖",
                fig("98.6", "coverage_pct", unit="%"),
                "。",
            ),
            say(
                "企业汇总增速与统计局反馈相差",
                fig("0.2", "gap_pp", unit="个百分点"),
                "，在允许范围内。",
            ),
        )
    )


def sentinel() -> Sentinel:
    return Sentinel("cluster_revenue", "330000", "示例市", "2026-05", "internal", META.inputs)


def markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source, "id": "m"}


def code(*blocks: Block) -> dict[str, Any]:
    outputs = [
        {
            "output_type": "execute_result",
            "execution_count": 1,
            "metadata": {},
            "data": {MIME: to_json(block), "text/plain": "…"},
        }
        for block in blocks
    ]
    return {
        "cell_type": "code",
        "metadata": {},
        "source": "",
        "outputs": outputs,
        "execution_count": 1,
    }


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def sample(*more: Block, audience: str = "internal") -> dict[str, Any]:
    """The sample notebook; ``more`` blocks are added to a section of their own."""
    end = Sentinel("cluster_revenue", "330000", "示例市", "2026-05", audience, META.inputs)
    return notebook(
        markdown("# 集群营收月报\n\n这一段写给打开笔记本的人，不上版面。"),
        code(),
        code(masthead(), headline(), key_figures()),
        markdown("## 要点 {#key-points}"),
        code(key_points()),
        markdown("## 一、总体：集群慢于规上 {#overall}"),
        code(
            say(
                "集群营业收入增速低于规上工业",
                fig("0.2", "gap_pp", unit="个百分点"),
                "，上年同期为高于0.6个百分点。",
                role="judgement",
            )
        ),
        code(growth_chart()),
        code(cluster_table()),
        markdown("## 二、谁在拉动、谁在拖累 {#pull}"),
        code(
            say("拖累集中在精细化工一个集群、一户企业。", role="judgement"),
            pull_chart(),
            drag_table(),
        ),
        markdown("## 三、分县区 {#counties}"),
        code(rank_chart(), county_table()),
        code(*more),
        markdown("## 情况说明 {#commentary}"),
        code(commentary()),
        markdown("## 数据质量 {#data-quality}"),
        code(quality()),
        markdown("## 口径与来源 {#definitions}"),
        code(definitions()),
        code(end),
    )


def small(*more: Block, audience: str = "internal") -> dict[str, Any]:
    """The least notebook that may be published, with ``more`` blocks in a section of their own."""
    end = Sentinel("cluster_revenue", "330000", "示例市", "2026-05", audience, META.inputs)
    return notebook(
        code(masthead()),
        markdown("## 要点 {#key-points}"),
        code(key_points()),
        markdown("## 其他 {#more}"),
        code(*more),
        markdown("## 数据质量 {#data-quality}"),
        code(quality()),
        markdown("## 口径与来源 {#definitions}"),
        code(definitions()),
        code(end),
    )
