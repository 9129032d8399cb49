"""The plan of a run (计划): which editions, with which notebook, parameters and key.

An edition's key is everything but the data: notebook, parameters, the analyst's text, the code and
the libraries that shape a page. Its data are the reads noted when it was made; both unchanged, the
edition stands.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import gxlab
from gxlab.batch.manifest import Edition, file_digest
from gxlab.batch.notebooks import ReportNotebook
from gxlab.reference.territory import Territory, Unit

ALL = "all"
# What shapes a page. Intake and the demo only shape the data, which the reads speak for.
_STAGES = ("reference", "warehouse", "measures", "disclosure", "show", "batch", "publish")
_LIBRARIES = (
    *("duckdb", "polars", "altair", "vl-convert-python"),
    *("jinja2", "python-docx", "xlsxwriter"),
)


@dataclass(frozen=True)
class Planned:
    """An edition to be made: its notebook, its own parameters, and its key.

    ``also``: the endings of its other forms (.docx, .xlsx), which lie beside the page.
    """

    edition: Edition
    notebook: ReportNotebook
    parameters: Mapping[str, Any]
    key: Mapping[str, str]
    also: tuple[str, ...] = ()


def chosen_units(territory: Territory, named: Iterable[str]) -> tuple[Unit, ...]:
    """The units asked for; ``all`` is the city, its counties and its zones (市、县区、园区).

    Raises UnknownUnitName.
    """
    found: dict[str, Unit] = {}
    for name in named:
        if name == ALL:
            wide = [u for u in territory.units if u.kind != "town"]
        else:
            wide = [territory.find(name)]
        found.update({unit.code: unit for unit in wide})
    return tuple(found.values())


def planned(
    notebooks: Iterable[ReportNotebook],
    units: Iterable[Unit],
    period: str,
    audience: str,
    own: Mapping[str, Mapping[str, Any]],
    commentary: Path,
) -> tuple[Planned, ...]:
    """Report × unit, in the order of reports within units."""
    notebooks = tuple(notebooks)
    return tuple(
        _planned(notebook, Edition(notebook.report, unit.code, period, audience), own, commentary)
        for unit in units
        for notebook in notebooks
    )


def _planned(
    notebook: ReportNotebook,
    edition: Edition,
    own: Mapping[str, Mapping[str, Any]],
    commentary: Path,
) -> Planned:
    extra = dict(own.get(notebook.report, {}))
    parameters = {
        **extra,
        "unit": edition.unit,
        "period": edition.period,
        "audience": edition.audience,
    }
    text = commentary / edition.period / edition.unit / f"{edition.report}.md"
    key = {
        "notebook": notebook.digest,
        "parameters": json.dumps(parameters, ensure_ascii=False, sort_keys=True),
        "commentary": file_digest(text) or "",
        "code": code_digest(),
        "libraries": libraries(),
    }
    return Planned(edition, notebook, parameters, key)


@cache
def code_digest() -> str:
    """A digest of the code that shapes pages, and the version (程序摘要)."""
    whole = hashlib.sha256(gxlab.__version__.encode())
    for stage in _STAGES:
        for name, data in _texts(files("gxlab").joinpath(stage), stage):
            whole.update(f"\n{name}\n".encode())
            whole.update(data)
    return whole.hexdigest()[:16]


@cache
def libraries() -> str:
    """The interpreter and libraries that can change a printed figure or drawn line."""
    python = f"python {sys.version_info.major}.{sys.version_info.minor}"
    return ", ".join([python, *(f"{name} {metadata.version(name)}" for name in _LIBRARIES)])


def _texts(folder: Traversable, prefix: str) -> Iterable[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _texts(entry, name)
        elif not entry.name.endswith(".pyc"):
            yield name, entry.read_bytes()
