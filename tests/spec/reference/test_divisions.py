from __future__ import annotations

import pytest

from gxlab.reference.divisions import division, six_digits, successions, successor_codes
from gxlab.reference.periods import Period

# (代码, 月份, 名称, 确定): 各次代码表所载; 两次表之间只知道在此期间变更, 沿用旧名并标为不确定
NAMES = [
    ("370882", "2012-05", "兖州市", True, "2011-10、2013-08两次表均载"),
    ("370882", "2013-10", "兖州市", False, "2013-08还在，2013-12已不在"),
    ("370882", "2013-12", None, True, "撤市设区"),
    ("370812", "2013-08", None, True, "还没有这个代码"),
    ("370812", "2013-12", "兖州区", True, "2013-12起"),
    ("371081", "2013-12", "文登市", True, "2013-12仍载"),
    ("371081", "2014-10", None, True, "2014-10已不载"),
    ("371003", "2014-10", "文登区", True, "2014-10起"),
    ("371002", "2012-01", "环翠区", True, "代码和名称未变，范围变了，代码表看不出"),
    ("371002", "2023-12", "环翠区", True, "代码和名称未变"),
    ("130721", "2015-09", "宣化县", True, "2015-09仍载"),
    ("130721", "2016-07", None, True, "2016-07已不载"),
    ("130705", "2015-09", "宣化区", True, "原来就有的区"),
    ("130527", "2019-04", "南和县", True, "2019-04仍载"),
    ("130527", "2020-12", None, True, "2020年撤县设区"),
    ("130506", "2020-12", "南和区", True, "2020年起"),
    ("130526", "2019-04", "任县", True, "2019-04仍载"),
    ("130505", "2023-12", "任泽区", True, "2023年表所载"),
    ("130502", "2019-04", "桥东区", True, "代码未变，2020年更名"),
    ("130502", "2022-05", "襄都区", True, "代码未变，2020年更名"),
    ("130503", "2019-04", "桥西区", True, "代码未变，2020年更名"),
    ("130503", "2022-05", "信都区", True, "代码未变，2020年更名"),
    ("371324", "2013-12", "苍山县", True, "代码未变，2014年更名"),
    ("371324", "2014-10", "兰陵县", True, "代码未变，2014年更名"),
    ("210112", "2014-12", "浑南区", True, "两个部门的表先后更名，取新名"),
    ("370100", "2026-05", "济南市", True, "最后一次表之后沿用"),
    ("37", "2026-05", "山东省", True, "两位代码"),
    ("3708", "2026-05", "济宁市", True, "四位代码"),
    ("370812001000", "2026-05", "兖州区", True, "统计用区划代码12位"),
    ("370812", "2011-09", None, True, "早于第一次表"),
    ("130571", "2023-12", "河北邢台经济开发区", True, "统计用的开发区代码"),
    ("999999", "2023-12", None, True, "没有的代码"),
]


@pytest.mark.parametrize(("code", "month", "name", "certain", "remark"), NAMES)
def test_name(code: str, month: str, name: str | None, certain: bool, remark: str) -> None:
    on = Period.parse(month)
    found = division(code, on)
    assert (found and found.name) == name
    assert found is None or found.is_certain(on) == certain


# 不给月份: 最近的一条,撤销的也给出
LATEST = [("370882", "兖州市", "2013-12"), ("130502", "襄都区", None), ("110000", "北京市", None)]


@pytest.mark.parametrize(("code", "name", "gone_by"), LATEST)
def test_latest(code: str, name: str, gone_by: str | None) -> None:
    found = division(code)
    assert found is not None
    assert (found.name, found.gone_by and str(found.gone_by)) == (name, gone_by)


# (旧代码, 现行代码, 依据)
SUCCESSORS = [
    ("370882", ("370812",), {"撤市设区"}, "兖州市 → 兖州区"),
    ("371081", ("371002", "371003"), {"部分乡镇划入", "撤市设区"}, "文登市一分为二"),
    ("130721", ("130702", "130703", "130705"), {"部分乡镇划入", "撤县并入"}, "宣化县一分为三"),
    ("130526", ("130505",), {"撤县设区"}, "任县 → 任泽区"),
    ("130527", ("130506",), {"撤县设区"}, "南和县 → 南和区"),
    ("130521", ("130502", "130503"), {"部分乡镇划入", "撤县并入"}, "邢台县"),
    ("320829", ("320813",), {"同名"}, "洪泽县 → 洪泽区，由代码表同名推得"),
    ("341521", ("340422",), {"同名"}, "寿县由六安划归淮南"),
    ("371421", ("371403",), {"同名"}, "陵县 → 陵城区"),
    ("360721", ("360704",), {"同名"}, "赣县 → 赣县区，中间一次表写作赣县"),
    ("632121", ("630203",), {"同名"}, "平安县先换代码(630221)后改区"),
    ("139002", ("130181",), {"同名"}, "辛集市一度编作省直辖"),
    ("140203", (), set(), "大同矿区撤销，同省另有矿区，不能凭同名"),
    ("310108", (), set(), "闸北区并入静安区，代码表看不出"),
    ("370812", (), set(), "现行代码没有后继"),
]


@pytest.mark.parametrize(("code", "current", "basis", "remark"), SUCCESSORS)
def test_successors(code: str, current: tuple[str, ...], basis: set[str], remark: str) -> None:
    assert successor_codes(code) == current
    assert {step.basis for step in successions(code)} == basis


# (代码, 上级, 级别)
PARENTS = [
    ("370812", "370800", "县级"),
    ("370800", "370000", "地级"),
    ("370000", "", "省级"),
    ("110101", "110000", "县级"),
    ("419001", "410000", "县级"),
    ("500236", "500000", "县级"),
    ("130571", "130500", "统计开发区"),
    ("419000", "410000", "汇总码"),
]


@pytest.mark.parametrize(("code", "parent", "level"), PARENTS)
def test_parent(code: str, parent: str, level: str) -> None:
    found = division(code)
    assert found is not None
    assert (found.parent, found.level) == (parent, level)


@pytest.mark.parametrize("code", ["", "兖州区", "37088", "３７０８１２", "3708121"])
def test_not_an_area_code(code: str) -> None:
    with pytest.raises(ValueError, match="行政区划代码应为6位数字"):
        six_digits(code)
