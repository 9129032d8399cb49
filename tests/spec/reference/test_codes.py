from __future__ import annotations

import pytest

from gxlab.reference.codes import (
    CodeLoss,
    check_character,
    credit_code_problem,
    is_project_code,
    normalise_credit_code,
    normalise_name,
    normalise_project_code,
    organisation_code_problem,
    project_type,
)

# 公开资料里的真实代码
SOUND = [
    ("91350100M000100Y43", "字母在主体里"),
    ("91110000101623741K", "校验位是字母"),
    ("911101066976941872", "全是数字"),
    (" 91350100M000100Y43 ", "前后空格"),
    ("９１３５０１００Ｍ０００１００Ｙ４３", "全角"),
    ("91350100m000100y43", "小写"),
]


@pytest.mark.parametrize(("code", "remark"), SOUND)
def test_sound_credit_code(code: str, remark: str) -> None:
    assert credit_code_problem(code) is None


def test_a_remainder_of_zero_is_written_0() -> None:
    # 只有前两位不为零: 7×1 + 8×3 = 31, 余数为0, 31 − 0 = 31, 31 写作“0”
    assert credit_code_problem("780000000000000000") is None


# (代码, 提示要含的字)
WARNED = [
    ("91350211M0000XUF46", "应为R", "真实存在的企业，末位校验不符：只提示不拒收"),
    ("91350100M000100Y44", "应为3", "末位抄错"),
    ("91350100M000100Y34", "校验不符", "末两位颠倒"),
    # 7 + 8×3 + 1×28 = 59 = 31 + 28 → 末位3相符; 第9—17位000000001的校验应为0
    ("780000000000000013", "组织机构代码校验不符", "末位相符而主体不符"),
    ("91350100M000100Y4", "应为18位，实为17位", "少一位"),
    ("350100100012345", "旧的工商注册号", "15位旧号"),
    ("10162374-1", "组织机构代码", "填成组织机构代码"),
    ("91350100MO00100Y43", "O", "把0写成O"),
    ("91350100M0001I0Y43", "I", "把1写成I"),
    ("", "为空", "没有填"),
]


@pytest.mark.parametrize(("code", "words", "remark"), WARNED)
def test_warned_credit_code(code: str, words: str, remark: str) -> None:
    assert words in (credit_code_problem(code) or "")


def test_no_check_character_outside_the_alphabet() -> None:
    assert check_character("9135010OM000100Y4") is None
    assert check_character("91350100M000100") is None


# 被数字格式毁掉的代码必须拒收: (原文, 单元格是否数字)
LOST = [
    ("9.133E+17", False, "科学计数法"),
    ("9.13501E+17", False, "科学计数法"),
    ("９.133Ｅ＋17", False, "全角科学计数法"),
    ("911101066976941000", False, "末三位成了0"),
    ("911101066976941872", True, "数字单元格最多15位，末三位不可信"),
    ("911101066976941872.0", False, "带小数点的数字"),
]


@pytest.mark.parametrize(("code", "numeric", "remark"), LOST)
def test_lost_credit_code(code: str, numeric: bool, remark: str) -> None:
    with pytest.raises(CodeLoss, match="第16位以后已丢失"):
        credit_code_problem(code, numeric_cell=numeric)
    with pytest.raises(CodeLoss):
        normalise_credit_code(code, numeric_cell=numeric)


# (组织机构代码, 提示) — 11 − Σ(值×权) mod 11
ORGANISATIONS = [
    # 1×3 + 1×9 + 6×10 + 2×5 + 3×8 + 7×4 + 4×2 = 142 = 12×11+10 → 1
    ("101623741", "", "校验位1"),
    ("10162374-1", "", "带连字符"),
    # M=22, Y=34: 22×3 + 1×5 + 34×2 = 139 = 12×11+7 → 4
    ("M000100Y4", "", "字母按A=10…Z=35"),
    # 1×9+2×10+3×5+4×8+5×4+6×2 = 108 = 9×11+9 → 2
    ("001234562", "", "前导0"),
    ("1234562", "前导0", "数字单元格丢了前导0"),
    ("101623742", "应为1", "校验不符"),
    ("1016237", "应为9位，实为7位", "位数不对"),
    ("1016237#1", "数字和大写字母", "别的字符"),
]


