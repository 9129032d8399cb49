"""What a shared release must not show (应保密的内容): names of firms and projects in every writing,
and the values of the cells that are held back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib.resources import files

import polars as pl

from gxlab.disclosure.figures import sums
from gxlab.disclosure.model import CELL, PRINTED, Gathered
from gxlab.disclosure.secret_forms import Secrets
from gxlab.warehouse.desk import Desk

# 统一社会信用代码: the body within it is the code of the organisation (组织机构代码).
_CREDIT = re.compile(r"[0-9A-Z]{18}")
_LEGAL_FORM = re.compile(
    r"(?:集团)?(?:股份|有限责任|有限|责任)*(?:公司|合伙企业|厂|集团)(?:[(（].*[)）])?$"
)
_SHORTEST = 4
# What a page's own digest happens to spell is no figure.
_INPUTS = re.compile(rb'(<meta name="gxlab:inputs" content=")[0-9a-f]{16}(">)')
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_STYLES = (("gxlab.publish", "templates"), ("gxlab.show", "templates"))
_NAME = "企业名称"


def secrets_of(desk: Desk, data: Gathered, pattern: pl.DataFrame) -> Secrets:
    """Identifiers of the whole snapshot, and the values behind every cell that is not printed.

    ``pattern``: ``wanted`` with ``status``.
    """
    known = desk.read("identifiers")
    named = {name for u in desk.units.units for name in (u.name, u.name[:-1]) if len(name) > 1}
    places = re.compile(f"^(?:{'|'.join(map(re.escape, sorted(named, key=_longest)))})+")
    identifiers = {
        text: kind
        for written, kind in known.iter_rows()
        for text, kind in _written(str(written), str(kind), places)
    }
    return Secrets(identifiers, tuple(_values(data, pattern)))


def public_names(units: pl.DataFrame, names: pl.DataFrame) -> list[str]:
    """Names that a release prints by right: units, clusters, industries, segments."""
    return sorted({*units["name"].to_list(), *names["name"].to_list()})


def without_digests(pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pages without the digest of their inputs (数据摘要)."""
    return {name: _INPUTS.sub(rb"\1\2", data) for name, data in pages.items()}


def style_numbers() -> set[Decimal]:
    """Numbers that stand in the product's own style sheets, on every page alike."""
    found: set[Decimal] = set()
    for package, folder in _STYLES:
        for sheet in files(package).joinpath(folder).iterdir():
            if sheet.name.endswith(".css"):
                found |= {Decimal(n) for n in _NUMBER.findall(sheet.read_text(encoding="utf-8"))}
    return found


def _longest(name: str) -> tuple[int, str]:
    return (-len(name), name)


def _written(text: str, kind: str, places: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    yield text, kind
    if kind == "企业代码" and _CREDIT.fullmatch(text):
        yield text[8:17], "组织机构代码"
    if kind == _NAME and (short := _short(text, places)):
        yield short, "企业简称"


def _short(name: str, places: re.Pattern[str]) -> str:
    """The name without its place and legal form; "" where what is left may be an ordinary word."""
    short = places.sub("", _LEGAL_FORM.sub("", name))
    return short if short != name and len(short) >= _SHORTEST else ""


def _values(data: Gathered, pattern: pl.DataFrame) -> Iterator[Decimal]:
    held = {row[:5] for row in pattern.filter(pl.col("status") != PRINTED).select(CELL).iter_rows()}
    for cell, one in sums(data).items():
        if cell in held:
            yield from (one.value, one.compared, one.base)
