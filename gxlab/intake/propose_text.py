"""A proposed layout as TOML (版式草稿的文字), to be read and mended by a person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from gxlab.intake.labels import normal, split_unit
from gxlab.intake.propose_columns import Guess
from gxlab.intake.propose_frame import Frame
from gxlab.intake.propose_quote import plain_text, quoted
from gxlab.intake.propose_rules import rule_lines
from gxlab.intake.words import Words
from gxlab.reference.territory import Unit

_DERIVE = {
    "project_ledger": 'derive = { project = "{project_code|name}" }',
    "candidate": 'derive = { candidate = "{enterprise|name}", reported_by = "{unit}" }',
}
_GENERIC = ("报表", "附件", "汇总表", "统计表", "情况表", "月报", "新建", "工作表", "表")
_MOST_TOLD = 4


def layout_text(frame: Frame, guesses: Sequence[Guess], facts: dict[str, str], known: Words) -> str:
    """The layout's TOML. ``facts``: name, title, file, period, status, source, reporter."""
    reporter = facts["reporter"]
    lines = [
        f"# 由 gxlab layout 根据“{plain_text(facts['file'])}”拟出；带“存疑”的列请核对",
        f'name = "{facts["name"]}"',
        f'title = "{plain_text(facts["title"])}"',
        f"file_name = '{facts['pattern']}'",
        f"contains = {quoted(_telling(frame, guesses, known))}",
        f'status = "{facts["status"]}"',
        f'source_kind = "{facts["source"]}"',
        f'scope = "{"whole" if reporter else "patch"}"',
        "",
        "[period]",
        f'source = "{facts["period"]}"',
        *(["year_only = true"] if facts["period_kind"] == "year" else []),
        "",
        *(["[reporter]", f'source = ["{reporter}"]', ""] if reporter else []),
        "[[section]]",
        *_section_head(frame, bool(reporter)),
        f"anchor = {quoted(_anchors(frame, known))}",
        "column = [",
        *_column_lines(frame, guesses),
        "]",
        *_row_lines(frame, known),
        *rule_lines(frame, guesses),
        "",
    ]
    return "\n".join(lines)


def _section_head(frame: Frame, reported: bool) -> list[str]:
    if frame.record != "observation":
        return [
            f'record = "{frame.record}"',
            *(['constants = { unit = "@reporter" }'] if reported and _has_unit(frame) else []),
            *([_DERIVE[frame.record]] if frame.record in _DERIVE else []),
        ]
    annual = "year" if frame.says_year else "ytd"
    constants = {"span": "month" if frame.wide_group == "period" else annual}
    if frame.indicator:
        constants["indicator"] = frame.indicator
    if frame.by_row and frame.wide_group != "subject":
        constants["code"] = "@reporter" if reported else "@root"
    if frame.subject == "cluster":
        constants["scope"] = "集群直报"
        if reported:
            constants["unit"] = "@reporter"
    if frame.subject == "industry":
        constants["unit"] = "@reporter" if reported else "@root"
    told = ", ".join(f'{key} = "{value}"' for key, value in constants.items())
    return [f'subject = "{frame.subject}"', f"constants = {{ {told} }}"]


def _has_unit(frame: Frame) -> bool:
    return frame.record in ("project_ledger", "project_benefit", "candidate", "register_event")


def _anchors(frame: Frame, known: Words) -> list[str]:
    """All ways of saying the key, so that a header is found under another word for it."""
    path = frame.header.paths[frame.key if frame.key is not None else min(frame.header.paths)]
    own = [split_unit(part)[0] for part in path.parts]
    ways: tuple[str, ...] = ()
    for names in known.keys.values():
        if own and own[-1] in names:
            ways = (*ways, *names)
    if frame.record != "observation":
        fields = known.fields.get(frame.record, {})
        ways = (*ways, *(way for way, names in fields.items() if names[0] == frame.key_field))
    if frame.subject == "enterprise":
        ways = (*ways, *known.keys["enterprise_code"], *known.keys["enterprise_name"])
    return list(dict.fromkeys([*own, *(way for way in ways if "/" not in way)]))


def _telling(frame: Frame, guesses: Sequence[Guess], known: Words) -> list[str]:
    """What tells this form from others: its first indicators or fields, in all their words."""
    found: list[str] = []
    for guess in guesses:
        name = str((guess.spec or {}).get("indicator", ""))
        ways = known.said(name) if name else []
        own = split_unit(guess.path.parts[0])[0]
        if guess.role == "指标" and name and not guess.doubtful:
            base = guess.meaning.series[0] if guess.meaning else None
            ways += known.said(base) if base else []
            found.append(_any_of([own, *ways]))
        elif frame.record != "observation" and guess.role == "字段" and _lasting(guess):
            field_name = str((guess.spec or {}).get("field"))
            fields = known.fields.get(frame.record, {})
            same = [w.rpartition("/")[2] for w, names in fields.items() if field_name in names]
            found.append(_any_of([guess.label.partition("/")[0], *same]))
    for label, meaning in frame.rows.items():
        if meaning is not None and meaning.indicator:
            found.append(_any_of([split_unit(label)[0], *known.said(meaning.indicator)]))
    if not found:
        found = [_any_of(_anchors(frame, known))]
    return list(dict.fromkeys(found))[:_MOST_TOLD]


