"""What stands in cells and titles (看内容判断): firms, places, industries, an indicator."""

from __future__ import annotations

import re

from gxlab.intake.labels import normal
from gxlab.intake.layout_spec import SubjectKind
from gxlab.intake.lookups import Lookups, NotFound
from gxlab.intake.words import Words

_FIRM = re.compile("公司|厂$|集团|合作社|股份|有限")
_CODE = re.compile("[0-9A-Z]{15,18}")
PLACE = re.compile(
    "^(?:其中:)?[^/]{1,8}(?:县|区|市|镇|乡|街道|园区|开发区)$|^(?:全[市省区县]|合计|总计)$"
)


def share_like(texts: list[str], subject: SubjectKind, lookups: Lookups) -> float:
    """The share of normalised cells that look like names or codes of this kind of subject."""
    if not texts:
        return 0.0
    if subject == "enterprise":
        return sum(bool(_FIRM.search(t) or _CODE.fullmatch(t)) for t in texts) / len(texts)
    if subject == "unit":
        return sum(bool(PLACE.match(t)) or _is_unit(t, lookups) for t in texts) / len(texts)
    if subject == "industry":
        return sum(_is_industry(t, lookups) for t in texts) / len(texts)
    return 1.0


def _is_unit(text: str, lookups: Lookups) -> bool:
    try:
        return bool(lookups.unit(text))
    except NotFound:
        return False


def _is_industry(text: str, lookups: Lookups) -> bool:
    try:
        return bool(lookups.industry(text))
    except NotFound:
        return False


def titled_indicator(titles: tuple[str, ...], known: Words) -> str | None:
    """The one indicator the titles name (标题里的指标), the longest way of saying it counting."""
    for title in map(normal, titles):
        inside = [way for way in known.indicator if len(way) > 2 and way in title]
        longest = [w for w in inside if not any(w != o and w in o for o in inside)]
        names = {known.indicator[way] for way in longest}
        if len(names) == 1:
            return names.pop()
    return None
