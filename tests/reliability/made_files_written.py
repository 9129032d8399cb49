"""Workbooks whose parts say strange things (部件写得怪的工作簿): XML, sheets, cells."""

from __future__ import annotations

from collections.abc import Callable

from tests.reliability import made_parts as parts
from tests.reliability.made_parts import plain_parts, with_sheet, zipped

Make = Callable[[], bytes]


def rows_of(cells: str) -> str:
    """The data of a sheet."""
    return f"<sheetData>{cells}</sheetData>"


def written() -> dict[str, Make]:
    """All of them, by name."""
    return {**_xml(), **_sheets(), **_cells()}


def _xml() -> dict[str, Make]:
    one = rows_of('<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>')
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "哈哈">' for n in range(9)
    )
    deep = 200_000
    return {
        "实体炸弹.xlsx": lambda: with_sheet(one, before=f"<!DOCTYPE x [{laughs}]>"),
        "外部实体.xlsx": lambda: with_sheet(
            one, before='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        ),
        "小写doctype.xlsx": lambda: with_sheet(one, before='<!doctype x [<!ENTITY a "aa">]>'),
        "参数实体.xlsx": lambda: with_sheet(
            one, before='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
        ),
        "未定义实体.xlsx": lambda: with_sheet(one),
        "深层嵌套.xlsx": lambda: with_sheet("<sheetData/>" + "<x>" * deep + "</x>" * deep),
        "深层嵌套字串.xlsx": lambda: zipped(plain_parts(strings="<si>" * deep + "</si>" * deep)),
        "属性万个.xlsx": lambda: with_sheet(
            rows_of(
                '<row r="1"><c r="A1" '
                + " ".join(f'a{n}="1"' for n in range(30_000))
                + "><v>1</v></c></row>"
            )
        ),
        "标签不闭合.xlsx": lambda: with_sheet('<sheetData><row r="1"><c r="A1"><v>1</v>'),
        "空部件.xlsx": lambda: zipped(plain_parts() | {"xl/worksheets/sheet1.xml": b""}),
        "不是xml.xlsx": lambda: zipped(
            plain_parts() | {"xl/worksheets/sheet1.xml": b"\0\1\2" * 99}
        ),
        "utf16部件.xlsx": lambda: parts.recoded("utf-16"),
        "gbk部件.xlsx": lambda: parts.recoded("gbk"),
        "声明不符部件.xlsx": lambda: zipped(
            plain_parts()
            | {
                "xl/worksheets/sheet1.xml": plain_parts(
                    rows_of('<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c></row>')
                )["xl/worksheets/sheet1.xml"]
                .decode()
                .encode("gbk")
            }
        ),
        "注释里有格.xlsx": lambda: with_sheet(
            rows_of(
                '<row r="1"><!-- <c r="B1" t="e"><v>#N/A</v></c> --><c r="A1"><v>7</v></c></row>'
            )
        ),
        "文字里有格.xlsx": lambda: with_sheet(
            rows_of(
                '<row r="1"><c r="A1" t="inlineStr"><is><t>'
                '<![CDATA[<c r="B1" t="e"><v>#N/A</v></c>]]></t></is></c></row>'
            )
        ),
        "单引号错误值.xlsx": lambda: with_sheet(
            rows_of(
                "<row r='1'><c r='A1' t='e'><v>#REF!</v></c><c r='B1'><f>1+1</f></c>"
                "<c r='C1'><v>3</v></c></row>"
            )
        ),
        "等号两边空白.xlsx": lambda: with_sheet(
            rows_of(
                '<row r = "1"><c r = "A1" t = "e"><v>#REF!</v></c><c r = "B1"><f>1+1</f></c></row>'
            )
        ),
        "换行的标签.xlsx": lambda: with_sheet(
            rows_of(
                '<row\nr="1"><c\nr="A1"\nt="e"\n><v\n>#REF!</v></c><c\tr="B1"><f\n>1+1</f></c></row>'
            )
        ),
        "地址用实体.xlsx": lambda: with_sheet(
            rows_of(
                '<row r="1"><c r="&#65;1" t="&#101;"><v>#REF!</v></c><c r="B1"><v>2</v></c></row>'
            )
        ),
        "默认命名空间换前缀.xlsx": lambda: parts.prefixed(),
    }


def _sheets() -> dict[str, Make]:
    one = rows_of('<row r="1"><c r="A1"><v>1</v></c></row>')
    return {
        "缺工作表部件.xlsx": lambda: zipped(parts.without("xl/worksheets/sheet1.xml")),
        "缺关系.xlsx": lambda: zipped(parts.without("xl/_rels/workbook.xml.rels")),
        "缺内容类型.xlsx": lambda: zipped(parts.without("[Content_Types].xml")),
        "缺工作簿.xlsx": lambda: zipped(parts.without("xl/workbook.xml")),
        "没有工作表.xlsx": lambda: zipped(plain_parts(sheets=())),
        "两表同名.xlsx": lambda: zipped(plain_parts(one, sheets=("数", "数"))),
        "表名带斜杠.xlsx": lambda: zipped(plain_parts(one, sheets=("../../a/b", "x:\\y*?[]"))),
        "表名空.xlsx": lambda: zipped(plain_parts(one, sheets=("",))),
        "表名极长.xlsx": lambda: zipped(plain_parts(one, sheets=("长" * 5_000,))),
        "表名带换行.xlsx": lambda: zipped(plain_parts(one, sheets=("甲&#10;乙&#9;",))),
        "表名带脚本.xlsx": lambda: zipped(
            plain_parts(
                one, sheets=("&lt;script&gt;alert(1)&lt;/script&gt;", "'; drop table file; --")
            )
        ),
        "藏起的表.xlsx": lambda: zipped(plain_parts(one, sheets=("明", "藏", "深藏"), hide=True)),
        "五百张表.xlsx": lambda: zipped(
            plain_parts(one, sheets=tuple(f"表{n}" for n in range(500)))
        ),
        "关系指向外部.xlsx": lambda: parts.retargeted("http://127.0.0.1:9/sheet1.xml"),
        "关系指向上级.xlsx": lambda: parts.retargeted("../../../../etc/passwd"),
        "关系指向自己.xlsx": lambda: parts.retargeted("workbook.xml"),
        "关系指向文件夹.xlsx": lambda: parts.retargeted("worksheets/"),
        "图表页.xlsx": lambda: parts.chart_sheet(),
    }


def _cells() -> dict[str, Make]:
    def one(cell: str) -> Make:
        return lambda: with_sheet(rows_of(f'<row r="1">{cell}</row>'))

    strings = "<si><t>名称</t></si>"
    return {
        "字串序号超出.xlsx": lambda: zipped(
            plain_parts(
                rows_of('<row r="1"><c r="A1" t="s"><v>99</v></c><c r="B1"><v>2</v></c></row>'),
                strings=strings,
            )
        ),
        "字串序号为负.xlsx": lambda: zipped(
            plain_parts(
                rows_of('<row r="1"><c r="A1" t="s"><v>-1</v></c><c r="B1"><v>2</v></c></row>'),
                strings=strings,
            )
        ),
        "字串序号是字.xlsx": lambda: zipped(
            plain_parts(rows_of('<row r="1"><c r="A1" t="s"><v>x</v></c></row>'), strings=strings)
        ),
        "没有字串表.xlsx": lambda: zipped(
            plain_parts(
                rows_of('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2</v></c></row>')
            )
        ),
        "空字串.xlsx": lambda: zipped(
            plain_parts(
                rows_of(
                    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
                    '<c r="C1" t="s"><v>2</v></c><c r="D1"><v>2</v></c></row>'
                ),
                strings="<si/><si><t xml:space='preserve'>   </t></si><si><t>甲</t></si>",
            )
        ),
        "富文本带拼音.xlsx": lambda: zipped(
            plain_parts(
                rows_of('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
                strings="<si><r><t>示</t></r><r><rPr><b/></rPr><t>例</t></r>"
                "<rPh sb='0' eb='1'><t>shi</t></rPh></si>",
            )
        ),
        "行内字串.xlsx": one(
            '<c r="A1" t="inlineStr"><is><r><t>示</t></r><r><t>例</t></r></is></c>'
        ),
        "行内字串空.xlsx": one(
            '<c r="A1" t="inlineStr"><is><t/></is></c><c r="B1" t="inlineStr"/>'
        ),
        "错误值七种.xlsx": one(
            "".join(
                f'<c r="{c}1" t="e"><v>{e}</v></c>'
                for c, e in zip(
                    "ABCDEFGH",
                    ("#N/A", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!"),
                    strict=True,
                )
            )
        ),
        "错误值无字.xlsx": one('<c r="A1" t="e"/><c r="B1" t="e"><v/></c><c r="C1"><v>1</v></c>'),
        "公式未算.xlsx": one(
            '<c r="A1"><f>SUM(B1:B9)</f></c><c r="B1"><f>1+1</f><v/></c>'
            '<c r="C1" t="str"><f>T(1)</f><v/></c><c r="D1"><f>1+1</f><v>2</v></c>'
            '<c r="E1"><f t="shared" si="0"/></c>'
        ),
        "数值无穷.xlsx": one(
            '<c r="A1"><v>INF</v></c><c r="B1"><v>NaN</v></c><c r="C1"><v>1e999</v></c>'
            '<c r="D1"><v>-1E308</v></c><c r="E1"><v>1e-320</v></c>'
        ),
        "数值是字.xlsx": one('<c r="A1"><v>十二</v></c><c r="B1"><v>3</v></c>'),
        "数值带空白.xlsx": one('<c r="A1"><v> 12 </v></c><c r="B1"><v>\n3</v></c>'),
        "类型不识.xlsx": one('<c r="A1" t="zz"><v>1</v></c><c r="B1"><v>3</v></c>'),
        "布尔值怪.xlsx": one('<c r="A1" t="b"><v>7</v></c><c r="B1" t="b"><v>x</v></c>'),
        "日期超界.xlsx": lambda: parts.dated(
            ("1e300", "-5", "2958466", "99999999999", "60", "0.5")
        ),
        "日期1904.xlsx": lambda: parts.dated(("45413", "0"), since_1904=True),
        "日期文字.xlsx": one(
            '<c r="A1" t="d"><v>2026-05-01</v></c><c r="B1" t="d"><v>2026-99-99</v></c>'
        ),
        "格式序号超出.xlsx": one('<c r="A1" s="99999"><v>1</v></c><c r="B1" s="-1"><v>2</v></c>'),
        "控制字符.xlsx": one('<c r="A1" t="inlineStr"><is><t>_x0000_a_x001F_</t></is></c>'),
        "残缺代理.xlsx": one('<c r="A1" t="inlineStr"><is><t>&#xD800;</t></is></c>'),
        "转义代理.xlsx": one(
            '<c r="A1" t="inlineStr"><is><t>_xD800_甲</t></is></c><c r="B1"><v>1</v></c>'
        ),
        "替换字符.xlsx": one('<c r="A1" t="inlineStr"><is><t>名\ufffd</t></is></c>'),
        "锟斤拷.xlsx": one('<c r="A1" t="inlineStr"><is><t>锟斤拷公司</t></is></c>'),
        "同一格两次.xlsx": one(
            '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c><c r="B1"><v>3</v></c>'
        ),
        "次序颠倒.xlsx": lambda: with_sheet(
            rows_of(
                '<row r="5"><c r="C5"><v>1</v></c><c r="A5"><v>2</v></c></row>'
                '<row r="2"><c r="B2"><v>3</v></c></row>'
            )
        ),
        "没有地址.xlsx": lambda: with_sheet(
            rows_of(
                '<row><c t="e"><v>#N/A</v></c><c><f>1</f></c><c><v>3</v></c></row>'
                "<row><c><v>4</v></c></row>"
            )
        ),
        "行格不符.xlsx": lambda: with_sheet(rows_of('<row r="3"><c r="B7"><v>1</v></c></row>')),
        "十八位数字.xlsx": one('<c r="A1"><v>913301001234567890</v></c>'),
        "隐藏行列.xlsx": lambda: with_sheet(
            '<cols><col min="2" max="2" hidden="1" width="0"/></cols>'
            + rows_of(
                '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
                '<row r="2" hidden="1"><c r="A2"><v>3</v></c></row>'
            )
        ),
    }
