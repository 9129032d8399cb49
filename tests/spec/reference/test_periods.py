from __future__ import annotations

import pytest

from gxlab.reference.periods import (
    Period,
    find_period,
    parse_period,
    parse_roc_period,
    parse_serial_period,
    range_months,
    reporting_months,
)

# (月, 累计, 当月且1月免报, 当月且1月有数, 期末)
LABELS = [
    (1, "1月", "1月", "1月", "1月末"),
    (2, "1—2月", "1—2月", "2月", "2月末"),
    (3, "一季度", "3月", "3月", "3月末"),
    (4, "1—4月", "4月", "4月", "4月末"),
    (5, "1—5月", "5月", "5月", "5月末"),
    (6, "上半年", "6月", "6月", "6月末"),
    (7, "1—7月", "7月", "7月", "7月末"),
    (8, "1—8月", "8月", "8月", "8月末"),
    (9, "前三季度", "9月", "9月", "9月末"),
    (10, "1—10月", "10月", "10月", "10月末"),
    (11, "1—11月", "11月", "11月", "11月末"),
    (12, "全年", "12月", "12月", "12月末"),
]


@pytest.mark.parametrize(("month", "ytd", "alone", "with_january", "point"), LABELS)
def test_label(month: int, ytd: str, alone: str, with_january: str, point: str) -> None:
    period = Period(2026, month)
    assert period.label() == ytd
    assert period.label("ytd", with_year=True) == f"2026年{ytd}"
    assert period.label("month") == alone
    assert period.label("month", has_january=True) == with_january
    assert period.label("point") == point
    assert period.label("year") == "2026年全年"


def test_rolling_label() -> None:
    assert Period(2026, 5).label("rolling12") == "近12个月"
    assert Period(2026, 5).label("rolling12", with_year=True) == "2025年6月—2026年5月"
    assert Period(2025, 12).label("rolling12", with_year=True) == "2025年1月—2025年12月"


# (报告期, 上一报告期, 上月, 上年同期, 季度, 累计月数)
NEIGHBOURS = [
    ("2026-01", "2025-12", "2025-12", "2025-01", 1, 1, "1月虽免报，日历上仍有这个月"),
    ("2026-02", "2025-12", "2026-01", "2025-02", 1, 2, "1—2月之前是上年12月"),
    ("2026-03", "2026-02", "2026-02", "2025-03", 1, 3, "一季度之前是1—2月"),
    ("2026-05", "2026-04", "2026-04", "2025-05", 2, 5, "平常的月份"),
    ("2026-12", "2026-11", "2026-11", "2025-12", 4, 12, "年末"),
]


@pytest.mark.parametrize(
    ("text", "previous", "previous_month", "prior_year", "quarter", "elapsed", "remark"), NEIGHBOURS
)
def test_neighbours(
    text: str,
    previous: str,
    previous_month: str,
    prior_year: str,
    quarter: int,
    elapsed: int,
    remark: str,
) -> None:
    period = Period.parse(text)
    assert str(period.previous) == previous
    assert str(period.previous_month) == previous_month
    assert str(period.prior_year) == prior_year
    assert (period.quarter, period.months_elapsed) == (quarter, elapsed)
    assert str(period.first_month_of_year) == f"{text[:4]}-01"


def test_months_reported() -> None:
    year = [str(period) for period in reporting_months(2026, has_january=False)]
    assert year == [f"2026-{month:02d}" for month in range(2, 13)]
    turn = range_months(Period(2025, 11), Period(2026, 3), has_january=False)
    assert [str(period) for period in turn] == ["2025-11", "2025-12", "2026-02", "2026-03"]
    turn = range_months(Period(2025, 12), Period(2026, 2), has_january=True)
    assert [str(period) for period in turn] == ["2025-12", "2026-01", "2026-02"]
    assert range_months(Period(2026, 3), Period(2026, 2), has_january=False) == []
    assert Period(2026, 1).has_report(True) and not Period(2026, 1).has_report(False)


def test_order_and_shift() -> None:
    assert Period(2025, 12) < Period(2026, 1) < Period(2026, 2)
    assert str(Period(2026, 2).shift(-14)) == "2024-12"
    assert str(Period(2024, 12).shift(14)) == "2026-02"


@pytest.mark.parametrize("text", ["2026-13", "2026-5", "202605", "2026年5月", "", "1800-01"])
def test_parameter_in_one_form_only(text: str) -> None:
    with pytest.raises(ValueError, match="报告期应"):
        Period.parse(text)


