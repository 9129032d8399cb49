"""登记的每一处缺陷都真在文件里;每种常见缺陷至少一处."""

from __future__ import annotations

import pytest

from tests.demo.reading import Demo, at

# 照抄需求里 W01—W21 的“常见缺陷”逐条命名;yi_county 要有第四个县才有
KINDS = {
    "W01": "two_row_header city_row_first zone_of_which flat_text times_text dash_no_target",
    "W02": "leading_zero_lost of_which_rows caption_without_figures",
    "W03": "file_name_month_off share_change_in_points comparable_base_differs",
    "W04": "code_as_number fullwidth_brackets renamed_with_former_name exits_without_list",
    "W05": "mixed_unit_rows base_restated new_firm_base_blank",
    "W06": "copied_last_month month_equals_cumulative yuan_instead_of_wan late_third "
    "approximate_text not_reported",
    "W07": "inserted_column stale_title county_missing growth_as_fraction",
    "W08": "growth_mismatch cluster_renamed total_includes_unlisted",
    "W09": "firm_in_two_clusters end_missing below_scale_member",
    "W10": "level_blank_by_policy minus_hundred footnote_definition",
    "W11": "industry_differs_from_owner hyphens_lost finished_absent real_estate_owner",
    "W12": "merged_owner_cells subtotal_rows done_exceeds_total ytd_falls ditto_marks loose_dates",
    "W13": "name_differs",
    "W14": "withdrawn_and_refiled split_filings renovation_in_name_only "
    "service_owner_industrial_line",
    "W15": "red_invoice_negative group_invoice_at_headquarters trade_firm january_present",
    "W16": "several_meters user_not_legal_name reading_day_shifted",
    "B04": "meter_moved_to_tenant",
    "W17": "tick_variants same_firm_two_towns already_in_register",
    "W18": "free_text_reason exit_by_name_only",
    "W19": "net_and_new_together rate_and_level_mixed midyear_adjustment blank_target",
    "W20": "differs_from_december",
    "W21": "figure_disagrees narrowing_wrong_word",
}


def test_every_planted_cell_holds_what_is_said(demo: Demo) -> None:
    assert len(demo.planted) > 100
    for item in demo.planted:
        found = at(demo.rows(item["file"], item["sheet"]), item["cell"])
        if item["kind"] == "code_as_number":
            # Excel 只留15位有效数字:读回来是 9.11399…E+17
            assert int(float(found)) // 1000 == int(item["is"]) // 1000, item
        else:
            assert found == item["is"], item


def test_entries_are_complete(demo: Demo) -> None:
    for item in demo.planted:
        assert set(item) == {
            "kind", "form", "file", "sheet", "cell", "was", "is", "expected", "note",
        }  # fmt: skip
        assert item["expected"] in {"problem", "handled", "check"}
        assert item["note"]


@pytest.mark.parametrize("form", sorted(KINDS))
def test_every_usual_defect_is_there(demo: Demo, form: str) -> None:
    planted = {item["kind"] for item in demo.planted if item["form"] == form}
    assert planted >= set(KINDS[form].split())


def test_the_missing_county_has_no_file(demo: Demo) -> None:
    item = next(i for i in demo.planted if i["kind"] == "county_missing")
    county = item["file"].removeprefix("2026-04/").removesuffix("上报_4月(预计).xlsx")
    assert not (demo.inbox / f"2026-05/{county}上报_5月(预计).xlsx").exists()
    assert len(list((demo.inbox / "2026-05").glob("*上报_5月(预计).xlsx"))) == 2


def test_late_firms_are_in_the_second_file_only(demo: Demo) -> None:
    main = {row[1] for row in demo.rows("2026-04/规上企业直报_4月.xlsx")[6:-1]}
    late = {row[1] for row in demo.rows("2026-04/规上企业直报_4月_补报.xlsx")[6:-1]}
    listed = {row[1] for row in demo.rows("2026-04/规上工业名录202604.xlsx")[3:-1]}
    assert not main & late
    assert main | late == listed
    assert len(late) == len(listed) // 3


def test_exits_without_list_really_vanish(demo: Demo) -> None:
    codes = {i["is"] for i in demo.planted if i["kind"] == "exits_without_list"}
    names = {r[2] for r in demo.rows("2026-01/规上工业名录202601.xlsx")[3:-1] if r[1] in codes}
    after = {row[1] for row in demo.rows("2026-02/规上工业名录202602.xlsx")[3:-1]}
    listed = {row[1] for row in demo.rows("2026-02/退库名单_2026年.xls")[2:-1]}
    assert names
    assert not codes & after
    assert not names & listed


def test_the_tenant_takes_the_meter_over(demo: Demo) -> None:
    rows = demo.rows("00底册/户号对照.xlsx")[2:-1]
    numbers = [row[0] for row in rows]
    twice = [row for row in rows if numbers.count(row[0]) == 2]
    assert [row[5] for row in twice] == ["2026-02", ""]
    assert [row[4] for row in twice][1] == "2026-03"
    assert twice[0][2] != twice[1][2]


def test_shifted_readings_make_up_for_each_other(demo: Demo) -> None:
    """抄表日移动:上月少的正好本月多,两月合计不变."""
    items = [i for i in demo.planted if i["kind"] == "reading_day_shifted"]
    gaps = [int(i["is"]) - int(i["was"]) for i in items if i["cell"].startswith("E")]
    assert len(gaps) == 2
    assert gaps[0] < 0 < gaps[1]
    assert sum(gaps) == 0
    meter = {at(demo.rows(i["file"]), "B" + i["cell"][1:]) for i in items}
    assert len(meter) == 1
