"""The tables intake fills (入库表): their columns, kinds and keys, without ``file_id``.

The warehouse stands to the right of intake and may not be imported here; a test compares this list
with its schema.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

MONEY = pl.Decimal(18, 6)
TEXT = pl.String
DAY = pl.Date
FLAG = pl.Boolean
WHOLE = pl.Int32


@dataclass(frozen=True)
class Record:
    """One table: its columns with their types, what must be filled, what makes a row unique."""

    name: str
    columns: dict[str, pl.DataType | type[pl.DataType]]
    required: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def schema(self) -> dict[str, pl.DataType | type[pl.DataType]]:
        """The columns of the frame intake gives, in the table's order."""
        return {**self.columns, "sheet": TEXT, "row_no": WHOLE}


def _record(name: str, columns: str, required: str, key: str) -> Record:
    kinds: dict[str, pl.DataType | type[pl.DataType]] = {
        "$": MONEY,
        "@": DAY,
        "?": FLAG,
        "#": WHOLE,
    }
    typed = {c.rstrip("$@?#"): kinds.get(c[-1], TEXT) for c in columns.split()}
    return Record(name, typed, tuple(required.split()), tuple(key.split()))


RECORDS: dict[str, Record] = {
    record.name: record
    for record in (
        _record(
            "observation",
            "subject code unit indicator period span reading number$ missing scope col",
            "subject code indicator period span reading",
            "subject code unit indicator period span reading scope",
        ),
        _record(
            "note",
            "subject code period kind text author col",
            "subject code period kind text",
            "subject code period kind",
        ),
        _record(
            "unit",
            "code name parent kind in_county_total? valid_from@ valid_to@ aliases",
            "code name kind",
            "code valid_from",
        ),
        _record(
            "zone_member",
            "zone member_kind member valid_from@ valid_to@",
            "zone member_kind member",
            "zone member_kind member valid_from",
        ),
        _record(
            "enterprise",
            "enterprise name former_name unit industry holding",
            "enterprise name",
            "enterprise",
        ),
        _record(
            "enterprise_lineage",
            "old_enterprise enterprise kind effective",
            "old_enterprise enterprise kind effective",
            "old_enterprise enterprise",
        ),
        _record(
            "register",
            "enterprise period name former_name unit industry size door entered state remark",
            "enterprise period name unit",
            "enterprise period",
        ),
        _record(
            "register_event",
            "enterprise name unit event door effective credited_year# result reason",
            "name event",
            "enterprise name event effective result",
        ),
        _record(
            "industry_cluster",
            "cluster name former_name unit list leader office valid_from@ valid_to@",
            "cluster name",
            "cluster list valid_from",
        ),
        _record(
            "cluster_member",
            "cluster enterprise segment role valid_from@ valid_to@",
            "cluster enterprise",
            "cluster enterprise segment valid_from",
        ),
        _record(
            "cluster_segment", "cluster segment position# gap", "cluster segment", "cluster segment"
        ),
        _record(
            "cluster_industry",
            "cluster industry valid_from@ valid_to@",
            "cluster industry",
            "cluster industry valid_from",
        ),
        _record(
            "taxpayer",
            "enterprise name office industry",
            "",
            "enterprise",
        ),
        _record(
            "meter",
            "meter enterprise user_name valid_from@ valid_to@",
            "meter enterprise",
            "meter valid_from",
        ),
        _record(
            "project_ledger",
            "project period unit name owner enterprise project_code content years"
            " planned_investment$"
            " annual_plan$ prior_cumulative$ ytd_investment$ month_investment$ progress"
            " paper_approval paper_land paper_environment paper_energy paper_planning"
            " paper_construction planned_start actual_start planned_end state problem blocked_by"
            " coordination responsible sponsor category direction industry new_output$ new_tax$"
            " new_jobs$",
            "project period unit name",
            "project period",
        ),
        _record(
            "project_register",
            "statistical_code project_code period name owner enterprise unit industry nature"
            " planned_investment$ cumulative_investment$ ytd_investment$ equipment_investment$"
            " started entered completed",
            "statistical_code period name",
            "statistical_code period",
        ),
        _record(
            "project_catalogue",
            "year# catalogue position# name owner unit planned_investment$ annual_plan$"
            " planned_start planned_end direction",
            "year catalogue name",
            "year catalogue name owner",
        ),
        _record(
            "project_plan",
            "year# name owner plan_01$ plan_02$ plan_03$ plan_04$ plan_05$ plan_06$ plan_07$"
            " plan_08$ plan_09$ plan_10$ plan_11$ plan_12$",
            "year name",
            "year name owner",
        ),
        _record(
            "project_benefit",
            "period unit name owner completed output_plan$ output_actual$ tax_plan$ tax_actual$"
            " jobs_plan$ jobs_actual$",
            "period name",
            "period unit name",
        ),
        _record(
            "filing",
            "project_code name owner enterprise unit place project_type nature industry"
            " planned_investment$ content planned_start planned_end office filed_on@ state",
            "project_code name",
            "project_code filed_on state",
        ),
        _record(
            "candidate",
            "candidate period reported_by name enterprise unit pool product prior_year_revenue$"
            " invoice_ytd$ production_start filing_nature paper_license? paper_profit?"
            " paper_application? paper_photo? paper_filing? state helper difficulty",
            "candidate period reported_by name",
            "candidate period reported_by",
        ),
        _record(
            "target",
            "unit cluster indicator year# tier kind target$ last_year$ plan_q1$ plan_h1$ plan_q3$"
            " office effective",
            "unit indicator year tier kind",
            "unit cluster indicator year tier effective",
        ),
        _record(
            "policy",
            "policy unit value valid_from@ valid_to@ source",
            "policy value",
            "policy unit valid_from",
        ),
        _record(
            "correction",
            "kind written corrected file_name reason author decided_on@",
            "kind written corrected file_name reason author decided_on",
            "kind written file_name",
        ),
        _record(
            "figure_correction",
            "form place object item period was$ becomes$ reason author decided_on@",
            "form object item period was becomes reason author decided_on",
            "form place object item period",
        ),
        _record(
            "decision",
            "object_kind object_id verdict reason author decided_on@ valid_until@",
            "object_kind object_id verdict reason author decided_on",
            "object_kind object_id verdict",
        ),
    )
}
