"""情况说明: a small form for the analyst's own text; last month's stands beside it, never in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets

from gxlab.reference.periods import Period
from gxlab.show import widgets as parts_of
from gxlab.show import widgets_html as html
from gxlab.show.objects import Commentary
from gxlab.show.pages import odd_in
from gxlab.warehouse import commentary as texts
from gxlab.warehouse import releases
from gxlab.warehouse.commentary import Explanation
from gxlab.warehouse.desk import Desk

TITLE = "情况说明"
ABOUT = (
    "写本单位本期的原因、问题和下一步，署名保存；重新生成报告后印在“情况说明”一节。"
    "三栏都空着，报告里就没有这一节。上期的文字列在旁边供参考，不会自动带入。"
)
# The order on the page; those in brackets appear where a text already has them.
FIELDS = ("说明", "原因", "问题", "建议", "下一步")
_ALWAYS = texts.HEADINGS
_WIDE = {"description_width": "initial"}


@dataclass(frozen=True)
class Place:
    """Whose text it is (哪一期): unit, period "2026-05", report."""

    unit: str
    period: str
    report: str


def form(desk: Desk) -> Any:
    """情况说明 on a desk: shows itself as the last line of a cell. Raises InternalOnly."""
    return _Form(parts_of.internal(desk)).widget


def kept(desk: Desk, place: Place) -> Explanation:
    """What stands in the file now; nothing where nobody has written."""
    text = texts.read(desk.folder, place.period, place.unit, place.report)
    return texts.parse(text) if text is not None else Explanation()


def former(desk: Desk, place: Place) -> tuple[str, Explanation]:
    """上期's name and its text, to read beside."""
    past = Period.parse(place.period).previous
    label = past.label("ytd", with_year=True)
    return label, kept(desk, Place(place.unit, str(past), place.report))


def written(fields: Mapping[str, str], author: str, outward: bool) -> Explanation:
    """The text of the form's fields; empty ones are left out.

    Raises ValueError where words have no author.
    """
    parts = tuple((name, fields[name].strip()) for name in FIELDS if fields.get(name, "").strip())
    if parts and not author.strip():
        raise ValueError("没有写作者，情况说明须署名，请补填后再保存。")
    return Explanation(parts, author.strip(), outward)


def remarks(desk: Desk, place: Place, text: Explanation) -> list[str]:
    """What to look at again: figures that do not fit, last month's words, a signed edition."""
    there = desk.at(place.unit, Period.parse(place.period))
    found = [odd for _, odd in odd_in(there, texts.as_markdown(text))] if text.parts else []
    label, past = former(desk, place)
    same = [name for name, words in text.parts if words == past.part(name)]
    found += [f"“{name}”与{label}逐字相同" for name in same]
    if desk.releases is not None:
        signed = releases.signed(desk.releases, place.period, desk.audience)
        issued = signed.get((place.report, place.unit))
        if issued is not None:
            found.append(f"本期已按{issued.title}定稿，改动后再生成将成为更正版")
    return found


class _Form:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.unit = parts_of.dropdown("单位", parts_of.units(desk), desk.unit.code)
        listed = parts_of.periods(desk, ["output", "revenue", "renovation_investment_growth"])
        self.period = parts_of.dropdown("报告期", listed, str(desk.period))
        reports = [(name, report) for name, report in texts.REPORTS.items()]
        self.report = parts_of.dropdown("报告", reports, reports[0][1])
        self.fields = {name: _area(name) for name in FIELDS}
        self.author = ipywidgets.Text(description="作者", placeholder="姓名", style=_WIDE)
        self.outward = ipywidgets.Checkbox(description="可以印在对外版里", indent=False)
        self.save = parts_of.button("保存", self._save, main=True)
        self.message, self.past = parts_of.text(), parts_of.text()
        for picker in (self.unit, self.period, self.report):
            parts_of.hears(picker, lambda _: self._show())
        left = ipywidgets.VBox(
            [*self.fields.values(), parts_of.tools(self.author, self.outward, self.save)],
            layout=ipywidgets.Layout(flex="3 1 0", min_width="0"),
        )
        right = ipywidgets.VBox([self.past], layout=ipywidgets.Layout(flex="2 1 0", min_width="0"))
        self.widget = parts_of.frame(
            desk, TITLE, ABOUT,
            parts_of.bar(self.unit, self.period, self.report),
            ipywidgets.HBox([left, right]),
            self.message,
        )  # fmt: skip
        self._show()

    @property
    def place(self) -> Place:
        return Place(self.unit.value, self.period.value, self.report.value)

    def _show(self) -> None:
        """The text of the edition chosen, and beside it that of 上期."""
        text = kept(self.desk, self.place)
        for name, area in self.fields.items():
            words = "\n".join([text.part(name), *([text.part("")] if name == "说明" else [])])
            area.value = words.strip()
            area.layout.display = None if name in _ALWAYS or area.value else "none"
        self.author.value, self.outward.value = text.author, text.outward
        self.past.value = _beside(*former(self.desk, self.place))
        self.message.value = ""

    def _save(self) -> None:
        fields = {name: area.value for name, area in self.fields.items()}
        try:
            text = written(fields, self.author.value, self.outward.value)
        except ValueError as error:
            self.message.value = html.message(str(error), "bad")
            return
        place = self.place
        texts.write(self.desk.folder, place.period, place.unit, place.report, text)
        where = f"data/commentary/{texts.place(place.period, place.unit, place.report)}"
        done = (
            f"已保存到 {where}，重新生成报告后印出。"
            if text.parts
            else f"没有文字，已撤去 {where}。"
        )
        self.message.value = html.message(done, "good") + _asked(remarks(self.desk, place, text))


def _area(name: str) -> Any:
    return ipywidgets.Textarea(
        description=name, rows=5, style=_WIDE, layout=ipywidgets.Layout(width="98%")
    )


def _beside(label: str, past: Explanation) -> str:
    title = html.step(f"上期（{label}）", "供参考，不会自动带入")
    if not past.parts:
        return title + html.message("上期没有情况说明。")
    return title + html.shown(Commentary(past.parts, past.author))


def _asked(found: Sequence[str]) -> str:
    return "".join(html.message(f"请核实：{text}。", "ask") for text in found)
