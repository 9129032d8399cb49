"""The audit of a release (披露审计): every sensitive sum attacked with all that has been printed.

It is given the figures read back from the finished pages, not the tables they were made from, and
uses nothing of how they were protected.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from multiprocessing import get_context

from gxlab.disclosure.attack import Attack, Disclosed
from gxlab.disclosure.model import Released, Rules
from gxlab.disclosure.system import READING, System, facts, system


@dataclass(frozen=True)
class Leak:
    """What is known too closely (泄露点); internal: never shown outside.

    ``kind``: value, base, before, change or reading; ``holding`` the insider, None: everybody.
    """

    indicator: str
    period: str
    kind: str
    enterprises: tuple[str, ...]
    holding: str | None


@dataclass(frozen=True)
class Audit:
    """The outcome of an audit: counts, and what leaks; nothing leaks where it passed.

    ``narrowest``: the least part of a sensitive cell's size that was shown to stay open;
    ``past_help``: sums that earlier releases told by themselves, which nothing mends.
    """

    targets: int
    facts: int
    solved: int
    skipped: int
    insiders: int
    narrowest: float
    past_help: int
    leaks: tuple[Leak, ...]
    solver: str

    @property
    def passed(self) -> bool:
        return not self.leaks


def audit(
    now: Released,
    earlier: Sequence[Released],
    rules: Rules,
    *,
    insiders: bool = True,
    workers: int = 1,
) -> Audit:
    """Attack a release together with all earlier ones (外部、内部审计).

    Indicators share no unknown: ``workers`` processes take them in turn, and the outcome is that
    of one. Raises Inconsistent where a printed figure is not that of its cell, Unsolved where the
    solver has no answer: neither is a pass.
    """
    indicators = now.data.wanted["indicator"].unique().sort().to_list()
    each = partial(_of_indicator, now=now, earlier=earlier, rules=rules, insiders=insiders)
    if workers > 1 and len(indicators) > 1:
        # Not forked: a fork would take over threads of polars that are no longer there.
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            found = list(pool.map(each, indicators))
    else:
        found = list(map(each, indicators))
    return Audit(
        sum(a.targets for a in found),
        sum(a.facts for a in found),
        sum(a.solved for a in found),
        sum(a.skipped for a in found),
        sum(a.insiders for a in found),
        min((a.narrowest for a in found), default=0.0),
        sum(a.past_help for a in found),
        tuple(leak for a in found for leak in a.leaks),
        f"HiGHS {metadata.version('highspy')}",
    )


def _of_indicator(
    indicator: str, *, now: Released, earlier: Sequence[Released], rules: Rules, insiders: bool
) -> Audit:
    whole = system(indicator, [*(r.data for r in earlier), now.data], rules)
    known = facts(whole, [*earlier, now])
    attack = Attack(whole, known)
    found = list(attack.outsider())
    tried = 0
    if insiders:
        tried = len(attack.knowing)
        found += attack.insiders()
    narrowest = _narrowest(attack)
    told = _told_before(attack, found)
    now_told = [d for d in found if (d.target, d.side, d.holding) not in told]
    leaks = tuple(_leak(d, whole) for d in now_told)
    past = len({d.target for d in found} - {d.target for d in now_told})
    return Audit(
        len(whole.targets),
        len(known),
        attack.solved,
        attack.skipped,
        tried,
        narrowest,
        past,
        leaks,
        "",
    )


def _told_before(attack: Attack, found: Sequence[Disclosed]) -> set[tuple[int, int, str | None]]:
    """What earlier releases tell by themselves: asked anew without this release's figures.

    The facts a disclosure rests on do not settle it, as there may be several such sets.
    """
    if not found:
        return set()
    attack.forget(n for n, fact in enumerate(attack.facts) if fact.items)
    targets = sorted({d.target for d in found})
    again = list(attack.outsider(targets))
    if any(d.holding is not None for d in found):
        again += attack.insiders(targets)
    return {(d.target, d.side, d.holding) for d in again}


def _leak(found: Disclosed, whole: System) -> Leak:
    target = whole.targets[found.target]
    firms = tuple(sorted(whole.unknowns[n].enterprise for n in target.form))
    return Leak(whole.indicator, target.period, target.kind, firms, found.holding)


def _narrowest(attack: Attack) -> float:
    """Over the sensitive cells: the width that was shown, as a part of the cell's size."""
    found = []
    for number, target in enumerate(attack.whole.targets):
        size = sum(abs(float(amount)) for amount in target.amounts.values())
        if target.kind != READING and size:
            found.append(attack.width(number) / size)
    return min(found, default=1.0)
