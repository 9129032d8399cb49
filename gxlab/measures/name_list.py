"""名单比对: pasted names and codes against every name the warehouse knows; nothing is guessed.

A credit code, a current name or a former name that belongs to one firm only is a match. Everything
else — part of a name, a like name, a name of two firms, a code that contradicts its name — is shown
with its candidates for a person to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from rapidfuzz import fuzz

from gxlab.reference.codes import CodeLoss, normalise_credit_code, normalise_name
from gxlab.warehouse.desk import Desk

Method = Literal[
    "信用代码", "名称一致", "曾用名", "名称不全", "名称相近", "有歧义", "代码与名称不符", "未找到"
]
SURE: tuple[Method, ...] = ("信用代码", "名称一致", "曾用名")
LEAST_SCORE, MOST_CANDIDATES, LEAST_PART = 70, 8, 2
_CODE = re.compile("(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")
_ORGANISATION = re.compile("[0-9A-Z]{8}-?[0-9X]")
_NUMBERING = re.compile(r"^\s*(?:[(（]?[0-9]{1,4}[)）.、．]|[0-9]{1,4}(?=\s)|[•·●\-*—])\s*")
_FIELDS = re.compile(r"[\t,，;；|]+")
_LOST = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?1[67]|[0-9]{15}000")
_SUFFIX = re.compile("(?:集团)?(?:股份)?(?:有限责任公司|有限公司|公司|厂)$")


@dataclass(frozen=True)
class Firm:
    """A firm as the list is matched against (比对对象): its present name and every former one."""

    code: str
    name: str
    former: tuple[str, ...] = ()
    unit: str | None = None
    industry: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A firm a line may mean (候选): how alike it is, 0—100, and by which name."""

    firm: Firm
    score: int
    by: str


