"""From a request to signed editions (定稿): which editions, with what they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gxlab.batch import manifest
from gxlab.batch.crew import Shop
from gxlab.batch.plan import ALL, chosen_units
from gxlab.batch.signing import Act, NotSignable, Signing
from gxlab.batch.signing import sign as sign_editions
from gxlab.batch.staging import Bench
from gxlab.commands.briefs import renew as renew_briefs
from gxlab.commands.reporting import whole_press
from gxlab.reference.periods import Period
from gxlab.warehouse import guard, releases, snapshot
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.workspace import Workspace

AUDIENCE = "internal"


@dataclass(frozen=True)
class Wanted:
    """What ``gxlab sign`` was asked for: a period, units and reports by name or ``all``."""

    period: Period
    units: Sequence[str]
    reports: Sequence[str]


def sign(workspace: Workspace, wanted: Wanted, act: Act) -> list[Signing]:
    """Sign the editions as they stand. The caller holds the lock of publishing.

    Raises NotSignable, UnknownUnitName, NoSnapshot, LedgerBroken; then nothing was signed.
    """
    now = guard.sound(workspace.warehouse)
    desk = open_desk(
        now, None, wanted.period, folder=workspace.commentary, releases=workspace.releases
    )
    entries = _chosen(workspace, wanted, desk)
    shop = Shop(
        workspace.root.resolve(),
        workspace.reports.resolve(),
        (workspace.scratch / "batch").resolve(),
    )
    signed = releases.signed(workspace.releases, str(wanted.period), AUDIENCE)
    bench = Bench(desk, shop, whole_press(workspace, desk), signed, workspace.releases)
    try:
        done = sign_editions(entries, act, bench)
    finally:
        bench.press.end()
    for signing in done:
        snapshot.pin(workspace.warehouse, str(signing.entry["snapshot"]))
    renew_briefs(workspace, wanted.period, (str(signing.entry["unit"]) for signing in done))
    return done


def _chosen(workspace: Workspace, wanted: Wanted, desk: Desk) -> list[dict[str, Any]]:
    """The editions of the release that are meant, in the order of the manifest."""
    entries = manifest.read(workspace.reports / str(wanted.period) / AUDIENCE)
    if not entries:
        raise NotSignable(
            f"{wanted.period}还没有报告，请先用 gxlab report --period {wanted.period} 生成。"
        )
    every = ALL in wanted.units
    codes = {u.code for u in chosen_units(desk.units, wanted.units)} if not every else set()
    found = [
        entry
        for (report, unit), entry in entries.items()
        if (every or unit in codes) and (ALL in wanted.reports or report in wanted.reports)
    ]
    if not found:
        known = "、".join(sorted({report for report, _ in entries}))
        raise NotSignable(
            f"{wanted.period}没有所指单元、报告的页面（已生成的报告：{known}），"
            "请核对 --unit 和 --report，或先生成。"
        )
    return found
