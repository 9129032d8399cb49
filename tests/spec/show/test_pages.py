"""口径与来源: one line a form, so that the list stays readable and complete."""

from __future__ import annotations

from gxlab.measures.lookup import unit_figure
from gxlab.reference.periods import Period
from gxlab.show.pages import definitions
from tests.conftest import DeskOf, facts, register


def test_files_of_one_form_are_one_line(desk_of: DeskOf) -> None:
    listed = register("A 2026-04 330101001 1711\nA 2026-05 330101001 1711")
    april = {
        "observation": facts("A 2026-04 400 380"), "register": listed,
        "path": "规上企业直报_4月.xlsx", "layout": "w06", "period": "2026-04",
    }  # fmt: skip
    may = {
        "observation": facts("A 2026-05 500 480"),
        "path": "规上企业直报_5月.xlsx", "layout": "w06", "period": "2026-05",
    }  # fmt: skip
    desk = desk_of("2026-05", april, may)
    unit_figure(desk, "revenue")
    unit_figure(desk.at(period=Period.parse("2026-04")), "revenue")
    assert definitions(desk, ["revenue"]).sources == (
        "规上企业直报_5月.xlsx等2个文件（企业直报，快报，2026年1—4月至2026年1—5月）",
    )


def test_a_file_alone_is_named_with_its_period(desk_of: DeskOf) -> None:
    listed = register("A 2026-05 330101001 1711")
    may = {
        "observation": facts("A 2026-05 500 480"), "register": listed,
        "path": "规上企业直报_5月.xlsx", "layout": "w06", "period": "2026-05",
    }  # fmt: skip
    desk = desk_of("2026-05", may)
    unit_figure(desk, "revenue")
    assert definitions(desk, ["revenue"]).sources == (
        "规上企业直报_5月.xlsx（企业直报，快报，2026年1—5月）",
    )
