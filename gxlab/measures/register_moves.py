"""From the differences between two lists to moves (名录变动的认定): who entered, who left.

First those that are the same firm under another code, name or place; what is left over has entered
or left, and the result of examination or the list of exits says through which door and for which
year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gxlab.measures.register_lineage import Gone, Lineage
from gxlab.reference.codes import normalise_name

MoveKind = Literal["entry", "exit", "transfer", "rename", "conversion"]
ANNUAL_DOORS = ("小升规", "转专业", "再入统")
MONTHLY_DOOR = "月度新建"
DOORS = (*ANNUAL_DOORS, MONTHLY_DOOR)
EXITS = ("年度退出", "年内退出")
_DOOR_NAMES = {
    **{door: door for door in DOORS},
    "规下升规上": "小升规",
    "年度": "小升规",
    "退统再入统": "再入统",
    "月度": MONTHLY_DOOR,
    "新建投产": MONTHLY_DOOR,
    "新建": MONTHLY_DOOR,
}
_ORDER = {"entry": 0, "exit": 1, "transfer": 2, "conversion": 3, "rename": 4}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Move:
    """One firm's change (一次变动): ``month`` of effect, ``step`` the list it shows in.

    ``before``/``after``: where it stood in the list before and stands in this one. ``door``: the
    way in (小升规/转专业/再入统/月度新建) or out (年度退出/年内退出). ``stated``: whether a result
    of examination, a list of exits or a remark says so.
    """

    kind: MoveKind
    enterprise: str
    name: str
    month: str
    step: str
    former_step: str
    before: str | None
    after: str | None
    door: str = ""
    credited_year: int | None = None
    reason: str = ""
    stated: bool = False


def credited(door: str, effective: str) -> int:
    """归属年度 of an entry or exit whose file names none.

    新建投产 by the monthly door and exits within the year belong to the year of effect; the annual
    batch that takes effect at 1—2月 belongs to the year before.

    >>> [credited(door, "2026-02") for door in ("小升规", "月度新建", "年度退出")]
    [2025, 2026, 2025]
    """
    year = int(effective[:4])
    annual = door in ANNUAL_DOORS or door == "年度退出"
    return year - 1 if annual and effective[5:7] in ("01", "02") else year


def door_name(text: str | None) -> str:
    """One name for each way in, whichever form it was written in (入库类型).

    >>> door_name("年度(再入统)"), door_name("新建投产"), door_name(None)
    ('再入统', '月度新建', '')
    """
    outer, _, inner = (text or "").replace("（", "(").replace("）", ")").partition("(")
    inner = inner.rstrip(")").strip()
    return _DOOR_NAMES.get(inner) or _DOOR_NAMES.get(outer.strip(), outer.strip())


@dataclass(frozen=True, eq=False)
class Evidence:
    """Results of examination and lists of exits, by code in force and by name (进出依据)."""

    by_key: Mapping[tuple[str, str], list[Row]]
    events: tuple[Row, ...]

    @classmethod
    def of(cls, events: list[dict[str, Any]], known: Lineage) -> Evidence:
        """Only what was passed counts as entered or left."""
        passed = tuple(e for e in events if e["result"] != "退回" and e["effective"])
        found: dict[tuple[str, str], list[Row]] = {}
        for event in passed:
            keys = {normalise_name(event["name"])}
            if event["enterprise"]:
                keys.add(known.current(event["enterprise"]))
            for key in keys:
                found.setdefault((event["event"], key), []).append(event)
        return cls(found, passed)

    def find(
        self, kind: str, code: str, names: Iterable[str], after: str, until: str
    ) -> Row | None:
        """The event of a firm that takes effect after one list and not after the next."""
        keys = (code, *(normalise_name(n) for n in names))
        hits = [e for k in keys for e in self.by_key.get((kind, k), ())]
        return next((e for e in hits if after < e["effective"] <= until), None)

    def pending(self, kind: MoveKind, after: str) -> list[Move]:
        """What has been passed but takes effect only after a month (已通过、待生效)."""
        return [
            Move(
                kind,
                event["enterprise"] or "",
                event["name"],
                event["effective"],
                event["effective"],
                after,
                event["unit"],
                event["unit"],
                _door_of(event),
                credited_year(event),
                event["reason"] or "",
                True,
            )
            for event in self.events
            if event["event"] == kind and event["effective"] > after
        ]


def sort_out(
    changes: list[dict[str, Any]], evidence: Evidence, known: Lineage, year: int
) -> tuple[tuple[Move, ...], tuple[str, ...]]:
    """Raw differences between lists as moves, and the names a list in between left out."""
    gone = Gone.of([r for r in changes if r["kind"] == "gone"], known)
    moves: list[Move] = []
    gaps: list[str] = []
    for row in (r for r in changes if r["kind"] == "appeared"):
        former = gone.predecessor(row)
        if former is None or _came_back(row, former, evidence, known):
            moves.append(_entry(row, evidence, known, year))
            continue
        gone.taken.add(id(former))
        if former["enterprise"] == row["enterprise"]:
            gaps.append(row["name"])
        else:
            moves.append(_conversion(row, former, known))
        if former["unit_before"] != row["unit_after"]:
            moves.append(_transfer(row, former["unit_before"], former["former"]))
    moves += [_exit(row, evidence, known) for row in gone.rest]
    for row in (r for r in changes if r["kind"] == "changed"):
        if row["unit_before"] != row["unit_after"]:
            moves.append(_transfer(row, row["unit_before"], row["former"]))
        if normalise_name(row["name"]) != normalise_name(row["name_before"]):
            moves.append(_rename(row))
    moves.sort(key=lambda m: (m.step, _ORDER[m.kind], m.enterprise))
    return tuple(moves), tuple(sorted(gaps))


def _came_back(row: Row, former: Row, evidence: Evidence, known: Lineage) -> bool:
    """Left by a list of exits and entered anew (退库后再入统), not just left out of a list."""
    if former["enterprise"] != row["enterprise"]:
        return False
    names = (row["name"], former["name_before"])
    code = known.current(row["enterprise"])
    left = evidence.find("exit", code, names, former["former"], row["period"])
    return left is not None


def credited_year(event: Row) -> int:
    """归属年度 of one result or exit: as the file states it, else by rule."""
    return _credited(event, _door_of(event), event["effective"])


def _door_of(event: Row) -> str:
    if event["event"] == "exit":
        return exit_kind(event["effective"])
    return door_name(event["door"])


def exit_kind(effective: str) -> str:
    """年度退出 takes effect with the first report of the year, 年内退出 in any later month."""
    return "年度退出" if effective[5:7] in ("01", "02") else "年内退出"


def _credited(event: Row | None, door: str, month: str) -> int:
    stated = event["credited_year"] if event else None
    return int(stated) if stated is not None else credited(door, month)


def _move(kind: MoveKind, row: Row, **more: Any) -> Move:
    """A move with what every raw difference gives; ``more`` overrides."""
    given: dict[str, Any] = {
        "enterprise": row["enterprise"],
        "name": row["name"] or row["name_before"],
        "month": row["period"],
        "step": row["period"],
        "former_step": row["former"],
        "before": row["unit_before"],
        "after": row["unit_after"],
    }
    return Move(kind, **{**given, **more})


def _entry(row: Row, evidence: Evidence, known: Lineage, year: int) -> Move:
    code = known.current(row["enterprise"])
    event = evidence.find("entry", code, [row["name"]], row["former"], row["period"])
    entered = row["entered"] or ""
    if event is None and entered and entered < f"{year}-01":
        return _arrival(row)
    month = entered if row["former"] < entered <= row["period"] else row["period"]
    month = event["effective"] if event else month
    door = door_name(event["door"] if event else row["door"]) or door_name(row["door"])
    year_of = _credited(event, door, month)
    stated = event is not None
    return _move("entry", row, month=month, door=door, credited_year=year_of, stated=stated)


def _arrival(row: Row) -> Move:
    """In the register for years, yet not in the list before: moved in from outside, or left out."""
    moved = "迁入" in (row["remark"] or "")
    reason = row["remark"] if moved else f"入库时间为{row['entered']}，上一份名录未列"
    return _move("transfer", row, reason=reason, stated=moved)


def _exit(row: Row, evidence: Evidence, known: Lineage) -> Move:
    name = row["name_before"]
    code = known.current(row["enterprise"])
    event = evidence.find("exit", code, [name], row["former"], row["period"])
    month = event["effective"] if event else row["period"]
    door = exit_kind(month)
    host = known.absorbed.get(normalise_name(name)) or known.absorbed.get(row["enterprise"])
    reason = (event["reason"] if event else None) or (f"被{host}吸收合并" if host else "")
    return _move(
        "exit",
        row,
        month=month,
        door=door,
        credited_year=_credited(event, door, month),
        reason=reason,
        stated=event is not None,
    )


def _transfer(row: Row, before: str, former_step: str) -> Move:
    remark = row["remark"] or ""
    moved = "迁" in remark
    reason = remark if moved else ""
    return _move(
        "transfer", row, before=before, former_step=former_step, reason=reason, stated=moved
    )


def _conversion(row: Row, former: Row, known: Lineage) -> Move:
    kind = known.successor.get(former["enterprise"], ("", "代码变更"))[1]
    if former["enterprise"] in known.absorbed:
        kind = "合并"
    return _move(
        "conversion",
        row,
        before=former["unit_before"],
        former_step=former["former"],
        reason=f"{kind}，原为{former['name_before']}（{former['enterprise']}）",
        stated=former["enterprise"] in known.successor,
    )


def _rename(row: Row) -> Move:
    return _move(
        "rename",
        row,
        reason=f"曾用名：{row['name_before']}",
        stated=bool(row["remark"] or row["stated_former_name"]),
    )
