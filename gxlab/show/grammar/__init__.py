"""The small grammar of the trade's sentences (措辞): from values to the strict form.

Reports and ``gxlab narrate`` call the same functions. g is this period's rate, p the rate of the
comparison period as printed; their difference is taken on the rounded rates, so that a reader who
subtracts gets the same. 收窄 is never said of a positive rate nor 回落 of a negative one, 倍 never
of a fall, the comparison period is always named, and a missing figure leaves its clause out.
"""

from __future__ import annotations

from gxlab.show.grammar.change import change, changes
from gxlab.show.grammar.compared import against, completion, pace, versus
from gxlab.show.grammar.growth import growth, rate_text
from gxlab.show.grammar.parts import contribution, portion, pull, share
from gxlab.show.grammar.places import place, place_change, place_changes
from gxlab.show.grammar.profit import profit_turn, turned
from gxlab.show.grammar.ratios import breadth, points
from gxlab.show.grammar.sentence import join

__all__ = [
    "against",
    "breadth",
    "change",
    "changes",
    "completion",
    "contribution",
    "growth",
    "join",
    "pace",
    "place",
    "place_change",
    "place_changes",
    "points",
    "portion",
    "profit_turn",
    "pull",
    "rate_text",
    "share",
    "turned",
    "versus",
]