# (原文, 报告期, 跨度, 说明); 没写年份的按2026年
READ = [
    ("1-8月", "2026-08", "ytd", "半角连字符"),
    ("1—8月份", "2026-08", "ytd", "破折号"),
    ("1－8月", "2026-08", "ytd", "全角减号"),
    ("1–8月", "2026-08", "ytd", "短破折号"),
    ("1~8月", "2026-08", "ytd", "半角波浪号"),
    ("1～8月", "2026-08", "ytd", "全角波浪号"),
    ("1至8月", "2026-08", "ytd", "至"),
    ("1——8月", "2026-08", "ytd", "两个破折号"),
    ("1月-8月", "2026-08", "ytd", "两个月字"),
    ("1-8月累计", "2026-08", "ytd", "累计"),
    ("１－８月", "2026-08", "ytd", "全角数字"),
    ("一至八月", "2026-08", "ytd", "汉字数字"),
    ("1-2月", "2026-02", "ytd", "首个报告期"),
    ("1-12月", "2026-12", "ytd", "全年的另一种写法"),
    ("前8个月", "2026-08", "ytd", "前N个月"),
    ("前十个月", "2026-10", "ytd", "汉字"),
    ("前十一个月", "2026-11", "ytd", "两个汉字"),
    ("一季度", "2026-03", "ytd", "1—3月"),
    ("1季度", "2026-03", "ytd", "1—3月"),
    ("2020年第一季度", "2020-03", "ytd", "季度数据库写法"),
    ("上半年", "2026-06", "ytd", "1—6月"),
    ("前三季度", "2026-09", "ytd", "1—9月"),
    ("1-3季度", "2026-09", "ytd", "1—9月"),
    ("全年", "2026-12", "year", "全年"),
    ("2018年", "2018-12", "year", "只有年份"),
    ("2018年度", "2018-12", "year", "年度"),
    ("2018", "2018-12", "year", "表头里的年份"),
    ("2018年2月", "2018-02", "month", "是1—2月还是当月由表式定"),
    ("2026年1—5月", "2026-05", "ytd", "带年份"),
    ("2026年 1 — 5 月", "2026-05", "ytd", "中间有空格"),
    ("2026年1<不间断空格>-5月", "2026-05", "ytd", "网页空格"),
    ("2026.1-5月", "2026-05", "ytd", "点号年份"),
    ("2026年一季度", "2026-03", "ytd", "带年份"),
    ("2026上半年", "2026-06", "ytd", "年字省略"),
    ("2014Q1", "2014-03", "ytd", "一季度"),
    ("二〇二六年五月", "2026-05", "month", "汉字年月"),
    ("2026年1月-2026年5月", "2026-05", "ytd", "两端都写年份"),
    ("2025年6月—2026年5月", "2026-05", "rolling12", "近12个月"),
    ("5月", "2026-05", "month", "当月"),
    ("5月份", "2026-05", "month", "当月"),
    ("五月", "2026-05", "month", "汉字"),
    ("十二月", "2026-12", "month", "汉字"),
    ("5月当月", "2026-05", "month", "当月"),
    ("5月(累计)", "2026-05", "ytd", "注明累计"),
    ("2010.6", "2010-06", "month", "点号"),
    ("2024.05", "2024-05", "month", "点号补零"),
    ("2010.10", "2010-10", "month", "十月"),
    ("202405", "2024-05", "month", "六位"),
    ("２０２４０５", "2024-05", "month", "全角六位"),
    ("2024-05", "2024-05", "month", "连字符"),
    ("2024/5", "2024-05", "month", "斜线"),
    ("2024M05", "2024-05", "month", "数据库写法"),
    ("2024年5月末", "2024-05", "point", "期末"),
    ("5月底", "2026-05", "point", "期末"),
    ("2023年末", "2023-12", "point", "年末"),
    ("截至2026年5月底", "2026-05", "point", "截至"),
    ("2024-05-01", "2024-05", "month", "日期格式的单元格"),
    ("2024-05-31 00:00:00", "2024-05", "month", "日期时间"),
    ("2024年5月31日", "2024-05", "month", "日期"),
    ("20240531", "2024-05", "month", "八位日期"),
]


@pytest.mark.parametrize(("text", "period", "span", "remark"), READ)
def test_read(text: str, period: str, span: str, remark: str) -> None:
    read = parse_period(text.replace("<不间断空格>", "\u00a0"), 2026)
    assert read is not None
    assert (str(read.period), read.span) == (period, span)


