"""应统尽统线索判定: leads with their evidence, decided once with reason, author and validity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import ipywidgets

from gxlab.measures.renovation_leads import Leads, find_leads
from gxlab.measures.renovation_screen import Lead
from gxlab.reference.periods import Period
from gxlab.show import widgets as parts_of
from gxlab.show import widgets_html as html
from gxlab.show import widgets_leads_view as view
from gxlab.show.widgets_decision import HINT, Fields, default_day, reopened, save
from gxlab.show.widgets_leads_view import Choice, Form
from gxlab.warehouse.decisions import Book, Decision
from gxlab.warehouse.desk import Desk

TITLE = "应统尽统线索判定"
ABOUT = (
    "备案项目与统计在库项目比对后的线索。逐条核对依据和证据，确认或排除；"
    "判定写进工作区并入库，生成新快照，下个月不再重问。"
)


def board(desk: Desk, book: Book) -> Any:
    """应统尽统线索判定 on a desk: shows itself as the last line of a cell. Raises InternalOnly.

    ``book`` is where decisions go (``gxlab.decision_book()``).
    """
    return _Board(parts_of.internal(desk), book).widget


class _Board:
    def __init__(self, desk: Desk, book: Book) -> None:
        self.desk, self.given, self.book = desk, desk, book
        self._make_pickers()
        self._make_form()
        self.choice = Choice(self.unit.value, self.period.value or str(desk.period))
        self.found: Leads | None = None
        self.rows: list[Lead] = []
        self.summary, self.message = parts_of.text(), parts_of.text()
        self.list = parts_of.TickList(
            view.HEADING, self._tick, self._turn, label="项目", size=8, label_width="240px"
        )
        self.widget = parts_of.frame(
            desk, TITLE, ABOUT,
            parts_of.bar(self.unit, self.period),
            self.summary,
            parts_of.tools(self.shown, self.search, self.clear),
            self.list.widget,
            parts_of.text(html.step("判定所勾选的", HINT)),
            parts_of.tools(self.verdict, self.reason),
            parts_of.tools(self.author, self.day, self.until, self.save, self.undo),
            self.message,
        )  # fmt: skip
        self._place()

    def _make_pickers(self) -> None:
        self.unit = parts_of.dropdown("单位", parts_of.units(self.desk), self.desk.unit.code)
        listed = parts_of.periods(self.desk, ["renovation_investment_growth", "output"])
        self.period = parts_of.dropdown("报告期", listed, str(self.desk.period))
        self.shown = ipywidgets.ToggleButtons(options=_tabs({}), value=view.OPEN)
        self.shown.style.button_width = "auto"
        self.search = ipywidgets.Text(placeholder="按项目、单位、代码筛选")
        self.clear = parts_of.button("取消全部勾选", self._clear)
        heard: tuple[tuple[Any, Callable[[str], Choice]], ...] = (
            (self.unit, lambda v: replace(self.choice, unit=v, page=0, ticked=frozenset())),
            (self.period, lambda v: replace(self.choice, period=v, page=0, ticked=frozenset())),
            (self.shown, lambda v: replace(self.choice, shown=v, page=0, ticked=frozenset())),
            (self.search, lambda v: replace(self.choice, query=v, page=0)),
        )
        for picker, chosen in heard:
            parts_of.hears(picker, self._setter(chosen))

    def _make_form(self) -> None:
        day = default_day(self.desk, date.today())
        fields = Fields(list(view.VERDICT_OPTIONS), view.ACCEPT, day)
        self.verdict, self.reason, self.author = fields.verdict, fields.reason, fields.author
        self.day, self.until = fields.day, fields.until
        self.save = parts_of.button("保存判定", self._save, main=True)
        self.undo = parts_of.button("撤销判定", self._undo)

    def _setter(self, chosen: Callable[[str], Choice]) -> Callable[[str], None]:
        return lambda value: self._set(chosen(value))

    def _set(self, choice: Choice) -> None:
        if choice == self.choice:
            return
        moved = (choice.unit, choice.period) != (self.choice.unit, self.choice.period)
        self.choice = choice
        self.message.value = ""
        if moved:
            self._place()
        else:
            self._show()

    def _tick(self, code: str, on: bool) -> None:
        now = self.choice.ticked | {code} if on else self.choice.ticked - {code}
        self._set(replace(self.choice, ticked=now))

    def _turn(self, page: int) -> None:
        self._set(replace(self.choice, page=page))

    def _clear(self) -> None:
        self._set(replace(self.choice, ticked=frozenset()))

    def _place(self) -> None:
        """Another unit, period or snapshot: its leads."""
        self.desk = self.desk.at(self.choice.unit, Period.parse(self.choice.period))
        self.found = find_leads(self.desk)
        self.rows = list(self.found.rows) if self.found else []
        self.day.value = default_day(self.desk, date.today())
        self._show()

    def _show(self) -> None:
        self.summary.value = html.message(view.summary(self.found, self.rows), "good")
        parts_of.choose(self.shown, _tabs(view.counts(self.rows)), self.choice.shown)
        remembered = view.remembered(self.desk)
        lines = view.lines(self.desk, self.rows, self.choice, remembered)
        self.list.show(lines, self.choice.page, "个")
        count = len([line for line in lines if line.ticked])
        self.save.description = f"保存判定（{count}个）" if count else "保存判定"
        self.undo.disabled = self.choice.shown != view.DECIDED

    def _form(self) -> Form:
        return Form(
            self.verdict.value, self.reason.value, self.author.value, self.day.value,
            self.until.value,
        )  # fmt: skip

    def _save(self) -> None:
        self._write(view.decisions, "判定")

    def _undo(self) -> None:
        self._write(view.withdrawals, "撤销")

    def _write(
        self, made: Callable[[Sequence[Lead], Choice, Form], list[Decision]], what: str
    ) -> None:
        """Write, import, and stand on the new snapshot; a refusal is said and nothing changes."""
        done = save(lambda: made(self.rows, self.choice, self._form()), self.book, self.message)
        if done is None:
            return
        result, count = done
        self._reopen()
        self.reason.value = ""
        said = f"已{what}{count}个，批次{result.batch}，快照{result.snapshot}。"
        self.message.value = html.message(said, "good")

    def _reopen(self) -> None:
        """The leads as the new snapshot has them; the desk of the notebook stays as it was."""
        self.desk = reopened(self.desk, self.given, self.book)
        self.choice = replace(self.choice, ticked=frozenset())
        self._place()


def _tabs(counts: dict[str, int]) -> list[tuple[str, str]]:
    named = (("待判定", view.OPEN), ("已判定", view.DECIDED), ("全部备案", view.EVERY))
    return [(f"{name}（{counts[key]}）" if counts else name, key) for name, key in named]
