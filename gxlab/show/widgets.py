"""What all explorers share (探索部件): pickers, a list with tick boxes, a frame in the house style.

Explorers run in JupyterLab without a network. Their state is a frozen dataclass, what they compute
and print are pure functions; only the wiring stands here and in the ``widgets_*`` modules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets

from gxlab.reference.indicators import indicator
from gxlab.reference.periods import Period
from gxlab.show import widgets_html as html
from gxlab.show.pages import is_demo
from gxlab.show.widgets_html import Heading, Line
from gxlab.warehouse.desk import Desk

PAGE = 12
Options = list[tuple[str, str]]


class InternalOnly(ValueError):
    """Explorers show firms, and a desk for outside readers may not (仅供内部使用)."""


def internal(desk: Desk) -> Desk:
    """The desk, if its reader may see firms. Raises InternalOnly."""
    if desk.audience != "internal":
        raise InternalOnly(
            "探索笔记本会列出企业，只供内部使用；"
            f"参数 audience 应为“internal”，实为“{desk.audience}”。"
        )
    return desk


def units(desk: Desk) -> Options:
    """The statistical units, towns below their county, as (name, code)."""
    found: Options = []

    def add(code: str, depth: int) -> None:
        unit = desk.units.find(code)
        found.append(("　" * depth + unit.name, code))
        for below in desk.units.children(code):
            add(below.code, depth + 1)

    add(desk.units.root.code, 0)
    return found


def periods(desk: Desk, indicator_ids: Sequence[str], *, until: Period | None = None) -> Options:
    """The periods with figures of one of the indicators, latest first, as (name, "2026-05")."""
    rows = desk.read("indicator_periods").to_dicts()
    january = any(indicator(i).has_january for i in indicator_ids)
    known = {r["period"] for r in rows if r["indicator"] in indicator_ids}
    listed = [Period.parse(text) for text in sorted(known, reverse=True)]
    return [
        (p.label("ytd", with_year=True), str(p))
        for p in listed
        if p.has_report(january) and (until is None or p <= until)
    ]


def dropdown(name: str, options: Options, value: str, **layout: str) -> Any:
    """A picker (下拉选择); the first option where ``value`` is none of them."""
    known = [code for _, code in options]
    chosen = value if value in known else (known[0] if known else None)
    style = {"description_width": "initial"}
    return ipywidgets.Dropdown(
        options=options,
        value=chosen,
        description=name,
        style=style,
        layout=ipywidgets.Layout(width="auto", **layout),
    )


def choose(picker: Any, options: Options, value: str) -> None:
    """New options in a picker and the chosen one; those who listen to people hear nothing."""
    known = [code for _, code in options]
    chosen = value if value in known else (known[0] if known else None)
    picker.gx_quiet = True
    if tuple(picker.options) != tuple(options):
        picker.options = options
    picker.value = chosen
    picker.gx_quiet = False


def hears(picker: Any, chose: Callable[[Any], None]) -> None:
    """Call ``chose`` with the value a person picks."""

    def heard(change: Any) -> None:
        if change["new"] is not None and not getattr(picker, "gx_quiet", False):
            chose(change["new"])

    picker.observe(heard, "value")


def text(value: str = "") -> Any:
    """A place for printed HTML."""
    return ipywidgets.HTML(value=value, layout=ipywidgets.Layout(width="100%"))


def button(name: str, pressed: Callable[[], None], *, main: bool = False) -> Any:
    """A button (按钮)."""
    made = ipywidgets.Button(description=name)
    made.on_click(lambda _: pressed())
    if main:
        made.add_class("gx-main")
    return made


def bar(*children: Any) -> Any:
    """Pickers side by side."""
    made = ipywidgets.HBox(list(children))
    made.add_class("gx-bar")
    return made


def tools(*children: Any) -> Any:
    """Buttons and a search box above a list."""
    made = ipywidgets.HBox(list(children))
    made.add_class("gx-tools")
    return made


def frame(desk: Desk, title: str, about: str, *children: Any) -> Any:
    """An explorer as a whole: its style, its title, its parts."""
    top = text(html.style() + html.head(title, about, demo=is_demo(desk)))
    made = ipywidgets.VBox([top, *children])
    made.add_class("gx-explore")
    return made


class TickList:
    """A list with tick boxes (勾选表), a page at a time.

    The widgets of a page are made once and filled anew: making hundreds of them would freeze the
    notebook. ``label`` heads the tick boxes; ``ticked`` hears (code, on); ``turned`` hears the page
    asked for.
    """

    def __init__(
        self,
        heading: Heading,
        ticked: Callable[[str, bool], None],
        turned: Callable[[int], None],
        *,
        label: str,
        size: int = PAGE,
        label_width: str = "230px",
    ) -> None:
        self.heading, self.size = heading, size
        self._ticked, self._filling, self._page = ticked, False, 0
        self._codes: list[str] = [""] * size
        self._boxes = [self._box(n, label_width) for n in range(size)]
        self._texts = [text() for _ in range(size)]
        self._rows = [row(b, t) for b, t in zip(self._boxes, self._texts, strict=True)]
        top = ipywidgets.Label(label, layout=ipywidgets.Layout(width=label_width, flex="0 0 auto"))
        head = row(top, text(html.heading(heading)))
        head.add_class("gx-heading")
        self._body = ipywidgets.VBox([head, *self._rows])
        self._body.add_class("gx-list")
        self._said = ipywidgets.Label("")
        self._back = button("上一页", lambda: turned(self._page - 1))
        self._on = button("下一页", lambda: turned(self._page + 1))
        pager = ipywidgets.HBox([self._back, self._on, self._said])
        pager.add_class("gx-pager")
        self.widget = ipywidgets.VBox([self._body, pager])

    def show(self, lines: Sequence[Line], page: int, what: str = "户") -> None:
        """Fill the list with one page of ``lines``; a page beyond the end is the last one."""
        self._page = clamp(page, len(lines), self.size)
        here = lines[self._page * self.size : (self._page + 1) * self.size]
        self._filling = True
        for n in range(self.size):
            self._fill(n, here[n] if n < len(here) else None)
        self._filling = False
        count = pages(len(lines), self.size)
        self._said.value = f"共{len(lines)}{what}，第{self._page + 1}页，共{count}页"
        self._back.disabled, self._on.disabled = self._page == 0, self._page + 1 >= count

    def _box(self, place: int, width: str) -> Any:
        box = ipywidgets.Checkbox(
            indent=False, layout=ipywidgets.Layout(width=width, flex="0 0 auto")
        )
        box.observe(lambda change: self._heard(place, bool(change["new"])), "value")
        return box

    def _heard(self, place: int, on: bool) -> None:
        if not self._filling:
            self._ticked(self._codes[place], on)

    def _fill(self, place: int, given: Line | None) -> None:
        row, box = self._rows[place], self._boxes[place]
        row.layout.display = None if given else "none"
        if given is None:
            return
        self._codes[place] = given.code
        box.description, box.tooltip, box.value = given.label, given.label, given.ticked
        self._texts[place].value = html.line(given.cells, self.heading)
        (row.add_class if given.ticked else row.remove_class)("gx-on")


def pages(count: int, size: int = PAGE) -> int:
    """How many pages a list fills, at least one.

    >>> pages(0), pages(12), pages(13)
    (1, 1, 2)
    """
    return max(1, -(-count // size))


def clamp(page: int, count: int, size: int = PAGE) -> int:
    """The page asked for, or the nearest there is.

    >>> clamp(-1, 30), clamp(9, 30)
    (0, 2)
    """
    return min(max(page, 0), pages(count, size) - 1)


def row(*children: Any) -> Any:
    """A row of a list."""
    made = ipywidgets.HBox(list(children))
    made.add_class("gx-line")
    return made
