"""分县区: a tie, a unit that is silent, one that only estimated; none gets a place it has not."""

from __future__ import annotations

from gxlab.measures.overview import overview
from gxlab.measures.overview_units import below, former_place, is_tied, own, silent, unplaced
from gxlab.show.overview_head import key_figures
from gxlab.show.overview_later import units as sentence
from gxlab.show.overview_unit_tables import below as table
from tests.conftest import CITY, DeskOf
from tests.spec.overview.rows import rates, units

UNITS = [
    *CITY,
    {"code": "330103", "name": "北山县", "parent": "3300", "kind": "county"},
    {"code": "330104", "name": "南江县", "parent": "3300", "kind": "county"},
    {"code": "Z2", "name": "示例高新区", "parent": "3300", "kind": "zone"},
]
MAY = "3300 2026-05 5.1\n330101 2026-05 6.0\n330102 2026-05 6.0\nZ1 2026-05 9.9\nZ2 2026-05 8.8"
APRIL = "330101 2026-04 4.0\n330102 2026-04 5.0\n330103 2026-04 4.5"


def test_a_tie_a_silent_county_and_an_estimate(desk_of: DeskOf) -> None:
    desk = desk_of(
        "2026-05", units(rates(MAY)), units(rates("330103 2026-05 9.0"), status="预计"), units=UNITS
    )
    subject = "value_added_growth"
    found = {line.unit.name: line.rows[subject] for line in below(overview(desk))}
    assert (found["东山县"].rank, found["西水县"].rank) == (1, 1)
    assert is_tied(below(overview(desk)), found["东山县"], subject)
    # 9.0 % estimated would be first: it is printed without a place, as are the zones.
    assert (found["北山县"].rank, found["示例经开区"].rank) == (None, None)
    assert found["示例高新区"].rank is None
    assert silent(below(overview(desk)), subject) == ["南江县"]
    assert [name for name, _ in unplaced(below(overview(desk)), subject)] == ["北山县"]
    assert sentence(overview(desk)) is not None
    assert sentence(overview(desk)).text == (  # type: ignore[union-attr]
        "各县区规上工业增加值增速中，东山县、西水县并列最高，为6.0%。"
        "南江县没有规上工业增加值数据，不参加排位；北山县为1—5月预计数，不参加排位。"
    )
    note = table(overview(desk)).note  # type: ignore[union-attr]
    assert "增加值：北山县为1—5月预计数（县区上报），不排位。" in note
    assert "增加值：南江县没有数据，不排位。" in note


def test_a_county_s_place_and_how_it_moved(desk_of: DeskOf) -> None:
    # April: 西水县 5.0, 北山县 4.5, 东山县 4.0 — 东山县 third.  May: 6.0 beside 6.0, both first.
    may = f"{MAY}\n330103 2026-05 1.0"
    desk = desk_of("2026-05", units(rates(may)), units(rates(APRIL)), unit="330101", units=UNITS)
    given = overview(desk)
    row = own(given, "value_added_growth")
    assert row is not None and row.rank == 1 and row.rank_of == 3
    assert former_place(given, "value_added_growth") == 3
    (shown,) = key_figures(given).items
    assert shown.change is not None
    assert shown.change.text == "增速比1—4月加快2.0个百分点，居全市并列第1位，位次较1—4月前移2位"


def test_a_published_place_is_printed_as_published(desk_of: DeskOf) -> None:
    # The bureau counts eleven counties, of which two are ours: its places 3 and 7 stay.
    places = (
        "330101 2026-05 value_added_growth ytd rank 3\n330102 2026-05 value_added_growth ytd rank 7"
    )
    desk = desk_of(
        "2026-05", units(rates("330101 2026-05 6.0\n330102 2026-05 5.0") + "\n" + places)
    )
    found = {line.unit.name: line.rows["value_added_growth"].rank for line in below(overview(desk))}
    assert (found["东山县"], found["西水县"]) == (3, 7)


def test_one_unit_alone_has_no_place(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", units(rates("330101 2026-05 6.0")), unit="330101")
    row = own(overview(desk), "value_added_growth")
    assert row is not None and row.rank is None
