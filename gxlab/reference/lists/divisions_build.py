"""Rebuild divisions.csv and divisions_successors.csv from dated code tables of GB/T 2260.

python gxlab/reference/lists/divisions_build.py SOURCE_FOLDER

The tables come from two offices that differ: only the statistics bureau lists 省直辖县级行政区划
and development zones, so a code missing from the other's table is not thereby abolished. The 市辖区
of each prefecture (xxxx01) is no place and is left out.
"""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = ("code", "name", "parent", "level", "first_seen", "last_seen", "gone_by")
LATEST = "2023-12"
_SUMMARY = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
_SUFFIX = re.compile("(?:自治州|自治县|地区|林区|特区|县|市|区|旗|盟)$")


@dataclass(frozen=True)
class Row:
    """One code under one name, with the first and last table that show it."""

    code: str
    name: str
    first_seen: str
    last_seen: str
    gone_by: str = ""

    @property
    def level(self) -> str:
        if self.name in _SUMMARY:
            return "汇总码"
        if self.code.endswith("0000"):
            return "省级"
        if self.code.endswith("00"):
            return "地级"
        return "统计开发区" if self.code[4] == "7" else "县级"

    @property
    def statistics_only(self) -> bool:
        return self.level in ("汇总码", "统计开发区")


def read_tables(source: Path) -> list[tuple[str, str, dict[str, str]]]:
    """(month, office, code → name) in order of time."""
    tables = []
    for path in (source / "snapshots").glob("*_*.tsv"):
        office, month = path.stem.split("_")
        with path.open(encoding="utf-8", newline="") as file:
            names = {row["Code"]: row["Name"] for row in csv.DictReader(file, delimiter="\t")}
        tables.append((f"{month[:4]}-{month[4:]}", office, names))
    latest: dict[str, str] = {}
    for stem in ("provinces", "cities", "areas"):
        with (source / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
            latest |= {row["code"].ljust(6, "0"): row["name"] for row in csv.DictReader(file)}
    return [*sorted(tables, key=lambda table: table[:2]), (LATEST, "stats", latest)]


def merge(tables: list[tuple[str, str, dict[str, str]]]) -> list[Row]:
    """One row per code and name: seen from, seen to, and the first table that shows it gone."""
    rows: dict[tuple[str, str], Row] = {}
    for month, _, names in tables:
        for key in names.items():
            rows[key] = replace(rows.get(key, Row(*key, month, month)), last_seen=month)
    kept = (row for row in rows.values() if row.level != "汇总码" or row.code.endswith("00"))
    return sorted((_close(row, tables) for row in kept), key=_order)


def _order(row: Row) -> tuple[str, str]:
    return row.code, row.first_seen


def _close(row: Row, tables: list[tuple[str, str, dict[str, str]]]) -> Row:
    later = (
        month
        for month, office, _ in tables
        if month > row.last_seen and (office == "stats" or not row.statistics_only)
    )
    # The latest table leaves out 台湾, 香港 and 澳门; they did not end with it.
    outside = row.code[:2] in ("71", "81", "82")
    return replace(row, gone_by="" if outside else next(later, ""))


def apply_notes(rows: list[Row]) -> list[Row]:
    """Narrow the window of changes whose year is on record (divisions_notes.csv)."""
    known = {(row.code, row.name): row for row in rows}
    for note in _read_csv(HERE / "divisions_notes.csv"):
        month = f"{note['year']}-12"
        old, new = (note["code"], note["name"]), (note["successor"], note["successor_name"])
        if not known[old].gone_by or known[old].gone_by > month:
            known[old] = replace(known[old], gone_by=month)
        if known[new].first_seen > month:
            known[new] = replace(known[new], first_seen=month)
    return sorted(known.values(), key=_order)


def successors(rows: list[Row]) -> list[dict[str, str]]:
    """Which code follows an abolished one: by the noted decree, else by the same name."""
    noted = _read_csv(HERE / "divisions_notes.csv")
    found = [
        {"code": note["code"], "successor": note["successor"], "basis": note["basis"]}
        for note in noted
        if note["code"] != note["successor"]
    ]
    done = {note["code"] for note in found}
    alive = {row.code for row in rows if not row.gone_by}
    for row in rows:
        if row.gone_by and row.level in ("地级", "县级") and row.code not in done | alive:
            follower = _follower(row, rows)
            if follower:
                found.append({"code": row.code, "successor": follower, "basis": "同名"})
    unique = {(row["code"], row["successor"]): row for row in found}
    return [unique[key] for key in sorted(unique)]


def _follower(row: Row, rows: list[Row]) -> str | None:
    """The one code of the same province and level that carries the name on; None where unclear."""
    near = [
        other
        for other in rows
        if other.code[:2] == row.code[:2]
        and other.code != row.code
        and other.level == row.level
        and (not other.gone_by or other.gone_by > row.gone_by)
        and other.first_seen <= row.gone_by
    ]
    fresh = [other for other in near if other.first_seen > row.last_seen]
    stem = _SUFFIX.sub("", row.name)
    tests = (
        # 139001 and 130682 were both 定州市: the two offices numbered it differently for a while.
        [other for other in near if other.name == row.name and row.code[2:4] == "90"],
        [other for other in fresh if other.name == row.name],
        [other for other in fresh if len(stem) > 1 and _SUFFIX.sub("", other.name) == stem],
        [
            other
            for other in fresh
            if len(stem) == 1 and other.name.startswith(stem) and other.code[:4] == row.code[:4]
        ],
    )
    return next((matches[0].code for matches in tests if len(matches) == 1), None)


def _parent(code: str, prefectures: set[str]) -> str:
    if code.endswith("0000"):
        return ""
    prefecture = code[:4] + "00"
    return prefecture if code != prefecture and prefecture in prefectures else code[:2] + "0000"


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def build(source: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The rows of both lists."""
    rows = apply_notes(merge(read_tables(source)))
    prefectures = {row.code for row in rows if row.level == "地级"}
    divisions = [
        {
            "code": row.code,
            "name": row.name,
            "parent": _parent(row.code, prefectures),
            "level": row.level,
            "first_seen": row.first_seen,
            "last_seen": row.last_seen,
            "gone_by": row.gone_by,
        }
        for row in rows
    ]
    return divisions, successors(rows)


def main(source: Path, target: Path = HERE) -> None:
    for stem, rows in zip(("divisions", "divisions_successors"), build(source), strict=True):
        with (target / f"{stem}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
