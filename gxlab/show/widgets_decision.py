"""The fields of a decision (判定表单) and what saving it does, for every explorer that decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import ipywidgets

from gxlab.measures.remembered import Remembered, remembered
from gxlab.reference.verdicts import effects
from gxlab.show import widgets as parts_of
from gxlab.show import widgets_html as html
from gxlab.show.widgets import Options
from gxlab.warehouse.decisions import Book, Decision, IncompleteDecision, remember
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.imported import ImportResult
from gxlab.warehouse.ledger import LedgerBroken
from gxlab.warehouse.lock import Locked
from gxlab.warehouse.opening import DamagedWarehouse
from gxlab.warehouse.snapshot import current

HINT = "判定自判定日期起有效；补做上月报告时默认填报告期末日。有效至留空为长期有效。"
_WIDE = {"description_width": "initial"}


def default_day(desk: Desk, today: date) -> date:
    """判定日期: today, or the period's last day when the period is over.

    A decision holds for the periods that end on or after its date; one made in June on the report
    of May has to hold for May.
    """
    return min(today, desk.period.last_day)


class Fields:
    """Verdict, reason, author, day and validity (判定、理由、经办、判定日期、有效至)."""

    def __init__(self, options: Options, chosen: str, day: date) -> None:
        self.verdict = parts_of.dropdown("判定", options, chosen)
        self.reason = ipywidgets.Text(
            description="理由",
            placeholder="依据什么这样判定",
            style=_WIDE,
            layout={"width": "34em"},
        )
        self.author = ipywidgets.Text(
            description="经办", placeholder="姓名", style=_WIDE, layout={"width": "11em"}
        )
        self.day = _day("判定日期", day)
        self.until = _day("有效至", None)


def save(
    made: Callable[[], Sequence[Decision]], book: Book, message: Any
) -> tuple[ImportResult, int] | None:
    """Write the decisions and import them; a refusal is said, and nothing has changed."""
    message.value = html.message("正在入库，请稍候……")
    try:
        decisions = made()
        return remember(decisions, book, datetime.now()), len(decisions)
    except (ValueError, Locked, DamagedWarehouse, LedgerBroken) as error:
        message.value = html.message(str(error), "bad")
        return None


def reopened(desk: Desk, given: Desk, book: Book) -> Desk:
    """The same place on the newest snapshot; the desk of the notebook stays as it was."""
    fresh = current(book.places.warehouse)
    if desk.con is not given.con:
        desk.con.close()
    opened = open_desk(
        fresh, desk.unit.code, desk.period, audience=desk.audience, folder=desk.folder
    )
    return replace(opened, releases=desk.releases)


class FirmDecision:
    """人工判定 of one firm: what is in force, and a form to decide anew."""

    def __init__(self, desk: Desk, book: Book, saved: Callable[[Desk], None]) -> None:
        self.given, self.desk, self.book, self.saved = desk, desk, book, saved
        self.firm = ("", "")
        words = [(f"{word}：{told}", word) for word, told in effects("enterprise").items()]
        self.fields = Fields(words, words[0][1], default_day(desk, date.today()))
        self.now, self.message = parts_of.text(), parts_of.text()
        button = parts_of.button("保存判定", self._save, main=True)
        fields = self.fields
        self.widget = ipywidgets.VBox([
            parts_of.text(html.step("人工判定", HINT)),
            self.now,
            parts_of.tools(fields.verdict, fields.reason),
            parts_of.tools(fields.author, fields.day, fields.until, button),
            self.message,
        ])  # fmt: skip

    def show(self, desk: Desk, code: str, name: str) -> None:
        """Another firm, period or snapshot."""
        if (code, name) != self.firm:
            self.message.value = ""
        self.desk, self.firm = desk, (code, name)
        self.fields.day.value = default_day(desk, date.today())
        self.now.value = html.message(told(desk, code, name))

    def _save(self) -> None:
        done = save(self._made, self.book, self.message)
        if done is None:
            return
        result, _ = done
        self.fields.reason.value = ""
        self.saved(reopened(self.desk, self.given, self.book))
        said = f"已判定，批次{result.batch}，快照{result.snapshot}。"
        self.message.value = html.message(said, "good")

    def _made(self) -> list[Decision]:
        fields, (code, name) = self.fields, self.firm
        if fields.day.value is None:
            raise IncompleteDecision("没有填判定日期，请补填后再保存。")
        return [
            Decision(
                "enterprise", code, name, fields.verdict.value, fields.reason.value.strip(),
                fields.author.value.strip(), fields.day.value, fields.until.value,
            )
        ]  # fmt: skip


def told(desk: Desk, code: str, name: str) -> str:
    """What has been decided about a firm and how it stands; a sentence where nothing has."""
    found = remembered(desk, ("enterprise", "candidate"), {code: name, name: name})
    if not found:
        return "还没有人工判定。"
    return "；".join(_told(one) for one in found)


def _told(one: Remembered) -> str:
    until = f"有效至{one.valid_until.isoformat()}" if one.valid_until else "长期有效"
    by = f"{one.author}，{one.decided_on.isoformat()}，{until}，{one.state}"
    return f"{one.verdict}（{by}）：{one.reason}"


def _day(name: str, value: date | None) -> Any:
    return ipywidgets.DatePicker(
        description=name, value=value, style=_WIDE, layout={"width": "15em"}
    )
