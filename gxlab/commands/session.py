"""What every command is given and what it gives back (会话与答复)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import typer
from rich import box
from rich.console import Console, RenderableType
from rich.table import Table

from gxlab.workspace import Workspace, find_workspace

OK, NOT_ALL, USAGE, LOCKED, DAMAGED, INTERRUPTED = 0, 1, 2, 3, 4, 130
T = TypeVar("T")


@dataclass(frozen=True)
class Session:
    """The options all commands share: ``--workspace``, ``--json``, ``--debug``."""

    given: Path | None = None
    json: bool = False
    debug: bool = False

    @property
    def workspace(self) -> Workspace:
        """The workspace meant. Raises NotAWorkspace."""
        return find_workspace(self.given)


@dataclass(frozen=True)
class Reply:
    """What a command answers: JSON for programs, lines and tables for people, an exit code.

    ``data`` None: the command has told its JSON itself, because it stayed on afterwards.
    """

    data: dict[str, Any] | None
    shown: Sequence[RenderableType] = field(default_factory=tuple)
    code: int = OK


def session(context: typer.Context) -> Session:
    """The session that :func:`gxlab.cli.main` put into the context."""
    found = context.find_object(Session)
    return found or Session()


def console() -> Console:
    """Where answers go; wide enough for tables when the output is not a terminal."""
    width = None if sys.stdout.isatty() else 160
    return Console(file=sys.stdout, width=width, highlight=False, soft_wrap=True)


def progress_console() -> Console:
    """Where progress goes: standard error, so that ``--json`` stays one object."""
    return Console(file=sys.stderr, highlight=False, soft_wrap=True)


def grid(headers: Sequence[str], rows: Iterable[Sequence[object]], *, right: int = 0) -> Table:
    """A table for people; the last ``right`` columns are numbers and stand right-aligned."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, header in enumerate(headers):
        numeric = number >= len(headers) - right
        table.add_column(header, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    return table


def plain(value: Any) -> Any:
    """A value as JSON holds it: decimals as numbers, days as text.

    >>> plain({"value": Decimal("1203.400000"), "on": date(2026, 5, 31)})
    {'value': 1203.4, 'on': '2026-05-31'}
    """
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
