"""Rebuild industry_codes.csv from the rebuilt table of GB/T 4754-2017 (B, C, D).

python gxlab/reference/lists/industry_codes_build.py SOURCE_FOLDER
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = ("code", "parent", "level", "name", "inferred")


def build(source: Path) -> list[dict[str, str]]:
    """The rows to ship. ``inferred`` = 1 where the name is not from the standard's own lists.

    Those are a 中类 with one 小类 (the standard gives both one name) and a 大类 whose name stands
    only in the statistics bureau's indicator names, not in the appendix headings at hand.
    """
    headings = _names(source / "gbt4754_isic4_2011_2017.csv")
    rows = []
    with (source / "gbt4754_2017_BCD.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            confirmed = row["name_source"].startswith(("附录", "标准")) or (
                row["level"] == "大类" and headings.get(row["code"]) == row["name"]
            )
            kept = {name: row[name] for name in COLUMNS[:4]}
            rows.append(kept | {"inferred": "0" if confirmed else "1"})
    return sorted(rows, key=lambda row: ("BCD".find(row["code"][0]) < 0, row["code"]))


def _names(path: Path) -> dict[str, str]:
    """Code → name of 2017 in the appendix's own order; a name broken over two lines is joined."""
    names: dict[str, str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["yr"] == "2017" and row["name"] not in names.get(row["GB"], ""):
                names[row["GB"]] = names.get(row["GB"], "") + row["name"]
    return names


def main(source: Path, target: Path = HERE) -> None:
    with (target / "industry_codes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(build(source))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
