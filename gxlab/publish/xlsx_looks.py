"""The formats of one workbook (单元格样式), made as they are asked for."""

from __future__ import annotations

from typing import Any

_FONT = {"font_name": "宋体", "font_size": 10.5}
_HEAD_FONT = {"font_name": "黑体", "font_size": 10.5}
_LINE = {"border": 1, "border_color": "#C3CBCF", "valign": "vcenter"}
_COLOURS = {"green": "#2F7D4F", "yellow": "#8A6100", "red": "#B3261E", "none": "#5A656B"}


class Looks:
    """Formats by what they are for; each is made once a workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[Any, ...], Any] = {}
        self.title = book.add_format({**_HEAD_FONT, "font_size": 14})
        self.note = book.add_format({**_FONT, "font_size": 9, "font_color": "#5A656B"})
        self.wrapped = book.add_format(
            {**_FONT, "font_size": 9, "font_color": "#5A656B", "text_wrap": True, "valign": "top"}
        )
        self.link = book.add_format({**_FONT, **_LINE, "font_color": "#0F5C73", "underline": 1})

    def head(self, align: str) -> Any:
        """A cell of a table's head."""
        return self._get(
            ("head", align),
            {**_HEAD_FONT, **_LINE, "bg_color": "#EEF5F7", "align": align, "text_wrap": True},
        )

    def text(
        self, align: str = "left", *, level: int = 0, strong: bool = False, quoted: bool = False
    ) -> Any:
        """A text; ``quoted`` keeps it a text even when somebody edits the cell."""
        made = {**_FONT, **_LINE, "num_format": "@", "align": align, "text_wrap": True}
        more = {"indent": level, "bold": strong, "quote_prefix": quoted, **_strong(strong)}
        return self._get(("text", align, level, strong, quoted), {**made, **more})

    def number(
        self,
        decimals: int,
        *,
        thousands: bool = True,
        signed: bool = False,
        strong: bool = False,
        unit: str = "",
    ) -> Any:
        """A number with as many decimals as the report prints, and its unit where it has one."""
        shown = ("#,##0" if thousands else "0") + ("." + "0" * decimals if decimals else "")
        shown += f'"{unit}"' if unit else ""
        pattern = f"+{shown};-{shown};{shown}" if signed else shown
        key = ("number", decimals, thousands, signed, strong, unit)
        made = {**_FONT, **_LINE, "num_format": pattern, "align": "right", "bold": strong}
        return self._get(key, {**made, **_strong(strong)})

    def light(self, level: str) -> Any:
        """A traffic light's word in its colour."""
        made = {**_FONT, **_LINE, "align": "center", "font_color": _COLOURS[level]}
        return self._get(("light", level), made)

    def _get(self, key: tuple[Any, ...], properties: dict[str, Any]) -> Any:
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def _strong(strong: bool) -> dict[str, Any]:
    return {"bg_color": "#F3F3F3"} if strong else {}
