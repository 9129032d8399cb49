"""What each cell of the cultivation notebook shows (规上培育月报各块), in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass

from gxlab.measures import cultivation, cultivation_risk
from gxlab.measures.cultivation import Edition
from gxlab.measures.cultivation_risk import Register
from gxlab.show import (
    annex,
    cultivation_charts,
    cultivation_firm_tables,
    cultivation_later_sentences,
    cultivation_points,
    cultivation_pool_tables,
    cultivation_quality_blocks,
    cultivation_report,
    cultivation_sentences,
    cultivation_tables,
    cultivation_watch_tables,
)
from gxlab.show.objects import (
    Chart,
    Definitions,
    KeyFigures,
    Masthead,
    Sentence,
    Sentences,
    Table,
)
from gxlab.warehouse.desk import Desk

INDICATORS = (
    "above_scale_count",
    "above_scale_entries",
    "above_scale_net",
    "above_scale_credited",
    "candidate_count",
    "candidate_crossing_count",
    "at_risk_count",
)
TERMS = (
    (
        "名录口径",
        "按入库、退库在统计名录中的生效月份计算。年度批次在上年四季度申报，"
        "自次年1—2月生效，计入生效年份。",
    ),
    (
        "考核口径",
        "按入库、退库的归属年度计算：1—2月生效的年度批次和年度退出归上年，"
        "月度新建和年内退出归当年；文件写明归属年度的从其规定。",
    ),
    (
        "新增、净增、建库数",
        "是三项不同的任务。新增为入库户数，净增为新增减退出，建库数为培育库户数。",
    ),
    (
        "划入划出",
        "企业迁移、撤并镇街等在统计单元之间的划转，不计新增和退出；更名、个转企、合并按同一企业衔接。",
    ),
    (
        "月度门",
        "只限当年新建投产、备案性质为新建、上年四季度以前没有销售的企业，"
        "达到2000万元后的次月申报，再次月生效。",
    ),
    ("年度门", "其余企业，在四季度年度批次申报，次年1—2月生效。"),
    (
        "开票",
        "增值税发票不含税销售额，含红字发票，不等于营业收入；涉税信息仅供内部，对镇街按分档列示。",
    ),
    ("企业报表", "企业按实际经营情况依法自行填报；本页名单不含应报数，不作为企业填报依据。"),
)


@dataclass(frozen=True, eq=False)
class Page:
    """One edition with the estimates of the register's firms (一期)."""

    edition: Edition
    risk: Register

    @property
    def internal(self) -> bool:
        """Whether firms and what follows from tax figures may be shown (内部)."""
        return self.edition.desk.audience != "shared"


def open_edition(desk: Desk) -> Page:
    """The edition of the desk's unit and month."""
    given = cultivation.edition(desk)
    return Page(given, cultivation_risk.register(given))


def masthead(page: Page) -> Masthead:
    """眉头."""
    return cultivation_report.masthead(page.edition, page.risk)


def headline(page: Page) -> Sentence:
    """开头一句."""
    return cultivation_report.headline(page.edition)


def key_figures(page: Page) -> KeyFigures:
    """关键指标."""
    return cultivation_report.key_figures(page.edition, page.risk)


def key_points(page: Page) -> Sentences:
    """要点."""
    return cultivation_points.key_points(page.edition, page.risk)


def stock(page: Page) -> Sentence:
    """一、判断句."""
    return cultivation_sentences.stock(page.edition)


def stock_chart(page: Page) -> Chart | None:
    """一、户数阶梯."""
    return cultivation_charts.stock(page.edition)


def stock_table(page: Page) -> Table:
    """C1."""
    return cultivation_tables.stock(page.edition)


def task_table(page: Page) -> Table:
    """C1b."""
    return cultivation_tables.tasks(page.edition)


def entrants(page: Page) -> Sentence:
    """二、判断句."""
    return cultivation_sentences.entrants(page.edition)


def entrant_table(page: Page) -> Table:
    """C2."""
    return cultivation_tables.entrants(page.edition)


def pool(page: Page) -> Sentence:
    """三、判断句."""
    return cultivation_sentences.pool(page.edition)


def pool_chart(page: Page) -> Chart | None:
    """三、漏斗."""
    return cultivation_charts.pool(page.edition)


def pool_table(page: Page) -> Table:
    """C3."""
    return cultivation_pool_tables.pool(page.edition)


def pool_states(page: Page) -> Table:
    """C3b."""
    return cultivation_pool_tables.pool_states(page.edition)


def forecast(page: Page) -> Sentence | None:
    """四、判断句."""
    return cultivation_sentences.forecast(page.edition) if page.internal else None


def forecast_chart(page: Page) -> Chart | None:
    """四、泳道."""
    return cultivation_charts.lanes(page.edition) if page.internal else None


def forecast_table(page: Page) -> Table | None:
    """C4."""
    return cultivation_firm_tables.forecast(page.edition) if page.internal else None


def at_risk(page: Page) -> Sentence | None:
    """五、判断句."""
    return cultivation_later_sentences.at_risk(page.edition, page.risk) if page.internal else None


def at_risk_table(page: Page) -> Table | None:
    """C5."""
    return cultivation_watch_tables.at_risk(page.edition, page.risk) if page.internal else None


def stopped_table(page: Page) -> Table | None:
    """C5b."""
    return cultivation_watch_tables.stopped(page.edition, page.risk) if page.internal else None


def calendar(page: Page) -> Sentence | None:
    """六、判断句."""
    return cultivation_later_sentences.calendar(page.edition) if page.internal else None


def calendar_table(page: Page) -> Table | None:
    """C6."""
    return cultivation_watch_tables.calendar(page.edition) if page.internal else None


def outlook(page: Page) -> Sentence | None:
    """七、判断句."""
    return cultivation_later_sentences.outlook(page.edition, page.risk) if page.internal else None


def outlook_table(page: Page) -> Table | None:
    """C7."""
    return cultivation_pool_tables.outlook(page.edition) if page.internal else None


def outlook_register_table(page: Page) -> Table | None:
    """C7b."""
    return cultivation_pool_tables.outlook_register(page.edition) if page.internal else None


def look_back(page: Page) -> Sentence | None:
    """八、判断句."""
    return cultivation_later_sentences.look_back(page.edition) if page.internal else None


def look_back_table(page: Page) -> Table | None:
    """C8."""
    return cultivation_pool_tables.look_back(page.edition) if page.internal else None


def quality_notes(page: Page) -> Sentences:
    """数据质量提示."""
    return cultivation_quality_blocks.notes(page.edition)


def register_reconciliation(page: Page) -> Table:
    """D1."""
    return cultivation_quality_blocks.reconciliation(page.edition)


def mismatch_table(page: Page) -> Table | None:
    """D2."""
    return cultivation_quality_blocks.mismatches(page.edition) if page.internal else None


def invoice_table(page: Page) -> Table | None:
    """D3."""
    return cultivation_quality_blocks.invoices(page.edition, page.risk) if page.internal else None


def definitions(page: Page) -> Definitions:
    """口径与来源."""
    return annex.definitions(page.edition.desk, INDICATORS, TERMS)
