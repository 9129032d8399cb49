"""表样与 docs/forms.md 一致:标题、期、单位和表头逐格(照文档抄写,不从生成器取)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo.reading import Demo, paths

TWO_ROWS = {
    ("2026-04/2026年4月主要指标(反馈).xls", 3): (
        "单位 规上工业增加值增速/当月(%) 规上工业增加值增速/累计(%) 规上工业增加值增速/位次 "
        "规上工业增加值增速/年度目标(%) 规上工业总产值/总量 规上工业总产值/增长(%) "
        "规上工业总产值/位次 工业销售产值/总量 工业销售产值/增长(%) 工业销售产值/位次 "
        "出口交货值/总量 出口交货值/增长(%) 出口交货值/位次 工业用电量/总量 工业用电量/增长(%) "
        "工业用电量/位次 规上工业企业户数/总量 规上工业企业户数/增长(%) 规上工业企业户数/位次"
    ),
    ("2026-04/分行业产值增速.xls", 3): (
        "代码 行业名称 工业总产值/本月 工业总产值/1—4月 工业总产值/同比增长(%) 增加值增速(%)/累计"
    ),
    ("2026-03/规上企业直报_3月.xlsx", 4): (
        "序号 统一社会信用代码 企业名称 县(市、区) 工业总产值/本月 工业总产值/1—本月 "
        "工业总产值/上年同期 营业收入/1—本月 营业收入/上年同期 利润总额/1—本月 利润总额/上年同期 "
        "本月新增订单 产能利用率(%) 期末用工人数 下月预计产值 增减原因/类别 增减原因/说明 填表人"
    ),
    ("2026-04/工业投资反馈.xls", 3): (
        "单位 固定资产投资/额 固定资产投资/增长(%) 工业投资/额 工业投资/增长(%) 工业技改投资/额 "
        "工业技改投资/增长(%) 工业技改投资/位次 制造业技改投资/额 制造业技改投资/增长(%) "
        "技改占工业投资比重(%) 在库技改项目数(个) 本年新入库(个)"
    ),
    ("2026-04/县域特色产业集群月报_青柳县.xlsx", 3): (
        "集群 企业户数 规上企业 税收(万元) 就业人数(人) 营业收入(亿元)/1—3月 营业收入(亿元)/同期 "
        "营业收入(亿元)/同比±% 龙头营收(亿元) 项目数 困难和问题"
    ),
    ("2026-04/重点技改项目调度表_4月_岚河区.xlsx", 3): (
        "序号 项目名称 建设单位 属地乡镇 项目代码 建设内容 起止年限 总投资 本年度计划投资 "
        "至上年底累计完成投资 本年累计完成投资 本月完成投资 实际开工时间 建设状态 形象进度 "
        "手续办理/立项 手续办理/用地 手续办理/环评 手续办理/能评 手续办理/规划 手续办理/施工许可 "
        "存在问题 需协调事项 责任单位 包保领导 目录类别 改造方向"
    ),
    ("2026-04/培育库台账_青柳县.xlsx", 3): (
        "序号 乡镇(街道) 单位名称 信用代码 培育类别 状态 包联干部 主要产品 2025年营业收入 "
        "1—4月开票销售 投产日期 备案性质 材料准备/执照 材料准备/利润表 材料准备/申报表 "
        "材料准备/照片 材料准备/备案证明 困难问题"
    ),
    ("2026-02/2026年工业经济指导计划.xlsx", 3): (
        "单位 指标 计量单位 上年实际 年度目标/确保 年度目标/奋斗 分期计划/一季度 分期计划/上半年 "
        "分期计划/前三季度 分期计划/全年 牵头科室"
    ),
}
ONE_ROW = {
    ("2026-04/规上工业名录202604.xlsx", 3): (
        "序号 统一社会信用代码 单位详细名称 行业代码 行业小类名称 县(市、区) 乡镇(街道) 企业规模 "
        "入库类型 入库时间 运行状态 变更说明"
    ),
    ("2026-04/青柳县上报_4月(预计).xlsx", 3): "指标 单位 累计预计 当月预计 同比增长% 情况说明",
    ("2026-04/岚河区上报_4月(预计).xlsx", 3): (
        "序号 指标名称 计量单位 上月实际 本月预计 1—本月预计 累计增速(%) 简要分析"
    ),
    ("2026-04/企业开票销售_4月.xlsx", 3): (
        "序号 纳税人识别号 纳税人名称 主管税务分局 行业 本月开票销售额 本年累计 "
        "上年同期累计 上年全年"
    ),
    ("2026-04/工业用电_4月.xls", 3): (
        "序号 户号 用户名称 行业分类 本月用电量 上年同月 本年累计 上年同期累计"
    ),
    ("2026-05/集群成员与链图.xlsx", 3): (
        "集群名称 环节 企业名称 统一社会信用代码 角色 起始月份 终止月份 链长 牵头科室"
    ),
    ("2026-02/退库名单_2026年.xls", 2): "序号 企业名称 县(市、区) 退库原因 生效期",
    ("2026-04/2025年全年分企业(年报).xlsx", 3): (
        "序号 统一社会信用代码 企业名称 县(市、区) 营业收入 工业总产值 利润总额 平均用工人数"
    ),
}


@pytest.mark.parametrize("place", sorted(TWO_ROWS), ids=lambda place: place[0])
def test_two_row_headers(demo: Demo, place: tuple[str, int]) -> None:
    path, head = place
    assert paths(demo.rows(path), head) == TWO_ROWS[place].split()


@pytest.mark.parametrize("place", sorted(ONE_ROW), ids=lambda place: place[0])
def test_one_row_headers(demo: Demo, place: tuple[str, int]) -> None:
    path, head = place
    assert demo.rows(path)[head - 1] == ONE_ROW[place].split()


def test_units_form_is_the_template_s(demo: Demo) -> None:
    rows = demo.rows("00底册/统计单位.xlsx")
    assert rows[0] == [
        "code", "name", "parent", "kind", "in_county_total", "valid_from", "valid_to", "aliases",
    ]  # fmt: skip
    assert rows[1][:4] == ["139900", "示例市", "", "city"]
    assert [row[3] for row in rows].count("county") == 3


def test_every_sheet_says_it_is_a_demonstration(demo: Demo) -> None:
    for path in sorted(demo.inbox.rglob("*")):
        if path.suffix in {".xlsx", ".xls"} and "统计单位" not in path.name:
            rows = demo.rows(path.relative_to(demo.inbox).as_posix())
            assert rows[-1][0].startswith("注:"), path
            assert "演示数据" in rows[-1][0], path


def test_february_has_no_single_month(demo: Demo) -> None:
    """1月免报:2月期是1—2月合计,“本月”一律空白."""
    direct = demo.rows("2026-02/规上企业直报_2月.xlsx")
    assert direct[2][0] == "2026年1—2月"
    assert {row[4] for row in direct[6:-1]} == {""}
    units = demo.rows("2026-02/2026年2月主要指标(反馈).xls")
    assert {row[1] for row in units[4:-1]} == {""}
    industries = demo.rows("2026-02/分行业产值增速.xls")
    assert {row[2] for row in industries[4:-1]} == {""}


def test_the_document_names_every_file_written(demo: Demo) -> None:
    """每个文件名的样子都能在 docs/forms.md 里找到."""
    text = (Path(__file__).parents[2] / "docs" / "forms.md").read_text("utf-8")
    stems = (
        *("统计单位", "开发区企业", "集群清单", "户号对照", "主要指标(反馈)", "分行业产值增速"),
        *("财务反馈", "规上工业名录", "分企业财务", "规上企业直报", "上报_", "分县区预计汇总"),
        *("县域特色产业集群月报", "集群成员与链图", "工业投资反馈", "在库技改项目清单"),
        *("重点技改项目调度表", "重点技改项目目录", "备案项目导出", "企业开票销售", "工业用电"),
        *("培育库台账", "入库审核结果", "退库名单", "工业经济指导计划", "全年分企业(年报)"),
        *("集群营收", "技改投资", "规上培育", "运行分析", "人工判定"),
        "工业生产者价格指数",
    )
    for path in demo.inbox.rglob("*"):
        if path.is_file():
            known = [stem for stem in stems if stem in path.name]
            assert known, path.name
            assert known[0] in text
