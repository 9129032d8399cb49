"""Targets of earlier releases that a new one says nothing about (不受影响的目标).

Their unknowns are none of the new release's, and nothing it prints hangs together with them: what
is known of them is what was known when they were audited, before the former release left.
"""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.disclosure.atoms import joined
from gxlab.disclosure.system import Fact, System


def untouched(whole: System, facts: Sequence[Fact]) -> frozenset[int]:
    """Targets that need not be attacked again, by number; none where this is the first release.

    Holds for fewer facts of the new release as well.
    """
    if len(whole.cells) < 2:
        return frozenset()
    home = joined(len(whole.unknowns), [list(fact.weights) for fact in facts])
    new = {
        home[number]
        for one in whole.cells[-1].values()
        for form in (one.value, one.base, one.before)
        for number in form
    }
    new |= {home[n] for fact in facts if fact.items for n in fact.weights}
    return frozenset(
        number
        for number, target in enumerate(whole.targets)
        if target.cell is None and not any(home[n] in new for n in target.form)
    )
