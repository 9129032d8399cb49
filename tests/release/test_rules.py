"""The rules of signing without a kernel: what counts as changed, what 上期 is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.batch.content import content_of, payloads
from gxlab.batch.imprint import Correction, imprinted, imprinted_inputs
from gxlab.batch.printed import changed_figures, printed_figures, reading
from gxlab.batch.reissue import is_in_place, next_title, standing
from gxlab.measures.released import former, released
from gxlab.show.objects import (
    MIME,
    Column,
    Figure,
    Imprint,
    KeyFigure,
    KeyFigures,
    Masthead,
    Row,
    Sentence,
    Sentinel,
    Table,
    to_json,
)
from gxlab.warehouse import releases, snapshot
from gxlab.warehouse.desk import Desk, digest_now
from gxlab.warehouse.ledger import LedgerBroken
from gxlab.warehouse.opening import writing
from gxlab.warehouse.releases import Issued, Names, Printed, figures_bytes, record, signed
from tests.conftest import DeskOf

RATE = "revenue|3300|2026-04|ytd|growth_yoy_pct"
NAMES = Names("周敏", "李强", "王立", date(2026, 5, 20))


def page(*blocks: object) -> dict[str, object]:
    """An executed notebook of one section with these blocks."""
    outputs = [{"output_type": "display_data", "data": {MIME: to_json(b)}} for b in blocks]  # type: ignore[arg-type]
    cells = [
        {"cell_type": "markdown", "source": "## 一、总体 {#overview}"},
        {"cell_type": "code", "source": "x", "outputs": outputs, "execution_count": 1},
        {"cell_type": "markdown", "source": "## 数据质量 {#data-quality}"},
    ]
    return {"cells": cells}


def table(*rows: tuple[str, Figure]) -> Table:
    columns = (Column("name", ("单位",), align="left"), Column("rate", ("营收", "同比"), "%"))
    return Table("units", "分单位", columns, tuple(Row(r) for r in rows))


def test_a_figure_is_read_with_its_sign_wherever_it_stands() -> None:
    fall = Sentence(("营业收入同比下降", Figure("4.0%", "a"), "，降幅扩大。"))
    doubled = Sentence(("利润同比增长", Figure("1.8倍", "b"), "，税金", Figure("持平", "c")))
    listed = table(("东山县", Figure("−4.0（7）", "a")), ("西水县", Figure("12.5（1）", "d")))
    key = KeyFigures((KeyFigure("营收", Figure("66.08", "e", unit="亿元"), "1—4月"),))
    found = printed_figures(page(fall, doubled, listed, key))
    assert [(p.ref, p.number) for p in found] == [
        ("a", "-4.0"), ("b", "180.0"), ("c", "0"), ("a", "-4.0"), ("d", "12.5"), ("e", "66.08"),
    ]  # fmt: skip
    places = {(p.ref, p.place, p.item) for p in found}
    assert ("a", "一、总体", "营业收入同比下降") in places
    assert ("d", "表“分单位”", "西水县，营收·同比") in places
    assert ("e", "关键指标", "营收") in places


def test_a_row_of_a_group_is_named_with_its_group() -> None:
    columns = (Column("c", ("集群",)), Column("s", ("环节",)), Column("v", ("营收",), "亿元"))
    rows = (
        Row(("医药", "原料", Figure("1.00", "a"))),
        Row(("", "制剂", Figure("2.00", "b"))),
        Row(("合计", "", Figure("3.00", "c"))),
    )
    found = printed_figures(page(Table("segments", "分环节", columns, rows)))
    assert [p.item for p in found] == ["医药，营收", "医药，制剂，营收", "合计，营收"]


def test_exactly_what_is_printed_otherwise_has_changed() -> None:
    was = [
        Printed("a", "4.0%", number="-4.0"), Printed("a", "−4.0（7）", "%", number="-4.0"),
        Printed("b", "0.3", "个百分点", number="0.3"),
        Printed("c", "590.00", "万元", number="590.00"),
        Printed("gone", "1", "户", number="1"),
    ]  # fmt: skip
    # a: the place alone; b: another unit's name only; c: the figure; new: come in.
    now = [
        Printed("a", "4.0%", number="-4.0"), Printed("a", "−4.0（8）", "%", number="-4.0"),
        Printed("b", "+0.3", "百分点", number="0.3"),
        Printed("c", "595.00", "万元", number="595.00"),
        Printed("new", "5.0%", number="-5.0"),
    ]  # fmt: skip
    found = changed_figures(was, now)
    assert [(c.ref, reading(c.was), reading(c.now)) for c in found] == [
        ("a", "−4.0%（7）", "−4.0%（8）"),
        ("c", "590.00万元", "595.00万元"),
        ("new", "", "−5.0%"),
        ("gone", "1户", ""),
    ]
    assert changed_figures(was, was) == ()


def test_the_imprint_makes_another_document() -> None:
    head = Masthead("示例市月报", "2026年第4期", "示例市", "1—4月", "草稿（快报）")
    end = Sentinel("tiny", "3300", "示例市", "2026-04", "internal", "abc")
    notebook = page(head, end)
    imprint = Imprint("定稿", "4", "周敏", "李强", "王立", "2026年5月20日")
    made = imprinted(notebook, imprint)
    told = [o["data"][MIME]["data"] for c in made["cells"] for o in c.get("outputs", ())]
    assert (told[0]["state"], told[0]["issue"]) == ("定稿（快报）", "2026年第4期　2026年5月20日")
    assert dict(told[0]["signoff"]) == {"编制": "周敏", "审核": "李强", "签发": "王立"}
    draft = content_of(payloads(notebook))
    assert told[1]["inputs"] == imprinted_inputs(draft, imprint) != draft
    assert imprinted_inputs(draft, replace(imprint, issued_by="赵刚")) != told[1]["inputs"]
    # The notebook that was executed is left as it was.
    assert "草稿（快报）" in json.dumps(notebook, ensure_ascii=False)
    correction = Correction("第4期更正", "2026年第4期", (), ("批次B0003导入“a.xlsx”",))
    later = imprinted(notebook, imprint, correction)
    assert len(later["cells"]) == len(made["cells"]) + 3
    assert "2026年第4期更正" in json.dumps(later, ensure_ascii=False)


def issued(
    period: str = "2026-04", report: str = "tiny", unit: str = "3300", **more: object
) -> Issued:
    fixed = {
        "state": "定稿",
        "issue": int(period[5:]),
        "correction": 0,
        "names": NAMES,
        "inputs": "x",
    }
    return Issued(report=report, unit=unit, period=period, audience="internal", **{**fixed, **more})  # type: ignore[arg-type]


def keep(folder: Path, one: Issued, *figures: Printed) -> Issued:
    """Sign an edition that prints these figures."""
    import hashlib

    place = releases.folder_of(one.period, one.audience, one.issue, one.correction, one.unit)
    name = f"{place}/{one.report}{releases.FIGURES}"
    data = figures_bytes(figures)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    whole = replace(one, files={name: hashlib.sha256(data).hexdigest()})
    record(folder, [whole], {"act": whole.state})
    return whole


@pytest.fixture
def desk(desk_of: DeskOf, tmp_path: Path) -> Desk:
    return replace(desk_of("2026-05"), releases=tmp_path)


def test_the_former_figure_is_the_one_that_was_signed(desk: Desk, tmp_path: Path) -> None:
    assert former(desk, RATE, Decimal("5.24")).value == Decimal("5.24")
    unsigned = dict(desk.digests)
    keep(tmp_path, issued("2026-03"), Printed(RATE, "9.9%", number="9.9"))
    keep(tmp_path, issued("2026-04"), Printed(RATE, "5.0%", number="5.0"))
    keep(tmp_path, issued("2026-05"), Printed(RATE, "7.7%", number="7.7"))
    # 5.0 was signed; the snapshot now says 5.24, printed 5.2: told as a revision.
    found = former(desk, RATE, Decimal("5.24"))
    assert (found.value, found.revised, found.issue) == (
        Decimal("5.0"),
        Decimal("5.2"),
        "2026年第4期",
    )
    assert former(desk, RATE, Decimal("5.04")).revised is None
    assert released(desk, RATE) == Decimal("5.0") and released(desk, "x|3300|y") is None
    # It belongs to the inputs: what was noted before the signing no longer holds.
    (key,) = unsigned.keys() & {k for k in desk.digests if k.startswith("released|")}
    assert digest_now(desk, key) == desk.digests[key] != unsigned[key]


def test_a_signed_correction_is_what_was_printed_last(desk: Desk, tmp_path: Path) -> None:
    keep(tmp_path, issued(), Printed(RATE, "5.0%", number="5.0"))
    keep(tmp_path, issued(correction=1), Printed(RATE, "4.8%", number="-4.8"))
    assert released(desk, RATE) == Decimal("-4.8")
    assert former(desk, RATE, Decimal("-4.8")).issue == "2026年第4期更正"


def test_a_review_signs_nothing(desk: Desk, tmp_path: Path) -> None:
    keep(tmp_path, issued(state="审核"), Printed(RATE, "5.0%", number="5.0"))
    assert released(desk, RATE) is None
    assert signed(tmp_path, "2026-04", "internal") == {}


def test_a_unit_of_its_own_is_asked_before_the_city(desk: Desk, tmp_path: Path) -> None:
    ref = RATE.replace("3300", "330101")
    keep(tmp_path, issued(unit="3300"), Printed(ref, "6.1", "%", number="6.1"))
    assert released(desk, ref) == Decimal("6.1")
    keep(tmp_path, issued(unit="330101"), Printed(ref, "6.0%", number="6.0"))
    assert released(desk, ref) == Decimal("6.0")
    # Another county's page is nobody's source for it.
    other = RATE.replace("3300", "330102")
    keep(tmp_path, issued("2026-03", unit="330101"), Printed(other, "1.0%", number="1.0"))
    assert released(desk, other) is None


def test_altered_figures_are_never_used(desk: Desk, tmp_path: Path) -> None:
    one = keep(tmp_path, issued(), Printed(RATE, "5.0%", number="5.0"))
    (name,) = one.files
    path = tmp_path / name
    path.write_text(path.read_text("utf-8").replace("5.0", "9.0"), encoding="utf-8")
    with pytest.raises(LedgerBroken, match="已被改动"):
        released(desk, RATE)
    (told,) = releases.damaged(tmp_path)
    assert "2026-04 第4期的文件" in told and "已被改动" in told


def test_the_snapshot_of_a_signed_release_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "KEPT", 2)
    with writing(tmp_path) as store:
        for number in range(1, 6):
            batch = store.commit("test", [])
            snapshot.build(store, batch)
            if number == 2:
                snapshot.pin(tmp_path, "S0002")
    kept = sorted(p.name for p in (tmp_path / "snapshots").glob("*.duckdb"))
    # The two newest, and the signed one; the others can be made again.
    assert kept == ["S0002.duckdb", "S0004.duckdb", "S0005.duckdb"]


def test_numbers_of_corrections() -> None:
    assert issued().title == "第4期" and next_title(issued()) == "第4期更正"
    assert next_title(issued(correction=1)) == issued(correction=2).title == "第4期第2次更正"


def test_what_stands_in_the_manifest_is_the_signed_one_or_its_pending_correction() -> None:
    first = issued()
    assert is_in_place(first, standing(first, corrected=False))
    assert is_in_place(first, standing(first, corrected=True))
    assert not is_in_place(first, None)
    assert not is_in_place(issued(correction=1), standing(first, corrected=False))
    # What was pending has been signed since: the page is not yet in place.
    assert not is_in_place(issued(correction=1), standing(first, corrected=True))