@dataclass(frozen=True)
class Matched:
    """One line of the list and what became of it (比对结果).

    ``firm`` is set only where there is no doubt; ``note`` says what is to be known of it.
    """

    number: int
    text: str
    method: Method
    firm: Firm | None = None
    candidates: tuple[Candidate, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Names:
    """Every firm by code and by normalised name, present and former (名称索引)."""

    firms: Mapping[str, Firm]
    current: Mapping[str, tuple[Firm, ...]]
    former: Mapping[str, tuple[Firm, ...]]


def names(desk: Desk) -> Names:
    """All firms ever in the register, the list of firms or the candidate pool."""
    rows = desk.read("firm_names").to_dicts()
    former: dict[str, list[str]] = {}
    for row in rows:
        if row["name"] != row["current_name"]:
            former.setdefault(row["enterprise"], []).append(row["name"])
    return index(
        [
            Firm(r["enterprise"], r["current_name"], tuple(former.get(r["enterprise"], ())),
                 r["unit"], r["industry"])
            for r in {r["enterprise"]: r for r in rows}.values()
        ]
    )  # fmt: skip


def index(firms: Sequence[Firm]) -> Names:
    """Firms made ready for matching."""
    current: dict[str, tuple[Firm, ...]] = {}
    former: dict[str, tuple[Firm, ...]] = {}
    for firm in sorted(firms, key=lambda f: f.code):
        key = normalise_name(firm.name)
        current[key] = (*current.get(key, ()), firm)
        for old in sorted({normalise_name(n) for n in firm.former} - {key}):
            former[old] = (*former.get(old, ()), firm)
    return Names({f.code: f for f in firms}, current, former)


def match_list(pasted: str, known: Names) -> list[Matched]:
    """Every line that says anything, in the list's order; repetitions are told."""
    lines = [line for line in pasted.splitlines() if line.strip(" \t　\ufeff")]
    found = [match_line(n, line.strip(), known) for n, line in enumerate(lines, start=1)]
    first: dict[str, int] = {}
    told = []
    for row in found:
        if row.firm is not None and row.firm.code in first:
            row = _noted(row, f"与第{first[row.firm.code]}行是同一户")
        elif row.firm is not None:
            first[row.firm.code] = row.number
        told.append(row)
    return told


def match_line(number: int, text: str, known: Names) -> Matched:
    """One line: a code first, then a name; a name that comes with a code must agree with it."""
    code, name = split(text, known.firms)
    lost = _LOST.search(text)
    if lost and code not in known.firms:
        note = "信用代码按数字存放，末几位已丢失，只能按名称比对"
        _, name = split(text.replace(lost[0], " "))
        return _noted(_by_name(number, text, name, known), note)
    if code is None:
        return _by_name(number, text, name, known)
    firm = known.firms.get(code)
    if firm is None:
        return _unknown_code(number, text, code, name, known)
    if name and not _is_called(firm, name):
        others = _by_name(number, text, name, known)
        own = Candidate(firm, 100, "信用代码")
        rest = [Candidate(others.firm, 100, others.method)] if others.firm else others.candidates
        note = f"信用代码是“{firm.name}”的"
        return Matched(number, text, "代码与名称不符", None, (own, *rest), note)
    return Matched(number, text, "信用代码", firm)


def split(text: str, codes: Container[str] = ()) -> tuple[str | None, str]:
    """The credit code and the name of a line, numbering and other columns dropped.

    ``codes`` are known whatever they look like (证券代码).

    >>> split("3、 示例轴承（集团）有限公司\\t91350100m000100y43")
    ('91350100M000100Y43', '示例轴承(集团)有限公司')
    """
    plain = _NUMBERING.sub("", text)
    fields = [_NUMBERING.sub("", f) for f in _FIELDS.split(plain) if f.strip()]
    code, names = None, []
    for field in fields:
        own = code is None and _code_in(field, codes)
        code = own or code
        key = _without(field, code) if own and code else normalise_name(field)
        if re.search(r"[\u4e00-\u9fff]", key):
            names.append(key)
    return code, max(names, key=len, default="")


def _code_in(field: str, codes: Container[str]) -> str | None:
    plain = _compact(field)
    if plain in codes:
        return plain
    found = _CODE.search(plain) or _ORGANISATION.fullmatch(plain)
    return found[0] if found else None


def _compact(field: str) -> str:
    try:
        return normalise_credit_code(field)
    except CodeLoss:
        return ""


def _without(field: str, code: str) -> str:
    """What else a field holds beside its code: 名称 91… in one cell."""
    return normalise_name(field).replace(code, "").strip("()[]:-")


def _is_called(firm: Firm, name: str) -> bool:
    """Whether a name is the firm's, present or former; part of it will do beside its code."""
    own = [normalise_name(n) for n in (firm.name, *firm.former)]
    return any(name == n or (len(name) >= LEAST_PART and name in n) for n in own)


def _unknown_code(number: int, text: str, code: str, name: str, known: Names) -> Matched:
    """A code nobody has: nine characters may be the 组织机构代码 inside one; else the name."""
    own = [f for f in known.firms.values() if f.code[8:17] == code.replace("-", "")]
    if len(own) == 1 and (not name or _is_called(own[0], name)):
        return Matched(number, text, "信用代码", own[0], note="按组织机构代码")
    if not name:
        return Matched(number, text, "未找到", note=f"没有代码为{code}的企业")
    row = _by_name(number, text, name, known)
    note = f"代码{code}不在库内"
    if row.firm is None:
        return _noted(row, note)
    only = Candidate(row.firm, 100, row.method)
    return Matched(number, text, "代码与名称不符", None, (only,), note)


def _by_name(number: int, text: str, name: str, known: Names) -> Matched:
    if not name:
        return Matched(number, text, "未找到", note="没有企业名称，也没有完整的信用代码")
    now, before = known.current.get(name, ()), known.former.get(name, ())
    if len({f.code for f in (*now, *before)}) > 1:
        both = [Candidate(f, 100, w) for w, fs in (("现名", now), ("曾用名", before)) for f in fs]
        return Matched(number, text, "有歧义", None, tuple(both), "不止一户用过这个名称")
    if now:
        return Matched(number, text, "名称一致", now[0])
    if before:
        return Matched(number, text, "曾用名", before[0], note=f"现名{before[0].name}")
    return _alike(number, text, name, known)


def _alike(number: int, text: str, name: str, known: Names) -> Matched:
    """Firms whose name holds the text, else those with a like name; all to be chosen from."""
    part = _bare(name)
    holding = [
        Candidate(f, _score(name, n), "名称含所写文字")
        for f, n in _all_names(known)
        if len(part) >= LEAST_PART and part in _bare(n)
    ]
    if holding:
        return Matched(number, text, "名称不全", None, _best(holding))
    close = [
        Candidate(f, s, "名称相近")
        for f, n in _all_names(known)
        if (s := _score(name, n)) >= LEAST_SCORE
    ]
    if close:
        return Matched(number, text, "名称相近", None, _best(close))
    return Matched(number, text, "未找到")


def _all_names(known: Names) -> list[tuple[Firm, str]]:
    return [(f, normalise_name(n)) for f in known.firms.values() for n in (f.name, *f.former)]


def _bare(name: str) -> str:
    """A name without brackets and its legal form, as people shorten it."""
    return re.sub("[()]", "", _SUFFIX.sub("", name))


def _score(one: str, other: str) -> int:
    return int(Decimal(str(fuzz.ratio(one, other))))


def _best(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Each firm once, by its best name, the most alike first."""
    best: dict[str, Candidate] = {}
    for one in found:
        if one.firm.code not in best or best[one.firm.code].score < one.score:
            best[one.firm.code] = one
    ordered = sorted(best.values(), key=lambda c: (-c.score, c.firm.code))
    return tuple(ordered[:MOST_CANDIDATES])


def _noted(row: Matched, note: str) -> Matched:
    said = f"{row.note}；{note}" if row.note else note
    return Matched(row.number, row.text, row.method, row.firm, row.candidates, said)
