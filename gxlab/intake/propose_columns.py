"""What the columns of an unknown form may be (列的猜测): with a confidence and a runner-up.

A column is taken for what its words mean (``meaning``), else for the nearest known word; what is
nearest but not near enough is told and left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from gxlab.intake.labels import Path, normal
from gxlab.intake.meaning import Meaning, timeless
from gxlab.intake.propose_frame import Frame
from gxlab.intake.records import MONEY, RECORDS
from gxlab.intake.words import Words
from gxlab.reference.indicators import catalogue, growth_indicator

_TAKEN = 86
"""From this likeness on a label is proposed as the known word, marked as doubtful."""
_TOLD = 60
SURE = 0.9
_FIELD_TYPES = {
    "name": "name", "owner": "name", "planned_start": "month", "actual_start": "month",
    "planned_end": "month", "started": "month", "entered": "month", "completed": "month",
    "production_start": "month", "effective": "month", "paper_license": "check",
    "paper_profit": "check", "paper_application": "check", "paper_photo": "check",
    "paper_filing": "check",
}  # fmt: skip
_SPAN_WORDS = {
    "month": "本月", "ytd": "本年累计", "point": "期末", "year": "全年", "rolling12": "近12个月",
}  # fmt: skip
_READING_WORDS = {
    "value": "本期数", "base": "上年同期数", "growth_pct": "同比增速", "rank": "位次",
    "forecast": "预计", "change_pp": "变动",
}  # fmt: skip


@dataclass(frozen=True)
class Guess:
    """What one column is taken for (一列的角色).

    ``role`` is one of 主键, 指标, 字段, 说明, 略过, 未识别; ``spec`` the keys of its line in the
    layout, None for 未识别; ``runner_up`` the second best with its confidence, "" if there is none.
    """

    index: int
    path: Path
    role: str
    told: str
    spec: Mapping[str, str | int | bool] | None
    confidence: float
    runner_up: str = ""
    meaning: Meaning | None = None
    label: str = ""
    because: str = field(default="", compare=False)

    @property
    def doubtful(self) -> bool:
        """Whether a person should look twice (存疑)."""
        return self.spec is None or self.confidence < SURE


def guess_columns(frame: Frame, known: Words) -> list[Guess]:
    """A guess for every labelled column; no role but 略过 is given twice."""
    guesses = [
        _guess(frame, index, path, known)
        for index, path in frame.header.paths.items()
        if path.parts
    ]
    return _once(guesses)


def _guess(frame: Frame, index: int, path: Path, known: Words) -> Guess:
    if index in frame.wide:
        what = "各月一列" if frame.wide_group == "period" else "各单元一列"
        return Guess(index, path, "指标", f"{what}：{path.bare}", {"wide": True}, 0.97)
    if index == frame.key:
        return _key(frame, index, path, known)
    if frame.record == "observation":
        return _of_observations(frame, index, path, known)
    return _of_record(frame, index, path, known)


def _key(frame: Frame, index: int, path: Path, known: Words) -> Guess:
    spec: dict[str, str | int | bool] = {"field": frame.key_field, "required": True}
    if frame.record != "observation" and frame.key_field in _FIELD_TYPES:
        spec["type"] = _FIELD_TYPES[frame.key_field]
    told = f"{frame.key_told}（主键）"
    return Guess(index, path, "主键", told, spec, frame.key_confidence, label=path.bare)


def _of_observations(frame: Frame, index: int, path: Path, known: Words) -> Guess:
    name = path.bare.rpartition("/")[2]
    if guess := _side_key(frame, index, path, name, known):
        return guess
    meaning = frame.meanings.get(index)
    if meaning is not None and (meaning.indicator or frame.indicator or frame.by_row):
        return _value(frame, index, path, meaning, known)
    if path.bare in known.notes:
        kind = known.notes[path.bare]
        return Guess(index, path, "说明", f"文字说明（{kind}）", {"note": kind}, 0.95)
    if name in known.ignored or (
        name in known.ignored_of_firms and frame.subject in ("enterprise", "meter", "cluster")
    ):
        return Guess(index, path, "略过", "不入库", {"ignore": True}, 0.95)
    if frame.subject in ("enterprise", "meter") and name in known.keys["unit"]:
        return Guess(index, path, "略过", "属地（以名录为准），不入库", {"ignore": True}, 0.9)
    return _nearest(frame, index, path, known)


def _side_key(frame: Frame, index: int, path: Path, name: str, known: Words) -> Guess | None:
    """Columns that name the row beside its key: the firm's name, the district, the unit."""
    subject = frame.subject or ""
    if frame.by_row and name in known.keys["uom"]:
        spec: dict[str, str | int | bool] = {"field": "uom"}
        return Guess(index, path, "字段", "本行计量单位", spec, 0.97)
    if name in known.keys.get(f"{subject}_code", ()) and frame.key_field != "subject":
        return Guess(index, path, "主键", "代码", {"field": "subject"}, 0.97)
    if name in known.keys.get(f"{subject}_name", ()) and frame.key_field == "subject":
        into = "subject_name" if subject != "industry" else "row"
        return Guess(index, path, "字段", "名称（代码空时对照）", {"field": into}, 0.95)
    if subject == "cluster" and name in known.keys["unit"]:
        return Guess(index, path, "字段", "所在县区", {"field": "unit"}, 0.95)
    return None


