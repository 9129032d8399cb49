"""What identifies a row of each table (主键), and the order in which tables are resolved.

Rows of several files stand side by side in the writer's database; a snapshot keeps, per key, the
row of the highest status (最终 > 反馈 > 快报 > 预计) and, within it, of the latest file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

STATUS_ORDER = ("预计", "快报", "反馈", "最终")


@dataclass(frozen=True)
class RecordTable:
    """A table whose rows are records of a sheet (清单): its name and key.

    ``order``: how a snapshot sorts it where it may be long, so that a reader of one place
    opens few row groups.
    """

    name: str
    key: tuple[str, ...]
    order: tuple[str, ...] = ()


RECORD_TABLES = (
    RecordTable("unit", ("code", "valid_from")),
    RecordTable("zone_member", ("zone", "member_kind", "member", "valid_from")),
    RecordTable("enterprise", ("enterprise",)),
    RecordTable("enterprise_lineage", ("old_enterprise", "enterprise")),
    RecordTable("register", ("enterprise", "period"), ("unit", "period", "enterprise")),
    RecordTable("register_event", ("name", "event", "effective", "result")),
    RecordTable("industry_cluster", ("cluster", "list", "valid_from")),
    RecordTable("cluster_member", ("cluster", "enterprise", "valid_from")),
    RecordTable("cluster_segment", ("cluster", "segment")),
    RecordTable("cluster_industry", ("cluster", "industry", "valid_from")),
    RecordTable("taxpayer", ("enterprise",)),
    RecordTable("project_register", ("statistical_code", "period")),
    RecordTable("project_ledger", ("project", "period")),
    RecordTable("project_catalogue", ("year", "catalogue", "name")),
    RecordTable("project_plan", ("year", "name", "owner")),
    RecordTable("project_benefit", ("period", "unit", "name")),
    RecordTable("filing", ("project_code",)),
    RecordTable("meter", ("meter", "valid_from")),
    RecordTable("candidate", ("candidate", "period", "reported_by")),
    RecordTable("target", ("unit", "cluster", "indicator", "year", "tier", "effective")),
    RecordTable("decision", ("object_kind", "object_id", "decided_on")),
    RecordTable("correction", ("kind", "written", "file_name")),
    RecordTable("figure_correction", ("form", "place", "object", "item", "period")),
    RecordTable("policy", ("policy", "unit", "valid_from")),
    RecordTable("note", ("subject", "code", "period", "kind"), ("period", "subject", "code")),
)

OBSERVATION_KEY = ("subject", "code", "unit", "indicator", "period", "span", "scope")

LEDGER_TABLES = ("batch", "file", "sheet_count", "problem", "acceptance", "column_map")


@cache
def sql(folder: str, name: str) -> str:
    """The text of one static SQL file of the warehouse: ``schema``, ``views`` or ``checks``."""
    return files("gxlab.warehouse").joinpath(f"{folder}/{name}.sql").read_text(encoding="utf-8")


def names(folder: str) -> tuple[str, ...]:
    """The names of all SQL files of a folder, sorted."""
    entries = files("gxlab.warehouse").joinpath(folder).iterdir()
    return tuple(sorted(e.name[:-4] for e in entries if e.name.endswith(".sql")))