@pytest.mark.parametrize(("code", "words", "remark"), ORGANISATIONS)
def test_organisation_code(code: str, words: str, remark: str) -> None:
    problem = organisation_code_problem(code)
    assert words in (problem or "") and (problem is None) == (words == "")


# (原文, 规范写法): “24位”连四个连字符,数字20位
PROJECTS = [
    ("2104-130527-07-02-123456", "2104-130527-07-02-123456", "规范写法"),
    ("21041305270702123456", "2104-130527-07-02-123456", "连字符丢失"),
    ("2104130527-07-02-123456", "2104-130527-07-02-123456", "丢了一个连字符"),
    ("２１０４－１３０５２７－０７－０２－１２３４５６", "2104-130527-07-02-123456", "全角"),
    ("2104—130527—07—02—123456", "2104-130527-07-02-123456", "破折号"),
    (" 2104-130527-07-02-123456 ", "2104-130527-07-02-123456", "前后空格"),
    ("2018-130500-33-03-012345", "2018-130500-33-03-012345", "旧码时间为四位年份"),
    ("2011-130527-07-02-123456", "2011-130527-07-02-123456", "2020年11月"),
    ("2104-000000-07-01-123456", "2104-000000-07-01-123456", "中央平台赋码"),
    ("2113-130527-07-02-123456", None, "没有13月"),
    ("1504-130527-07-02-123456", None, "2015年的码不用yymm"),
    ("2104-990527-07-02-123456", None, "没有99开头的地区"),
    ("210-4130527-07-02-123456", None, "连字符位置不对"),
    ("2104-130527-07-02-12345", None, "少一位"),
    ("210413052707021234567890", None, "24位数字不是项目代码"),
    ("示备〔2026〕12号", None, "备案文号"),
    ("", None, "空"),
]


@pytest.mark.parametrize(("text", "code", "remark"), PROJECTS)
def test_project_code(text: str, code: str | None, remark: str) -> None:
    assert normalise_project_code(text) == code
    assert is_project_code(text) == (text == code)


@pytest.mark.parametrize("text", ["2.10413E+19", "21041305270702100000"])
def test_lost_project_code(text: str) -> None:
    with pytest.raises(CodeLoss, match="项目代码"):
        normalise_project_code(text)


TYPES = [
    ("2104-130527-07-01-123456", "基本建设"),
    ("2104-130527-07-02-123456", "技术改造"),
    ("2104-130527-07-03-123456", "单纯购置"),
    ("2104-130527-07-04-123456", "信息化"),
    ("2104-130527-07-05-123456", "其他"),
    ("2104-130527-07-09-123456", None),
    ("2018-130500-33-03-012345", None),
    ("不是代码", None),
]


@pytest.mark.parametrize(("code", "kind"), TYPES)
def test_project_type(code: str, kind: str | None) -> None:
    assert project_type(code) == kind


# 视为同一个名称的写法
SAME_NAMES = [
    ("示例（集团）有限公司", "示例(集团)有限公司", "全角半角括号"),
    ("示例[集团]有限公司", "示例(集团)有限公司", "方括号"),
    ("示例 (集团) 有限公司　", "示例(集团)有限公司", "空格"),
    ("ＡＢＣ机械有限公司", "abc机械有限公司", "全角字母与大小写"),
    ("“示例”机械有限公司", "示例机械有限公司", "引号"),
    ("阿尔•示例机械厂", "阿尔·示例机械厂", "间隔号"),
    ("示例机械厂<零宽空格>", "示例机械厂", "零宽字符"),
]


@pytest.mark.parametrize(("left", "right", "remark"), SAME_NAMES)
def test_same_name(left: str, right: str, remark: str) -> None:
    left = left.replace("<零宽空格>", "\u200b")
    assert normalise_name(left) == normalise_name(right)


def test_other_names_stay_apart() -> None:
    assert normalise_name("示例一厂") != normalise_name("示例二厂")
    assert normalise_name("示例(北)公司") != normalise_name("示例北公司")