def _lasting(guess: Guess) -> bool:
    """Whether a label is sure, and the same every month: 2026年计划投资 tells less than 总投资."""
    return not guess.doubtful and not re.search("[本今当上]?年|[本当上]月|[0-9]", guess.label)


def _any_of(ways: Iterable[str]) -> str:
    tidy = (re.sub(r"[0-9]+", "", way) if re.search("[0-9]{4}", way) else way for way in ways)
    plain = list(dict.fromkeys(way for way in tidy if way))
    return "re:" + "|".join(re.escape(way) for way in plain)


def _column_lines(frame: Frame, guesses: Sequence[Guess]) -> list[str]:
    lines = []
    if frame.wide:
        lines.append(_wide_line(frame))
    for guess in guesses:
        text = plain_text(guess.path.text)
        if guess.spec is None:
            lines.append(
                f"  # 未识别，请说明含义或 ignore = true: {text}（{plain_text(guess.told)}）"
            )
            continue
        if "wide" in guess.spec:
            continue
        if guess.doubtful:
            other = f"；也可能是{guess.runner_up}" if guess.runner_up else ""
            told = f"{guess.told}，把握{round(guess.confidence * 100)}%{other}"
            lines.append(f"  # 存疑：{text} → {plain_text(told)}")
        keys = "".join(f", {key} = {_value(value)}" for key, value in guess.spec.items())
        label = plain_text(guess.label or guess.path.bare)
        lines.append(f'  {{ label = "{label}", alike = true{keys} }},')
    return lines


def _wide_line(frame: Frame) -> str:
    if frame.wide_group == "period":
        pattern = r"^(?P<period>(?:[0-9]{4}年)?(?:1月?-)?[0-9]{1,2}月)份?$"
        return f"  {{ label = 're:{pattern}', many = true, required = true }},"
    names = "|".join(re.escape(frame.header.paths[i].bare) for i in sorted(frame.wide))
    suffix = "[^/]{1,8}?(?:县|区|市|镇|乡|街道|园区|开发区)"
    return f"  {{ label = 're:^(?P<subject>{names}|{suffix})$', many = true, required = true }},"


def _row_lines(frame: Frame, known: Words) -> list[str]:
    if not frame.by_row:
        return []
    lines = ["row = ["]
    for label, meaning in frame.rows.items():
        if meaning is None or meaning.indicator is None:
            lines.append(f"  # 未识别的行，请写明含义: {plain_text(label)}")
            continue
        own = split_unit(label)[0]
        ways = [own, *_row_ways(meaning.indicator, meaning.reading, known)]
        keys = [f'indicator = "{meaning.indicator}"']
        if meaning.span:
            keys.append(f'span = "{meaning.span}"')
        if meaning.reading != "value":
            keys.append(f'reading = "{meaning.reading}"')
        lines.append(f"  {{ label = {quoted(ways)}, {', '.join(keys)} }},")
    return [*lines, "]"]


def _row_ways(indicator: str, reading: str, known: Words) -> list[str]:
    if reading != "value":
        return []
    said = known.said(indicator)
    prefixed = [f"{head}{way}" for head in ("规上工业", "规模以上工业") for way in said]
    return [
        w
        for w in dict.fromkeys([*said, *prefixed])
        if known.indicator.get(w, indicator) == indicator
    ]


def _value(value: str | int | bool) -> str:
    return json.dumps(value, ensure_ascii=False)


def safe_name(file_name: str) -> str:
    """A name for the draft from the file's, in small letters."""
    letters = re.sub("[^a-z0-9]+", "_", PurePath(file_name).stem.lower()).strip("_")
    return letters if re.match("[a-z]", letters) else "form_" + (letters or "new")


def name_pattern(file_name: str, titles: Sequence[str], units: Sequence[Unit]) -> str:
    """What stays of the file's name (and of its title) when month and sender change."""
    cores = [_core(PurePath(file_name).stem, units), *(_core(t, units) for t in titles[:1])]
    telling = [c for c in dict.fromkeys(cores) if len(c) >= 4 and c not in _GENERIC]
    return "|".join(re.escape(c).replace("'", "") for c in telling or cores[:1])


def _core(text: str, units: Sequence[Unit]) -> str:
    flat = normal(text)
    names = sorted({n for u in units for n in (u.name, *u.aliases) if len(n) > 1}, key=len)
    for name in reversed(names):
        flat = flat.replace(normal(name), " ")
    flat = re.sub(r"\([^()]*\)|[0-9]{4}年度?|(?:1-)?[0-9]{1,2}月份?|[0-9]+", " ", flat)
    found = re.findall("[\u4e00-\u9fffA-Za-z]{2,}", flat)
    return max(found, key=len, default=normal(PurePath(text).stem))
