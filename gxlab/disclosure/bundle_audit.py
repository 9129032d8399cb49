"""The judgement of finished pages (成品审计): read back from their bytes, before any is placed.

In this order, each on what the one before has shown to be readable: the rules of form, agreement
with the release, the scan of the bytes, the attack on all that has ever been printed. What a user
is shown of a refusal names counts and pages; the details stay in a file of the bureau's own.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from importlib import metadata
from pathlib import Path
from typing import Any

import polars as pl

from gxlab.disclosure import certificate as certificates
from gxlab.disclosure import files, ledger
from gxlab.disclosure.agreement import decided, disagreements
from gxlab.disclosure.audit import Audit, audit
from gxlab.disclosure.bundle_files import Fault
from gxlab.disclosure.bundle_rules import checked
from gxlab.disclosure.certificate import Certificate, Counts
from gxlab.disclosure.known_secrets import (
    public_names,
    secrets_of,
    style_numbers,
    without_digests,
)
from gxlab.disclosure.model import CELL, FIGURES, KEPT, PRIMARY, PRINTED, SECONDARY, Released
from gxlab.disclosure.programs import Unsolved
from gxlab.disclosure.readback import ReadBack, Reading
from gxlab.disclosure.rules import NAMES, rules_at
from gxlab.disclosure.scan import scan
from gxlab.disclosure.system import Inconsistent
from gxlab.warehouse.desk import Desk

SUPPRESSED = "suppressed"
_TOLD = ("figures", "rates", "counts", "targets")
_NAMED = 3
_REMEDY = "没有放行任何页面；明细只供内部查看，见 data/warehouse/releases 里本期的 audit.json。"


@dataclass(frozen=True)
class Judged:
    """``refusal``: why nothing may be placed, "" where all may; then the certificate (证书)."""

    refusal: str = ""
    certificate: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Release:
    """The release the pages say they are: its data, its pattern, and what may be read from it."""

    prepared: Path
    was: Released
    pattern: pl.DataFrame
    shared: Mapping[str, pl.DataFrame]


def judged(pages: Mapping[str, bytes], internal: Path, folder: Path, desk: Desk) -> Judged:
    """Judge the pages of a release by name, as they will stand.

    ``internal``: what the release was made of; ``folder``: that of earlier shared releases;
    ``desk``: the release's snapshot and period. Raises LedgerBroken, NoRelease, WrongRule.
    """
    before = ledger.earlier(folder)
    release = _release(internal)
    names = public_names(release.shared["units"], release.shared["names"])
    reading, faults = checked(pages, names)
    found = list(faults) or list(_not_as_decided(reading, release))
    if found:
        return _refused(release, "版式或数字不合规定", found)
    if hits := list(_secrets_in(pages, reading, release, desk, names)):
        return _refused(release, "含有应保密的内容", hits)
    now = Released(release.was.data, read_figures(reading, release.was.figures))
    try:
        attacked = audit(now, before, rules_at(desk), workers=min(2, os.cpu_count() or 1))
    except (Inconsistent, Unsolved) as error:
        return _refused(release, "无法完成推断核对", [Fault(str(error), "（全部页面）", "")])
    if not attacked.passed:
        return _disclosing(release, attacked, reading)
    passed = _certificate(pages, reading, release, before, attacked, folder)
    certificates.put_on_record(release.prepared, passed, [])
    return Judged("", certificates.plain(passed))


def _release(internal: Path) -> _Release:
    prepared = internal.parent
    shared = files.read(prepared / files.SHARED, (*_TOLD, "units", "names"))
    pattern = files.read(internal, ("pattern",))["pattern"]
    return _Release(prepared, files.read_internal(internal), pattern, shared)


def _not_as_decided(reading: Reading, release: _Release) -> Iterable[Fault]:
    """Figures that are not those of the release, and cells held back that are not read as ``*``."""
    yield from disagreements(reading, decided(release.shared[name] for name in _TOLD))
    held = set(release.pattern.filter(pl.col("status") != PRINTED).select(CELL).iter_rows())
    for figure in reading.figures:
        if cell_of(figure) in held and not figure.suppressed and _is_own(figure, release):
            yield Fault("印了不公布的单元格", figure.page, figure.place)


def _is_own(figure: ReadBack, release: _Release) -> bool:
    return figure.period == release.was.data.period


def cell_of(figure: ReadBack) -> tuple[str, str, str, str, str]:
    """The cell a figure is printed of: indicator, span, unit, by, code."""
    return (figure.indicator, figure.span, figure.unit, figure.by, figure.code)


def _secrets_in(
    pages: Mapping[str, bytes],
    reading: Reading,
    release: _Release,
    desk: Desk,
    names: Sequence[str],
) -> Iterable[Fault]:
    secrets = secrets_of(desk, release.was.data, release.pattern)
    printed = {f.number for f in reading.figures if f.number is not None} | style_numbers()
    # The years of dates and periods, in which a sum's digits may stand by chance.
    year = int(release.was.data.period[:4])
    printed |= {Decimal(year + back) for back in (-2, -1, 0, 1)}
    for hit in scan(without_digests(pages), secrets, printed=printed, public=names).hits:
        yield Fault(f"含有{hit.kind}", hit.file, hit.channel)


def read_figures(reading: Reading, known: pl.DataFrame) -> pl.DataFrame:
    """The release's figures as the pages tell them (回读数), each once; :data:`FIGURES`.

    ``known``: the figures the release was made of; others (rates fed back, counts, targets) are
    no sums of readings.
    """
    own = set(known["ref"].to_list())
    rows: dict[str, tuple[str | None, ...]] = {}
    for f in reading.figures:
        if f.ref in own:
            rows.setdefault(f.ref, _row(f))
    measures = known.select("ref", pl.col("unit_of_measure").alias("measure"))
    found = pl.DataFrame(list(rows.values()), schema=FIGURES, orient="row")
    # A column's head tells the unit of measure once; the release knows it for every figure.
    return found.join(measures, on="ref", how="left").select(
        pl.col("measure").alias(name) if name == "unit_of_measure" else name for name in FIGURES
    )


def _row(f: ReadBack) -> tuple[str | None, ...]:
    at = (f.ref, f.indicator, f.unit, f.by, f.code, f.span, f.period, f.statistic)
    if f.number is None:
        return (*at, None, None, "", f.text, SUPPRESSED)
    return (*at, str(f.number), str(f.half), "", f.text, PRINTED)


def _refused(release: _Release, why: str, faults: Sequence[Fault]) -> Judged:
    certificates.put_on_record(release.prepared, None, [str(fault) for fault in faults])
    pages = sorted({fault.file for fault in faults})
    rules = "、".join(dict.fromkeys(fault.rule for fault in faults[:_NAMED]))
    return Judged(
        f"成品核对没有通过：{why}，{len(faults)}处，涉及{len(pages)}个页面"
        f"（{_some(pages)}；{rules}）。{_REMEDY}"
    )


def _disclosing(release: _Release, attacked: Audit, reading: Reading) -> Judged:
    certificates.put_on_record(release.prepared, None, [repr(leak) for leak in attacked.leaks])
    pages = sorted({figure.page for figure in reading.figures})
    return Judged(
        f"数据安全审计没有通过：有{len(attacked.leaks)}处可以推断出应保密的数"
        f"（回读{len(pages)}个页面，{len(reading.figures)}个数字）。{_REMEDY}"
    )


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")


def _certificate(
    pages: Mapping[str, bytes],
    reading: Reading,
    release: _Release,
    before: Sequence[Released],
    attacked: Audit,
    folder: Path,
) -> Certificate:
    was = files.read(release.prepared / files.INTERNAL, ("release",))["release"].to_dicts()[0]
    return Certificate(
        period=release.was.data.period,
        snapshot=str(was["snapshot"]),
        version=metadata.version("gxlab"),
        solver=attacked.solver,
        rules=NAMES,
        counts=_counts(pages, reading, release, before, attacked),
        narrowest=f"{attacked.narrowest:.4f}",
        pages={name: hashlib.sha256(data).hexdigest() for name, data in pages.items()},
        shared=_sha256(release.prepared / files.SHARED),
        internal=_sha256(release.prepared / files.INTERNAL),
        ledger=ledger.head(folder),
    )


def _counts(
    pages: Mapping[str, bytes],
    reading: Reading,
    release: _Release,
    before: Sequence[Released],
    attacked: Audit,
) -> Counts:
    status = dict(release.pattern.group_by("status").len().iter_rows())
    totals = release.pattern.filter((pl.col("by") == "") & (pl.col("status") != PRINTED))
    period = release.was.data.period
    shown = {
        cell
        for one in before
        if one.data.period == period
        for cell in one.figures.filter(pl.col("status") == PRINTED).select(CELL).iter_rows()
    }
    return Counts(
        pages=len(pages),
        figures=len(reading.figures),
        printed=status.get(PRINTED, 0),
        primary=status.get(PRIMARY, 0),
        secondary=status.get(SECONDARY, 0),
        kept=status.get(KEPT, 0),
        totals=totals.height,
        fixed_before=sum(cell in shown for cell in totals.select(CELL).iter_rows()),
        solved=attacked.solved,
        skipped=attacked.skipped,
        insiders=attacked.insiders,
        past_help=attacked.past_help,
        earlier=len(before),
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
