"""A reader of its own process: opens the current snapshot again and again and reads it twice.

Told: the warehouse, the seconds to go on. It tells as one JSON line how often it read, in how many
snapshots, how often one reading held figures of two imports, and what went wrong.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import duckdb

from gxlab.warehouse.guard import sound
from gxlab.warehouse.snapshot import open_reader

ASKED = "select distinct value from fact where code = 'A'"


def main(warehouse: Path, seconds: float) -> None:
    """Read until the time is over."""
    end = time.monotonic() + seconds
    reads, mixed, seen, faults = 0, 0, set(), []
    while time.monotonic() < end:
        try:
            found = sound(warehouse)
            con = open_reader(found.path, threads=1)
            first = con.sql(ASKED).fetchall()
            time.sleep(1)  # a writer may put a new snapshot in place meanwhile
            mixed += len(first) != 1 or con.sql(ASKED).fetchall() != first
            con.close()
        except (duckdb.Error, OSError, ValueError, RuntimeError) as error:
            faults.append(f"{type(error).__name__}: {error}")
            continue
        seen.add(found.id)
        reads += 1
    told = {"reads": reads, "mixed": mixed, "snapshots": len(seen), "faults": faults}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
