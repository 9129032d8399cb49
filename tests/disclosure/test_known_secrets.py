"""What names a firm or a project, in every writing that a page could carry."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from gxlab.disclosure.figures import sums
from gxlab.disclosure.gather import gathered
from gxlab.disclosure.known_secrets import secrets_of, style_numbers, without_digests
from gxlab.disclosure.model import PRIMARY
from gxlab.disclosure.prepare import unprotected
from tests.conftest import CITY, DeskOf, facts, register

FIRM = "91330101MA2AB3CD4E"
RAIL = "东山县航惠轨道交通装备股份有限公司"


def test_names_codes_and_held_values_are_secrets(desk_of: DeskOf) -> None:
    listed = register(f"{FIRM} 2026-05 330101001 1711\nB 2026-05 330102001 2710")
    listed[0]["name"] = RAIL
    project = {
        "project_code": "2104-130527-07-02-123456",
        "name": "年产三千吨精密铸件技术改造项目",
        "owner": "西水县盛拓铸造厂",
        "place": "西水县工业路18号",
    }
    units = [{**u, "name": "东山县"} if u["code"] == "330101" else u for u in CITY]
    desk = desk_of(
        "2026-05",
        {"register": listed, "filing": [project]},
        {"observation": facts(f"{FIRM} 2026-05 500 480\nB 2026-05 90 100")},
        units=units,
    )
    data = gathered(desk)
    told = secrets_of(desk, data, unprotected(data))
    assert told.values == ()  # nothing is held back
    # 统一社会信用代码: characters 9 to 17 are the organisation's own code.
    for text in (
        *(RAIL, FIRM, "MA2AB3CD4", "航惠轨道交通装备", "西水县盛拓铸造厂", "西水县工业路18号"),
        *("2104-130527-07-02-123456", "年产三千吨精密铸件技术改造项目"),
    ):
        assert text in told.identifiers, text

    held = unprotected(data).with_columns(pl.lit(PRIMARY).alias("status"))
    values = secrets_of(desk, data, held).values
    assert Decimal("590.000000") in values and Decimal("580.000000") in values
    assert {v for one in sums(data).values() for v in (one.value, one.base)} <= set(values)


def test_form_is_no_figure() -> None:
    page = b'<meta name="gxlab:inputs" content="6f1661a1f404b04d"><p>1661</p>'
    assert without_digests({"a": page}) == {
        "a": b'<meta name="gxlab:inputs" content=""><p>1661</p>'
    }
    other = b'<meta name="gxlab:inputs" content="1661">'
    assert without_digests({"a": other}) == {"a": other}
    assert Decimal(100) in style_numbers()
