"""疑似错报清单, measured: recall and precision on planted returns, quiet on months without any.

The rules were set on cities of seeds 7, 8 and 9; measured is on others. The invented city is
calmer than life: what real series say of false alarms is in ``test_suspicion_real``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from gxlab.measures.suspicion import Suspicion
from tests.reliability.suspicion_city import KINDS, OWN_RULES, Planted, city, desk_of, listed
from tests.soak import FULL, keep, many

pytestmark = [pytest.mark.soak, pytest.mark.slow]

SEEDS = (11, 12, 13, 14, 15, 16)[: many(6, 1)]
CLEAN = ("2025-06", "2025-09", "2025-12", "2026-02", "2026-03", "2026-04")[: many(6, 2)]
RULES: Mapping[str, frozenset[str]] = {k: rules for k, (_, rules) in KINDS.items()} | OWN_RULES


def test_recall_and_precision(tmp_path: Path) -> None:
    planted: Counter[str] = Counter()
    named: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    true: Counter[str] = Counter()
    seen = clean_firms = clean_lines = 0
    for seed in SEEDS:
        root = tmp_path / str(seed)
        given = city(root, seed, each=many(2, 1), enterprises=many(320, 240))
        found = listed(root)
        _count(given, found, planted, named, lines, true)
        told = {s.enterprise for s in found}
        seen += sum(p.enterprise in told for p in given)
        for period in CLEAN:
            clean_firms += _firms(root, period)
            clean_lines += len(listed(root, period))
    total, right = planted.total(), named.total()
    keep(
        "S1",
        "Recall 0.9 and precision 0.7 of the list of suspected misreports, by rule and in all, on "
        "at least 5 seeds; digits exchanged anywhere in a figure count, even where it hardly moves",
        cities=len(SEEDS),
        **{f"planted_{kind}": n for kind, n in sorted(planted.items())},
        **{f"named_by_its_rule_{kind}": named[kind] for kind in sorted(planted)},
        **{f"listed_{rule}": n for rule, n in sorted(lines.items())},
        **{f"listed_and_planted_{rule}": true[rule] for rule in sorted(lines)},
        planted=total,
        named_by_its_rule=right,
        named_by_any_rule=seen,
        listed=lines.total(),
        listed_and_planted=true.total(),
        months_without_planted=len(SEEDS) * len(CLEAN),
        returns_without_planted=clean_firms,
        listed_without_planted=clean_lines,
    )
    assert min(planted.values()) >= many(6, 1) and total >= many(200, 16)
    assert right >= 0.9 * total and seen >= 0.9 * total
    assert true.total() >= 0.7 * lines.total()
    assert clean_lines <= 0.005 * clean_firms
    if FULL:
        assert min(n for k, n in planted.items() if k in KINDS) >= 10


def _count(
    given: list[Planted],
    found: list[Suspicion],
    planted: Counter[str],
    named: Counter[str],
    lines: Counter[str],
    true: Counter[str],
) -> None:
    """Add one city: what was planted and named, what was listed and rightly so."""
    by_firm: dict[str, set[str]] = {}
    for line in found:
        by_firm.setdefault(line.enterprise, set()).add(line.rule)
    for one in given:
        planted[one.kind] += 1
        named[one.kind] += bool(by_firm.get(one.enterprise, set()) & RULES[one.kind])
    spoiled = {one.enterprise for one in given}
    for line in found:
        lines[line.rule] += 1
        true[line.rule] += line.enterprise in spoiled


def _firms(root: Path, period: str) -> int:
    desk = desk_of(root, period)
    since = str(desk.period.shift(-13))
    return desk.read("suspicion_readings", since=since, period=period).height
