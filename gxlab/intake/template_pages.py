"""What the templates hold (填报模板的内容): their sheets, columns, notes and choices.

Each template is read back by a standard layout, so its headers are that layout's headers.
"""

from __future__ import annotations

from dataclasses import dataclass

from gxlab.intake.figure_corrections import FORMS
from gxlab.reference.indicators import catalogue
from gxlab.reference.verdicts import known_words


@dataclass(frozen=True)
class Field:
    """A column to fill: its header, what to write, and the choices if there are only some."""

    label: str
    note: str
    choices: tuple[str, ...] = ()
    width: int = 14


@dataclass(frozen=True)
class Page:
    """A sheet to fill."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Template:
    """A workbook to fill: its title, the name the file should keep, its sheets."""

    name: str
    title: str
    file_name: str
    pages: tuple[Page, ...]


_FROM = Field("起始月份", "从哪个月起，写作2026-01；空=一直如此")
_TO = Field("终止月份", "到哪个月止，写作2026-12；空=至今有效")
_CREDIT = Field("统一社会信用代码", "18位，按文本填写", width=22)


def templates(units: tuple[str, ...], clusters: tuple[str, ...]) -> dict[str, Template]:
    forms = (
        Template("units", "统计单位表", "统计单位.xlsx", (_units_page(),)),
        Template(
            "targets", "年度目标与分期计划", "年度目标.xlsx", (_targets_page(units, clusters),)
        ),
        Template("clusters", "产业集群清单", "集群清单.xlsx", _clusters_pages()),
        Template("members", "集群成员与链图", "集群成员与链图.xlsx", _members_pages(clusters)),
        Template(
            "corrections", "更正对照", "更正对照.xlsx", (_corrections_page(), _figures_page(units))
        ),
        Template("decisions", "人工判定", "人工判定.xlsx", (_decisions_page(),)),
        Template("policies", "规则参数", "规则参数.xlsx", (_policies_page(units),)),
        Template("zone_members", "开发区企业名单", "开发区企业.xlsx", (_zone_page(),)),
        Template("holdings", "企业所属集团", "企业所属集团.xlsx", (_holdings_page(),)),
        Template("enterprise_lineage", "企业变更沿革", "企业变更沿革.xlsx", (_lineage_page(),)),
    )
    return {form.name: form for form in forms}


def _units_page() -> Page:
    return Page(
        "统计单位",
        (
            Field("code", "代码：县区用国标6位，镇街、园区自定，不得重复"),
            Field("name", "名称，与各部门报表里的写法一致"),
            Field("parent", "上级的代码；市本级空"),
            Field(
                "kind",
                "city=市,county=县区,zone=园区,town=镇街",
                ("city", "county", "zone", "town"),
            ),
            Field("in_county_total", "仅园区填：数据已含在县区内=TRUE", ("TRUE", "FALSE")),
            Field("valid_from", "启用日期，如2011-01-01；空=一直有效"),
            Field("valid_to", "停用日期；空=仍有效"),
            Field("aliases", "报表里的其他写法，用；分隔", width=24),
        ),
    )


def _targets_page(units: tuple[str, ...], clusters: tuple[str, ...]) -> Page:
    indicators = tuple(entry.name for entry in catalogue().values())
    return Page(
        "年度目标",
        (
            Field("单位", "市、县区、园区名称；任务不到企业", units),
            Field("集群", "集群目标填集群名称，否则空", clusters),
            Field("指标", "指标目录里的名称", indicators, 24),
            Field("年度", "如2026"),
            Field("档次", "确保、奋斗", ("确保", "奋斗")),
            Field("类别", "总量、增速或户数", ("总量", "增速", "户数")),
            Field("计量单位", "亿元、万元、%、户", ("亿元", "万元", "%", "户", "万千瓦时")),
            Field("全年目标", "数字；空=未设"),
            Field("上年实际", "数字"),
            Field("一季度计划", "自1月起累计；空=未编"),
            Field("上半年计划", "自1月起累计"),
            Field("前三季度计划", "自1月起累计"),
            Field("牵头科室", "科室名称"),
            Field("自何月起", "年中调整的目标从哪个月起执行，如2026年7月；年初下达的空"),
        ),
    )


def _clusters_pages() -> tuple[Page, Page]:
    scope = (
        Field("集群名称", "“集群”表里的名称", width=24),
        Field("行业代码", "国民经济行业小类四位代码，按文本填写"),
        Field("行业名称", "便于阅读", width=24),
        _FROM,
        _TO,
    )
    clusters = Page(
        "集群",
        (
            Field("集群编号", "自定，不得重复，更名不换号"),
            Field("集群名称", "现名称", width=24),
            Field("曾用名", "更名前的名称"),
            Field("范围", "列入哪个清单；列入几个写几行", ("全部", "省厅统计", "省重点")),
            Field("主导县区", "几个县区用、分隔"),
            Field("链长", "姓名职务"),
            Field("牵头科室", "科室名称"),
            _FROM,
            _TO,
        ),
    )
    return clusters, Page("集群行业", scope)


def _members_pages(clusters: tuple[str, ...]) -> tuple[Page, Page]:
    cluster = Field("集群名称", "集群清单里的名称", clusters, 24)
    members = (
        cluster,
        Field("环节", "所在链条环节"),
        Field("企业名称", "营业执照名称", width=28),
        _CREDIT,
        Field("角色", "在集群里的角色", ("链主", "头部", "领跑者", "配套")),
        _FROM,
        _TO,
        Field("链长", "可空"),
        Field("牵头科室", "可空"),
    )
    chain = (
        cluster,
        Field("环节序号", "自上游起的次序，整数"),
        Field("环节", "环节名称"),
        Field("位置", "上游、中游、下游、配套", ("上游", "中游", "下游", "配套")),
        Field("主要产品", "可空"),
        Field("本地配套情况", "缺什么，空=无缺口", width=28),
    )
    return Page("成员", members), Page("链图", chain)


def _corrections_page() -> Page:
    kinds = ("企业代码", "企业名称", "统计单元", "集群", "行业", "计量单位")
    return Page(
        "更正对照",
        (
            Field("更正项", "更正哪一类文字；自有台账的数填在“数值更正”表", kinds),
            Field("原写法", "报来的表里写的，一字不差", width=26),
            Field("更正为", "读作什么；要停用，再填一行写回原写法", width=26),
            Field("适用文件", "文件名里的字样，如“云岭区”；不限文件写“全部”", width=18),
            Field("理由", "写清依据，会随每次更正提示", width=36),
            Field("经办", "姓名"),
            Field("日期", "如2026-03-12"),
        ),
    )


def _figures_page(units: tuple[str, ...]) -> Page:
    items = tuple(dict.fromkeys(item for form in FORMS.values() for item in form))
    return Page(
        "数值更正",
        (
            Field("更正的表", "只限自有台账和集群直报；统计数不改，请写核实函", tuple(FORMS), 24),
            Field("属地", "县区、镇街的名称；全市只有一个的可空", units),
            Field("对象", "项目、企业、集群的名称或代码，与表里一字不差", width=30),
            Field("栏目", "那张表的哪一栏", items, 22),
            Field("报告期", "那个数所属的期，如2026年5月", width=12),
            Field("原数", "入库的数；金额一律填万元，人数、户数照填", width=12),
            Field("更正为", "正确的数，单位同上；要停用，再填一行写回原数", width=12),
            Field("理由", "写清依据，会列在报告的数据质量里", width=36),
            Field("经办", "姓名"),
            Field("日期", "如2026-06-12"),
        ),
    )


def _decisions_page() -> Page:
    return Page(
        "人工判定",
        (
            Field("对象类型", "判的是什么", ("项目", "备案", "企业", "培育企业")),
            Field("对象编号", "项目代码、信用代码等", width=26),
            Field("对象名称", "便于阅读，不作依据", width=26),
            Field("判定", "从下拉表选；各项作用见操作指南", known_words(), width=18),
            Field("理由", "写清依据，会随判定保存", width=36),
            Field("经办", "姓名"),
            Field("日期", "如2026-03-12"),
            Field("有效至", "到期重新问；空=长期"),
        ),
    )


def _policies_page(units: tuple[str, ...]) -> Page:
    return Page(
        "规则参数",
        (
            Field("规则", "规则的代号，见口径说明", width=24),
            Field("适用单位", "空=全部", units),
            Field("值", "按文本填写"),
            _FROM,
            _TO,
            Field("依据", "文件名和文号", width=30),
        ),
    )


def _zone_page() -> Page:
    return Page(
        "开发区企业",
        (
            Field("开发区代码", "统计单位表里园区的代码"),
            Field("开发区名称", "便于阅读"),
            _CREDIT,
            Field("企业名称", "便于阅读", width=28),
            _FROM,
            _TO,
        ),
    )


def _holdings_page() -> Page:
    return Page(
        "企业所属集团",
        (
            _CREDIT,
            Field("企业名称", "营业执照名称", width=28),
            Field("所属集团", "控股的集团或母公司：名称或统一社会信用代码；空=自身", width=28),
            Field("依据", "公司章程、工商登记、企业来函等，可空", width=30),
        ),
    )


def _lineage_page() -> Page:
    return Page(
        "企业变更沿革",
        (
            Field("原代码", "变更前的统一社会信用代码", width=22),
            Field("现代码", "变更后的统一社会信用代码", width=22),
            Field("变更类型", "怎么变的", ("更名", "个转企", "合并", "迁移")),
            Field("生效月份", "从哪个月起用新代码，如2026-03"),
            Field("说明", "可空", width=30),
        ),
    )
