"""The state at the end of each month (月末留存), as Parquet: what stays when snapshots go."""

from __future__ import annotations

from datetime import date

from gxlab.warehouse import parquet
from gxlab.warehouse.store import Store

FOLDER = "monthly"


def keep(store: Store, today: date) -> str | None:
    """Write the state a former month ended with, before the first batch of a new one is added.

    Returns the month (YYYY-MM) where one was written. None is ever cleared away.
    """
    last = store.con.sql("select max(started_at) from batch").fetchall()[0][0]
    if last is None or (last.year, last.month) >= (today.year, today.month):
        return None
    month = f"{last:%Y-%m}"
    target = store.folder / FOLDER / month
    if (target / parquet.MANIFEST).is_file():
        return None
    parquet.write(store, target)
    return month