def _value(frame: Frame, index: int, path: Path, meaning: Meaning, known: Words) -> Guess:
    name, reading = _canonical(frame, meaning, known)
    spec: dict[str, str | int | bool] = {}
    if name and not (frame.indicator and not meaning.indicator):
        spec["indicator"] = name
    if meaning.span:
        spec["span"] = meaning.span
    if reading != "value":
        spec["reading"] = reading
    if meaning.year_shift:
        spec["year_shift"] = meaning.year_shift
    if reading in ("value", "base"):
        spec["required"] = True
    confidence, runner_up, because = _certainty(frame, meaning)
    label = timeless_values(path.bare) if meaning.months or meaning.years else path.bare
    guess = Guess(index, path, "指标", "", spec, confidence, runner_up, meaning, label, because)
    return replace(guess, told=told_value(name or frame.indicator, meaning, reading, frame))


def _certainty(frame: Frame, meaning: Meaning) -> tuple[float, str, str]:
    name = meaning.indicator or frame.indicator
    if (
        meaning.indicator is None
        and not frame.by_row
        and any(m.indicator for m in frame.meanings.values())
    ):
        return 0.85, "", "列名没有写指标，同表其他列只有这一个"
    stock = name is not None and catalogue()[name].kind in ("stock", "rate", "ratio")
    if meaning.span is None and not stock and meaning.reading != "rank":
        if frame.says_year:
            return 0.92, "累计（8%）", "列名没有写期间，按标题的全年"
        if frame.says_ytd:
            return 0.92, "本月（8%）", "列名没有写期间，按标题的累计期间"
        return 0.6, "本月（40%）", "列名和标题都没有写明本月还是累计，按累计"
    if not meaning.given and meaning.span == "ytd" and meaning.reading == "base":
        return 0.93, "上年同月（7%）", "同一指标有累计数，同期按累计"
    return 0.98, "", "列名各词都认得"


def _canonical(frame: Frame, meaning: Meaning, known: Words) -> tuple[str | None, str]:
    """The indicator and reading to store: a growth without its level is the fed-back rate."""
    name, reading = meaning.series
    if frame.subject == "cluster" and name is not None:
        name = known.cluster.get(name, name)
    if reading != "growth_pct" or name is None or (rate := growth_indicator(name)) is None:
        return name, reading
    levels = {m.series for m in frame.meanings.values()}
    alone = (meaning.series[0], "value") not in levels
    fed_back = alone or name == "value_added" or "investment" in name
    return (rate, "value") if fed_back else (name, reading)


def told_value(name: str | None, meaning: Meaning, reading: str, frame: Frame) -> str:
    """How a value column is told: 营业收入 · 本年累计 · 上年同期数."""
    title = catalogue()[name].name if name else "（指标在行里）"
    span = _SPAN_WORDS[meaning.span] if meaning.span else frame.default_span
    return " · ".join(part for part in (title, span, _READING_WORDS[reading]) if part)


