"""The audit of a release (披露审计): every sensitive sum attacked with all that has been printed.

It is given the figures read back from the finished pages, not the tables they were made from, and
uses nothing of how they were protected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from multiprocessing import get_context

from gxlab.disclosure.attack import Attack, Disclosed
from gxlab.disclosure.model import Released, Rules
from gxlab.disclosure.system import READING, System, facts, system

# The insiders of an indicator with more cells than this, over all releases, are shared out.
LARGE = 3_000
SHARES = 2
# A release of fewer cells is audited before other processes have come up.
FEW = 500


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

    Indicators share no unknown, insiders no knowledge: ``workers`` processes take them in turn,
    and the outcome is that of one. Raises Inconsistent where a printed figure is not that of its
    cell, Unsolved where the solver has no answer: neither is a pass.
    """
    tasks = _tasks(now, earlier, insiders=insiders)
    each = partial(_share, now=now, earlier=earlier, rules=rules, insiders=insiders)
    if workers > 1 and len(tasks) > 1 and now.data.wanted.height > FEW:
        # Not forked: a fork would take over threads of polars that are no longer there.
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            found = list(pool.map(each, tasks))
    else:
        found = list(map(each, tasks))
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


@dataclass(frozen=True)
class _Task:
    """One indicator, or a share of the insiders of a large one (分摊)."""

    indicator: str
    share: int = 0
    shares: int = 1


def _tasks(now: Released, earlier: Sequence[Released], *, insiders: bool) -> list[_Task]:
    """The largest first; the same on every machine, so that the counts are."""
    cells: Counter[str] = Counter()
    for release in (*earlier, now):
        cells.update(release.data.wanted["indicator"].to_list())
    names = sorted(now.data.wanted["indicator"].unique(), key=lambda i: (-cells[i], i))
    shares = {i: SHARES if insiders and cells[i] > LARGE else 1 for i in names}
    return [_Task(i, n, shares[i]) for i in names for n in range(shares[i])]


def _share(
    task: _Task, *, now: Released, earlier: Sequence[Released], rules: Rules, insiders: bool
) -> Audit:
    """The outsider, whose states every share builds on and the first one tells of; insiders."""
    whole = system(task.indicator, [*(r.data for r in earlier), now.data], rules)
    attack = Attack(whole, facts(whole, [*earlier, now]))
    attack.knowing = frozenset(sorted(attack.knowing)[task.share :: task.shares])
    found = list(attack.outsider())
    solved, skipped = attack.solved, attack.skipped
    first = task.share == 0
    if insiders:
        mine = list(attack.insiders())
        found = [*found, *mine] if first else mine
    narrowest = _narrowest(attack) if first else 1.0
    told = _told_before(attack, found)
    now_told = [d for d in found if (d.target, d.side, d.holding) not in told]
    past = len({d.target for d in found} - {d.target for d in now_told})
    return Audit(
        len(whole.targets) if first else 0,
        len(attack.facts) if first else 0,
        attack.solved - (0 if first else solved),
        attack.skipped - (0 if first else skipped),
        len(attack.knowing) if insiders else 0,
        narrowest,
        past,
        tuple(_leak(d, whole) for d in now_told),
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
