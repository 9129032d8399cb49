"""What stands in a release, in the order of a reader's folder (目录): indexes, contents, packs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gxlab.batch import journal, manifest
from gxlab.batch.plan import Planned
from gxlab.publish.site import issue_of, write_contents, write_home, write_index
from gxlab.warehouse.desk import Desk

# The order of a reader's folder; reports of the workspace's own follow by name.
_ORDER = (
    "monthly_overview",
    "cluster_revenue",
    "technical_renovation",
    "enterprise_cultivation",
    "target_bulletin",
)


def place(report: str) -> tuple[int, str]:
    """Where a report stands among a unit's."""
    return (_ORDER.index(report) if report in _ORDER else len(_ORDER), report)


def in_order(entries: Sequence[Mapping[str, Any]]) -> list[Any]:
    """A unit's entries of the manifest in the order of a reader's folder."""
    return sorted(entries, key=lambda entry: place(entry["report"]))


def packs(folder: Path | None, plan: Sequence[Planned]) -> dict[str, dict[str, str]]:
    """The reports of each unit that stand in a release or will, with their titles (月报一套)."""
    found: dict[str, dict[str, str]] = {}
    for entry in manifest.read(folder).values() if folder else ():
        if entry["outcome"] != "refused":
            found.setdefault(entry["unit"], {})[entry["report"]] = entry["title"]
    for made in plan:
        found.setdefault(made.edition.unit, {})[made.edition.report] = made.notebook.title
    return found


def indexes(
    desk: Desk, entries: Sequence[Mapping[str, Any]], folder: Path, staged: Path
) -> list[journal.Move]:
    """The manifest, the release's index and the home page, written aside and then moved.

    The manifest is the first of the moves.
    """
    period, audience = folder.parent.name, folder.name
    told = _told(desk, entries, period, audience)
    aside = staged / period / audience
    manifest.write(aside, told, entries)
    whole = {**told, "editions": list(entries)}
    write_index(whole, aside / "index.html")
    contents = [f"{unit['code']}/index.html" for unit in told["units"]]
    for unit, name in zip(told["units"], contents, strict=True):
        write_contents(whole, unit["code"], aside / name)
    home = staged / "index.html"
    reports = folder.parent.parent
    others = [m for m in _manifests(reports) if (m["period"], m["audience"]) != (period, audience)]
    releases = sorted([*others, whole], key=lambda m: (m["period"], m["audience"]), reverse=True)
    write_home(_title(desk), [issue_of(m) for m in releases], home, demo=is_demo(desk))
    return [
        journal.Move(folder / manifest.NAME, aside / manifest.NAME),
        journal.Move(folder / "index.html", aside / "index.html"),
        *(journal.Move(folder / name, aside / name) for name in contents),
        journal.Move(reports / "index.html", home),
    ]


def _told(
    desk: Desk, entries: Sequence[Mapping[str, Any]], period: str, audience: str
) -> dict[str, Any]:
    titles = {entry["report"]: entry["title"] for entry in entries}
    present = {entry["unit"] for entry in entries}
    units = [
        {
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "level": len(desk.units.ancestors(unit.code)) - 1,
        }
        for unit in _top_down(desk)
        if unit.code in present
    ]
    reports = [{"id": name, "title": titles[name]} for name in sorted(titles, key=place)]
    return {
        "period": period,
        "audience": audience,
        "title": _title(desk),
        "demo": is_demo(desk),
        "snapshot": desk.snapshot,
        "reports": reports,
        "units": units,
    }


def _top_down(desk: Desk) -> list[Any]:
    """Units as a reader expects them: each above its own."""

    def below(code: str) -> list[Any]:
        inside = [below(unit.code) for unit in desk.units.children(code)]
        return [desk.units.find(code), *(unit for units in inside for unit in units)]

    return below(desk.units.root.code)


def _manifests(reports: Path) -> list[dict[str, Any]]:
    found = [manifest.whole(path.parent) for path in sorted(reports.glob("*/*/manifest.json"))]
    return [m for m in found if m is not None]


def _title(desk: Desk) -> str:
    return f"{desk.units.root.name}工业运行报告"


def is_demo(desk: Desk) -> bool:
    """Whether the root unit is the invented city (演示数据)."""
    return desk.units.root.name.startswith("示例")