def timeless_values(bare: str) -> str:
    """A label of figures with its periods in words, so that it fits every month."""
    text = re.sub(r"(?:[0-9]{4}年)?0?1月?-(?:1[0-2]|0?[1-9])月份?", "本年累计", bare)
    text = re.sub(r"(?:[0-9]{4}年)?(?:1[0-2]|0?[1-9])月(?:末|底)", "期末", text)
    text = re.sub(r"(?:[0-9]{4}年)?(?<![0-9-])(?:1[0-2]|0?[1-9])月份?", "本月", text)
    return re.sub(r"[0-9]{4}年度?/?", "", text)


def _of_record(frame: Frame, index: int, path: Path, known: Words) -> Guess:
    name = path.bare.rpartition("/")[2]
    meant = frame.fields_of(path, known)
    if meant:
        field_name = meant[0]
        spec: dict[str, str | int | bool] = {"field": field_name, **frame.extras(field_name)}
        if field_name in _FIELD_TYPES and "type" not in spec:
            spec["type"] = _FIELD_TYPES[field_name]
        if RECORDS[frame.record].columns.get(field_name) == MONEY:
            spec["required"] = True
        other = f"{meant[1]}（30%）" if len(meant) > 1 else ""
        sure = 0.7 if other else 0.95
        told = f"{path.bare} → {frame.record}.{field_name}"
        return Guess(index, path, "字段", told, spec, sure, other, label=timeless(path.bare))
    if name in known.ignored or name in known.ignored_of_firms:
        return Guess(index, path, "略过", "不入库", {"ignore": True}, 0.95)
    return _nearest(frame, index, path, known)


def _nearest(frame: Frame, index: int, path: Path, known: Words) -> Guess:
    """The known word most like a label: proposed as doubtful when near enough, else only told."""
    observed = frame.record == "observation"
    ways = list(known.indicator) if observed else list(known.fields.get(frame.record, {}))
    text = normal(path.parts[0] if observed else timeless(path.bare))
    found = process.extract(text, ways, scorer=fuzz.ratio, limit=2, score_cutoff=_TOLD)
    if not found:
        return Guess(index, path, "未识别", "不认得，请在版式里写明", None, 0.0)
    (way, score, _), second = found[0], found[1] if len(found) > 1 else None
    runner_up = f"{second[0]}（{round(second[1])}%）" if second else ""
    if score < _TAKEN or (observed and "/" in path.bare):
        told = f"不认得，最像“{way}”"
        return Guess(
            index, path, "未识别", told, None, score / 100 * 0.5, f"{way}（{round(score)}%）"
        )
    spec: dict[str, str | int | bool] = (
        {"indicator": known.indicator[way]}
        if observed
        else {"field": known.fields[frame.record][way][0]}
    )
    because = f"列名与“{way}”相近（{round(score)}%），请核对"
    return Guess(
        index, path, "指标" if observed else "字段", f"{way}？", spec, score / 100 * 0.8,
        runner_up, label=path.bare, because=because,
    )  # fmt: skip


def _once(guesses: list[Guess]) -> list[Guess]:
    """The same role twice is nobody's: only the surest keeps it, equals lose it."""
    taken: dict[str, list[Guess]] = {}
    for guess in guesses:
        if guess.spec and not {"ignore", "wide", "note"} & set(guess.spec):
            told = {k: v for k, v in guess.spec.items() if k not in ("required", "type", "ditto")}
            taken.setdefault(repr(sorted(told.items())), []).append(guess)
    lost: set[int] = set()
    for same in taken.values():
        best = max(guess.confidence for guess in same)
        winners = [guess for guess in same if guess.confidence == best]
        lost |= {g.index for g in same if len(winners) > 1 or g not in winners}
    return [
        replace(g, role="未识别", told=f"与另一列都像“{g.told}”，请写明哪一列是", spec=None)
        if g.index in lost
        else g
        for g in guesses
    ]
