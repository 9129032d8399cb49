"""The words of a decision (判定用语): which a rule knows, of which objects, and what they do.

What nobody has written into this list is kept and shown, and changes nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

OBJECTS: Mapping[str, str] = {
    "project": "项目",
    "filing": "备案",
    "enterprise": "企业",
    "candidate": "培育企业",
}
WITHDRAWN = "撤销判定"
AGREED = "同意公开"


@cache
def effects(object_kind: str) -> Mapping[str, str]:
    """What each known word does to an object of this kind, in the order of the list.

    >>> effects("enterprise")["贸易开票"]
    '开票不作达规依据，不列入测算达规'
    """
    text = files("gxlab.reference").joinpath("lists/verdicts.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    name = OBJECTS[object_kind]
    return {r["verdict"]: r["effect"] for r in rows if name in r["objects"].split("、")}


def is_known(object_kind: str, verdict: str) -> bool:
    """Whether a rule knows this word for such an object.

    >>> is_known("filing", "不属技改"), is_known("filing", "贸易开票")
    (True, False)
    """
    return verdict in effects(object_kind)


def known_words() -> tuple[str, ...]:
    """All known words once, in the order of the list."""
    return tuple(dict.fromkeys(word for kind in OBJECTS for word in effects(kind)))
