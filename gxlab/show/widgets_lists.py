"""按名单取数: paste names or credit codes, settle the doubtful ones, take the figures away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import ipywidgets

from gxlab.measures.list_extract import (
    SPANS,
    STATISTICS,
    Extract,
    Subject,
    asked,
    extract,
    settled,
    subjects,
)
from gxlab.measures.name_list import Matched, match_list, names
from gxlab.reference.indicators import indicator
from gxlab.show import widgets as parts_of
from gxlab.show import widgets_html as html
from gxlab.show import widgets_lists_view as view
from gxlab.show.widgets_lists_view import Wish
from gxlab.show.widgets_lists_xlsx import workbook
from gxlab.warehouse.desk import Desk

TITLE = "按名单取数"
ABOUT = "粘贴企业名称或统一社会信用代码，一行一户；核对对上的企业，选指标和报告期，存成工作簿。"
PLACEHOLDER = "一行一户，名称、曾用名、名称的一部分或18位代码都可以；从表格里复制的多列也可以。"
PAGE = 8
_MENU = {"width": "380px", "flex": "0 0 auto"}


def explorer(desk: Desk) -> Any:
    """按名单取数 on a desk: shows itself as the last line of a cell. Raises InternalOnly."""
    return _Lists(parts_of.internal(desk)).widget


class _Lists:
    def __init__(self, desk: Desk) -> None:
        self.desk, self.known = desk, names(desk)
        self.wish = Wish(periods=(str(desk.period),))
        self.lines: list[Matched] = []
        self._make_wishes()
        self.paste = ipywidgets.Textarea(
            placeholder=PLACEHOLDER, layout=ipywidgets.Layout(width="100%", height="150px")
        )
        self.match = parts_of.button("比对", self._match, main=True)
        self.summary, self.table = parts_of.text(), parts_of.text()
        self.picks = _Picks(self._picked, self._turned)
        self.result, self.link = parts_of.text(), parts_of.text()
        self.found = ipywidgets.VBox([
            self.summary,
            self.picks.widget,
            parts_of.text(html.step("二、选指标和报告期", "按住 Ctrl 可多选")),
            self._wishes(),
            parts_of.text(html.step("三、看一遍，存成工作簿")),
            self.link,
            self.result,
            self.table,
        ])  # fmt: skip
        self.found.layout.display = "none"
        self.widget = parts_of.frame(
            desk, TITLE, ABOUT,
            parts_of.text(html.step("一、粘贴名单")),
            self.paste, parts_of.tools(self.match), self.found,
        )  # fmt: skip

    def _make_wishes(self) -> None:
        offered = [(_named(s), s) for s in subjects(self.desk)]
        have = [s for _, s in offered]
        chosen = tuple(s for s in self.wish.subjects if s in have) or tuple(have[:1])
        self.subjects = _several("指标", offered, chosen, 8)
        listed = parts_of.periods(self.desk, sorted({i for i, _ in have}))
        present = [p for _, p in listed]
        periods = tuple(p for p in self.wish.periods if p in present) or tuple(present[:1])
        self.periods = _several("报告期", listed, periods, 8)
        told = [(name, key) for key, name in STATISTICS.items()]
        self.statistics = _several("项目", told, self.wish.statistics, 4)
        self.wish = replace(self.wish, subjects=chosen, periods=periods)
        heard: tuple[tuple[Any, Callable[[Any], Wish]], ...] = (
            (self.subjects, lambda v: replace(self.wish, subjects=tuple(v))),
            (self.periods, lambda v: replace(self.wish, periods=tuple(v))),
            (self.statistics, lambda v: replace(self.wish, statistics=tuple(v))),
        )
        for picker, wished in heard:
            parts_of.hears(picker, self._setter(wished))

    def _wishes(self) -> Any:
        made = parts_of.tools(self.subjects, self.periods, self.statistics)
        made.add_class("gx-top")
        return made

    def _setter(self, wished: Callable[[Any], Wish]) -> Callable[[Any], None]:
        return lambda value: self._set(wished(value))

    def _match(self) -> None:
        self.lines = match_list(self.paste.value, self.known)
        self.found.layout.display = None
        self._set(replace(self.wish, pasted=self.paste.value, picks={}, page=0))

    def _picked(self, number: int, code: str) -> None:
        self._set(replace(self.wish, picks={**self.wish.picks, number: code}))

    def _turned(self, page: int) -> None:
        self._set(replace(self.wish, page=page))

    def _set(self, wish: Wish) -> None:
        self.wish = wish
        lines = settled(self.lines, wish.picks, self.known)
        columns = asked(self.desk, wish.subjects, wish.periods, wish.statistics)
        found = extract(self.desk, lines, columns)
        # The link first: who reads that all lines are settled must not save the former workbook.
        self.link.value = self._link(found)
        self.summary.value = html.message(view.summary(lines), "ask" if found.open else "good")
        self.picks.show(self._doubtful(), wish, self.desk)
        self.result.value = html.shown(view.preview(found, self.desk))
        self.table.value = html.shown(view.match_table(lines, self.desk))

    def _doubtful(self) -> list[Matched]:
        """Lines stay in the list of decisions after they were decided, so that one may go back."""
        return view.to_decide(self.lines)

    def _link(self, found: Extract) -> str:
        if not found.columns:
            return html.message("所选指标在所选报告期没有企业数，请另选。", "ask")
        if not any(row.line.firm for row in found.rows):
            return html.message("还没有对上的企业。", "ask")
        name = f"按名单取数_{self.desk.units.root.name}_{max(self.wish.periods)}.xlsx"
        left = f"（还有{found.open}行待确认）" if found.open else ""
        return html.download(name, workbook(found, self.desk), f"存成工作簿{left}")


class _Picks:
    """The doubtful lines, each with its candidates to pick from, a page at a time."""

    def __init__(self, picked: Callable[[int, str], None], turned: Callable[[int], None]) -> None:
        self._picked, self._filling, self._page = picked, False, 0
        self._numbers = [0] * PAGE
        self._menus = [self._menu(n) for n in range(PAGE)]
        self._texts = [parts_of.text() for _ in range(PAGE)]
        self._rows = [
            parts_of.row(text, menu) for menu, text in zip(self._menus, self._texts, strict=True)
        ]
        room = ipywidgets.Label("企业", layout=_MENU)
        head = parts_of.row(parts_of.text(html.heading(view.DECIDE)), room)
        head.add_class("gx-heading")
        body = ipywidgets.VBox([head, *self._rows])
        body.add_class("gx-list")
        self._said = ipywidgets.Label("")
        self._back = parts_of.button("上一页", lambda: turned(self._page - 1))
        self._on = parts_of.button("下一页", lambda: turned(self._page + 1))
        step = html.step("请确认是哪一户", "名称不全、名称相近或有重名的，不代为认定")
        self.widget = ipywidgets.VBox(
            [parts_of.text(step), body, parts_of.tools(self._back, self._on, self._said)]
        )

    def show(self, lines: list[Matched], wish: Wish, desk: Desk) -> None:
        self.widget.layout.display = None if lines else "none"
        self._page = parts_of.clamp(wish.page, len(lines), PAGE)
        here = lines[self._page * PAGE : (self._page + 1) * PAGE]
        self._filling = True
        for place in range(PAGE):
            self._fill(place, here[place] if place < len(here) else None, wish, desk)
        self._filling = False
        count = parts_of.pages(len(lines), PAGE)
        self._said.value = f"共{len(lines)}行，第{self._page + 1}页，共{count}页"
        self._back.disabled, self._on.disabled = self._page == 0, self._page + 1 >= count

    def _menu(self, place: int) -> Any:
        menu = ipywidgets.Dropdown(options=[("请选择…", "?")], layout=_MENU)
        menu.observe(lambda change: self._heard(place, change["new"]), "value")
        return menu

    def _heard(self, place: int, code: str | None) -> None:
        if not self._filling and code not in (None, "?"):
            self._picked(self._numbers[place], code or "")

    def _fill(self, place: int, line: Matched | None, wish: Wish, desk: Desk) -> None:
        self._rows[place].layout.display = None if line else "none"
        if line is None:
            return
        self._numbers[place] = line.number
        offered, chosen = view.options(line, desk), wish.picks.get(line.number, "?")
        menu = self._menus[place]
        if menu.options != tuple(offered) or menu.value != chosen:
            parts_of.choose(menu, offered, chosen)
        self._texts[place].value = html.line(view.decide_cells(line), view.DECIDE)


def _named(subject: Subject) -> str:
    name, span = subject
    return f"{indicator(name).name}（{SPANS[span]}）"


def _several(name: str, options: Any, value: Any, rows: int) -> Any:
    made = ipywidgets.SelectMultiple(
        options=options, value=value, rows=rows, description=name,
        style={"description_width": "initial"}, layout={"width": "auto"},
    )  # fmt: skip
    return made
