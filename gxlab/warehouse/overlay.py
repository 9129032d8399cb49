"""Corrections laid over the current rows of own ledgers (数值更正) while a snapshot is resolved.

The stored row stays as it was sent; the snapshot holds the corrected figure, and beside it in the
table ``applied_correction`` what was stored, what it became, why, by whom and when. A correction
whose ``was`` is not what is stored is a problem of its own and changes nothing. Statistical
returns are not within reach: only what ``correctable.sql`` lists is looked at.
"""

from __future__ import annotations

import duckdb

from gxlab.warehouse.tables import sql

APPLIED = ("apply_ledger", "apply_benefit", "apply_pool", "apply_cluster")


def lay_over(con: duckdb.DuckDBPyConnection) -> None:
    """Apply 数值更正 to ``snap`` and ``resolving_fact``, and name those that do not hold."""
    for step in ("correctable", "applied_correction"):
        con.execute(sql("resolve", step))
    con.execute("drop table correctable")
    if con.sql("select 1 from snap.applied_correction limit 1").fetchall():
        for step in (*APPLIED, "correction_problem"):
            con.execute(sql("resolve", step))