# 不是一个报告期,或不是gxlab保留的跨度
UNREAD = [
    ("", "空"),
    ("合计", "不是报告期"),
    ("13月", "没有13月"),
    ("2024-13", "没有13月"),
    ("20241305", "没有13月"),
    ("1-13月", "没有13月"),
    ("4-6月", "不从1月起的季度"),
    ("二季度", "单独的后三个季度"),
    ("2014Q2", "单独的后三个季度"),
    ("2020年第二季度", "单独的后三个季度"),
    ("3个月", "时长"),
    ("下半年", "下半年"),
    ("2025年3月—2026年5月", "15个月"),
    ("2025年1月—2026年5月", "17个月"),
    ("2010.1", "Excel把2010.10显示成2010.1，一月还是十月不能猜"),
    ("1-8", "没有月字，可能是别的"),
    ("5月31日", "一天"),
    ("2026年5月及6月", "两个月"),
    ("12.5万", "数字"),
    ("11407", "民国写法另有函数"),
]


@pytest.mark.parametrize(("text", "remark"), UNREAD)
def test_unread(text: str, remark: str) -> None:
    assert parse_period(text, 2026) is None


def test_no_year_no_period() -> None:
    assert parse_period("1—5月") is None
    assert find_period("1—5月主要指标") is None


# (标题, 报告期, 跨度, 说明); 默认年份2025年
FOUND = [
    ("2026年5月主要指标(反馈)", "2026-05", "month", "标题"),
    ("规上企业直报_5月", "2025-05", "month", "表名没有年份"),
    ("规上工业名录202605.xlsx", "2026-05", "month", "文件名"),
    ("2026年全市规上工业1—5月营业收入", "2026-05", "ytd", "年份在前，月份在后"),
    ("2026年1—5月主要指标(6月12日报)", "2026-05", "ytd", "报送日期不是报告期"),
    ("2026年1—5月(2026-06-12报送)", "2026-05", "ytd", "报送日期不是报告期"),
    ("2026-06-12 2026年1—5月", "2026-05", "ytd", "日期在前"),
    ("附表3:2026年一季度分县区", "2026-03", "ytd", "编号不是月份"),
    ("2026年5月末在库户数及1—5月新增", "2026-05", "point", "同一个月，取先出现的跨度"),
    ("2026年技改投资目标", "2026-12", "year", "只有年份"),
    ("全市(2018年2月)", "2018-02", "month", "由表式定是否为累计"),
]


@pytest.mark.parametrize(("text", "period", "span", "remark"), FOUND)
def test_found(text: str, period: str, span: str, remark: str) -> None:
    read = find_period(text, 2025)
    assert read is not None
    assert (str(read.period), read.span) == (period, span)


NOT_FOUND = [
    ("主要指标", "没有报告期"),
    ("2026年5月与2025年5月对比", "两个报告期"),
    ("2025年、2026年1-5月", "两个年份"),
    ("2024年、2025年目标", "两个年份"),
    ("2026年全市4-6月", "不保留的跨度，不能退而读成全年"),
    ("2026年二季度", "不保留的跨度"),
    ("第15月刊", "15不是月份"),
    ("投资2026.5万元", "金额"),
    ("2026年6月12日", "只有日期"),
]


@pytest.mark.parametrize(("text", "remark"), NOT_FOUND)
def test_not_found(text: str, remark: str) -> None:
    assert find_period(text, 2025) is None


# 民国纪年 + 1911
ROC = [
    ("11407", "2025-07", "month", "五位"),
    ("10301", "2014-01", "month", "五位"),
    ("103_1", "2014-01", "month", "下划线"),
    ("111_12", "2022-12", "month", "下划线"),
    ("114/07", "2025-07", "month", "斜线"),
    ("114年7月", "2025-07", "month", "年月"),
    ("民國114年7月", "2025-07", "month", "带国号"),
    ("中華民國103年1月", "2014-01", "month", "带国号"),
    ("114年1-7月", "2025-07", "ytd", "累计"),
    ("114年", "2025-12", "year", "全年"),
]


@pytest.mark.parametrize(("text", "period", "span", "remark"), ROC)
def test_roc(text: str, period: str, span: str, remark: str) -> None:
    read = parse_roc_period(text)
    assert read is not None
    assert (str(read.period), read.span) == (period, span)


@pytest.mark.parametrize("text", ["11413", "2025-07", "114", "去年同月", ""])
def test_not_roc(text: str) -> None:
    assert parse_roc_period(text) is None


# Excel日期序列号: 1900制的45413是2024年5月1日; 1904制相差1462天
SERIALS = [
    (45413, False, "2024-05"),
    (45443, False, "2024-05"),
    (45444, False, "2024-06"),
    (43951, True, "2024-05"),
    (61, False, None),
    (200_000, False, None),
]


@pytest.mark.parametrize(("serial", "date1904", "period"), SERIALS)
def test_serial(serial: int, date1904: bool, period: str | None) -> None:
    read = parse_serial_period(serial, date1904)
    assert (read and str(read.period)) == period
