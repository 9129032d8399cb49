"""集群探索: tick firms or industries away and see what the cluster's growth is without them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import ipywidgets

from gxlab.measures import clusters
from gxlab.measures.clusters import Edition
from gxlab.measures.exclusion import Exclusion, Part, exclude, firm_parts, industry_parts
from gxlab.reference.periods import Period
from gxlab.show import widgets as parts_of
from gxlab.show import widgets_cluster_view as view
from gxlab.show import widgets_html as html
from gxlab.show.cluster_words import short
from gxlab.show.widgets_cluster_view import FIRMS, INDUSTRIES, Choice
from gxlab.warehouse.desk import Desk

TITLE = "集群探索"
ABOUT = "勾选企业或行业，看剔除以后集群营业收入增长多少；写好的句子点一下即选中，可直接复制。"
TABS = (("按企业", FIRMS), ("按行业", INDUSTRIES))
NOBODY = "所选单位在该报告期没有名单内的集群成员企业，请换一个单位或报告期。"


def explorer(desk: Desk) -> Any:
    """集群探索 on a desk: shows itself as the last line of a cell. Raises InternalOnly."""
    return _Explorer(parts_of.internal(desk)).widget


class _Explorer:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._make_pickers()
        self.choice = Choice(self.unit.value, self.period.value or str(desk.period))
        self.edition: Edition
        self.figures, self.said = parts_of.text(), parts_of.text()
        self.chart, self.notes = parts_of.text(), parts_of.text()
        self.lists = {by: self._list(by) for _, by in TABS}
        self.body = ipywidgets.VBox([
            self.figures,
            parts_of.text(html.step("写进材料的句子", "点一下选中全句，按 Ctrl+C 复制")),
            self.said,
            parts_of.text(html.step("勾选要剔除的", "企业和行业可以同时勾，重复的只扣一次")),
            parts_of.tools(self.tabs, self.search, self.clear),
            *(found.widget for found in self.lists.values()),
            self.chart,
            self.notes,
        ])  # fmt: skip
        bar = parts_of.bar(self.unit, self.period, self.cluster)
        self.empty = parts_of.text()
        self.widget = parts_of.frame(desk, TITLE, ABOUT, bar, self.empty, self.body)
        self._place()

    def _make_pickers(self) -> None:
        self.unit = parts_of.dropdown("单位", parts_of.units(self.desk), self.desk.unit.code)
        options = parts_of.periods(self.desk, ["revenue"])
        self.period = parts_of.dropdown("报告期", options, str(self.desk.period))
        self.cluster = parts_of.dropdown("集群", [("集群合计", "")], "")
        self.tabs = ipywidgets.ToggleButtons(options=TABS, value=FIRMS)
        self.tabs.style.button_width = "auto"
        self.search = ipywidgets.Text(placeholder="按名称筛选")
        self.clear = parts_of.button("取消全部勾选", self._clear)
        heard: tuple[tuple[Any, Callable[[str], Choice]], ...] = (
            (self.unit, lambda v: replace(self.choice, unit=v, page=0)),
            (self.period, lambda v: replace(self.choice, period=v, page=0)),
            (self.cluster, lambda v: replace(self.choice, cluster=v, page=0)),
            (self.tabs, lambda v: replace(self.choice, by=v, page=0)),
            (self.search, lambda v: replace(self.choice, query=v, page=0)),
        )
        for picker, chosen in heard:
            parts_of.hears(picker, self._setter(chosen))

    def _list(self, by: str) -> parts_of.TickList:
        label, width = ("企业", "250px") if by == FIRMS else ("行业大类", "320px")
        return parts_of.TickList(
            view.heading(by), self._tick, self._turn, label=label, label_width=width
        )

    def _setter(self, chosen: Callable[[str], Choice]) -> Callable[[str], None]:
        return lambda value: self._set(chosen(value))

    def _set(self, choice: Choice) -> None:
        if choice == self.choice:
            return
        moved = (choice.unit, choice.period) != (self.choice.unit, self.choice.period)
        self.choice = choice
        if moved:
            self._place()
        else:
            self._show()

    def _tick(self, code: str, on: bool) -> None:
        self._set(view.tick(self.choice, code, on))

    def _turn(self, page: int) -> None:
        self._set(replace(self.choice, page=page))

    def _clear(self) -> None:
        self._set(replace(self.choice, firms=frozenset(), industries=frozenset()))

    def _place(self) -> None:
        """Another unit or period: its edition, and the clusters that have members there."""
        at = self.desk.at(self.choice.unit, Period.parse(self.choice.period))
        self.edition = clusters.edition_at(at)
        present = self.edition.members["cluster"].unique().sort().to_list()
        options = [("集群合计", ""), *((short(self.edition.names[c]), c) for c in present)]
        self.empty.value = "" if present else html.message(NOBODY, "ask")
        self.body.layout.display = None if present else "none"
        kept = self.choice.cluster if self.choice.cluster in present else ""
        self.choice = replace(self.choice, cluster=kept)
        parts_of.choose(self.cluster, options, kept)
        if present:
            self._show()

    def _show(self) -> None:
        """Everything that follows from the choice, printed anew."""
        choice, edition = self.choice, self.edition
        cluster = choice.cluster or None
        firms, industries = firm_parts(edition, cluster), industry_parts(edition, cluster)
        found = exclude(edition, cluster, choice.firms, choice.industries)
        self.figures.value = html.shown(view.key_figures(edition, found, choice))
        self.said.value = self._sentence(view.taken_out(firms, industries, choice), found)
        self.chart.value = html.shown(view.waterfall(edition, found, choice))
        self.notes.value = html.remarks(view.notes(edition, found))
        shown = firms if choice.by == FIRMS else industries
        for by, listed in self.lists.items():
            listed.widget.layout.display = None if by == choice.by else "none"
        what = "户" if choice.by == FIRMS else "个行业"
        self.lists[choice.by].show(view.lines(edition, shown, choice), choice.page, what)

    def _sentence(self, out: list[Part], found: Exclusion) -> str:
        said = view.sentence(self.edition, found, out, self.choice)
        if said is None:
            return html.silent("剔除以后没有可比的企业，不能计算增速，这句话不写。")
        return html.copyable(said.text)
