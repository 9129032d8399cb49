"""企业卡片: one firm at a glance, every figure with the cell it came from."""

from __future__ import annotations

from typing import Any

import ipywidgets

from gxlab.measures import enterprise_card
from gxlab.measures.enterprise_card import Card
from gxlab.measures.name_list import names
from gxlab.reference.periods import Period
from gxlab.show import widgets as parts_of
from gxlab.show import widgets_enterprise_lists as lists
from gxlab.show import widgets_enterprise_view as view
from gxlab.show import widgets_html as html
from gxlab.show.widgets_decision import FirmDecision
from gxlab.warehouse.decisions import Book
from gxlab.warehouse.desk import Desk

TITLE = "企业卡片"
ABOUT = "输入企业名称的一部分或统一社会信用代码；名录、集群、指标、项目、备案、培育，数都注明出处。"

COURSE = "本年（深色）与上年（灰色）；1月免报的指标1月空着"
NOTHING = "没有找到，请换一个写法。"
FIRST = "先输入企业名称或代码。"


def card(desk: Desk, firm: str = "", *, book: Book | None = None) -> Any:
    """企业卡片 on a desk: shows itself as the last line of a cell; ``firm`` is a name or code.

    With a ``book`` (``gxlab.decision_book()``) firms are decided on here too. Raises InternalOnly.
    """
    return _Card(parts_of.internal(desk), firm, book).widget


class _Card:
    def __init__(self, desk: Desk, firm: str, book: Book | None) -> None:
        self.desk, self.known = desk, names(desk)
        self.card: Card | None = None
        self.search = ipywidgets.Text(value=firm, placeholder="企业名称或信用代码")
        self.firm = parts_of.dropdown("企业", [], "")
        self.firm.layout.max_width = "34em"
        listed = parts_of.periods(desk, list(enterprise_card.INDICATORS))
        self.period = parts_of.dropdown("报告期", listed, str(desk.period))
        self.subject = parts_of.dropdown("指标", [], "")
        self.message = parts_of.text()
        self.top, self.charts, self.lists = (parts_of.text() for _ in range(3))
        self.sources = parts_of.text()
        self.decision = FirmDecision(desk, book, self._decided) if book else None
        self.body = ipywidgets.VBox([
            self.top,
            parts_of.text(html.step("累计走势", COURSE)),
            self.charts,
            parts_of.text(html.step("每个数出自哪里")),
            parts_of.tools(self.subject),
            self.sources,
            self.lists,
            *([self.decision.widget] if self.decision else []),
        ])  # fmt: skip
        bar = parts_of.bar(self.search, self.firm, self.period)
        self.widget = parts_of.frame(desk, TITLE, ABOUT, bar, self.message, self.body)
        parts_of.hears(self.search, self._search)
        parts_of.hears(self.firm, lambda _: self._show())
        parts_of.hears(self.period, lambda _: self._show())
        parts_of.hears(self.subject, lambda _: self._trace())
        self._search(firm)

    def _search(self, query: str) -> None:
        options = view.offered(query, self.known, self.desk)
        parts_of.choose(self.firm, options, options[0][1] if options else "")
        self._show()

    def _show(self) -> None:
        code = self.firm.value
        self.body.layout.display = None if code else "none"
        nothing = (
            "没有找到，请换一个写法。" if self.search.value.strip() else "先输入企业名称或代码。"
        )
        self.message.value = "" if code else html.message(nothing, "ask")
        if not code:
            return
        at = self.desk.at(period=Period.parse(self.period.value))
        found = self.card = enterprise_card.card(at, code)
        head = html.step(found.firm.name) + html.facts(view.facts(found, at))
        self.top.value = head + html.shown(view.figures(found, at))
        self.charts.value = html.panels(view.charts(found, at))
        blocks = (
            lists.history(found), lists.projects(found), lists.filings(found),
            lists.candidates(found), lists.problems(found),
        )  # fmt: skip
        self.lists.value = "".join(html.shown(block) for block in blocks)
        parts_of.choose(self.subject, view.spans(found), self.subject.value or "")
        self._trace()
        if self.decision:
            self.decision.show(at, code, found.firm.name)

    def _decided(self, desk: Desk) -> None:
        """On the snapshot that knows the decision."""
        self.desk = desk
        self._show()

    def _trace(self) -> None:
        """The readings of one indicator with their cells."""
        if self.card is None or not self.subject.value:
            self.sources.value = ""
            return
        subject, span = self.subject.value.split("|")
        code, period = self.card.firm.code, self.period.value
        meters = enterprise_card.meters(self.desk, code, subject, span, period)
        table = view.sources(self.card, subject, span, Period.parse(period), meters)
        self.sources.value = html.shown(table)
