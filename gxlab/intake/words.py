"""The words of headers (表头用语): which ways of saying mean the same, from label_words.toml.

A closed list. Nothing here is fuzzy: what a saved layout accepts as another way of saying its
column must be a way everybody in the trade reads alike.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

from gxlab.intake.labels import normal
from gxlab.reference.indicators import catalogue

TokenKind = Literal["indicator", "span", "base", "growth", "percent", "rank", "last_year", "plain"]
_PLAIN_MARKS = ("/", "_", ":", "-", "(", ")", ",", "、")


@dataclass(frozen=True)
class Words:
    """Every known way of saying an indicator, a span, a reading, a key or a field."""

    indicator: Mapping[str, str]
    """Way of saying → indicator id."""
    tokens: Mapping[str, tuple[TokenKind, str]]
    """Way of saying → what kind of word it is, and what it says."""
    cluster: Mapping[str, str]
    keys: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, str]
    ignored: frozenset[str]
    ignored_of_firms: frozenset[str]
    fields: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Record → way of saying → the fields it may mean."""
    source: str = field(default="", compare=False)

    @cached_property
    def by_length(self) -> dict[str, list[str]]:
        """The tokens by their first character, the longest first."""
        found: dict[str, list[str]] = {}
        for token in sorted(self.tokens, key=len, reverse=True):
            found.setdefault(token[0], []).append(token)
        return found

    def said(self, indicator: str) -> list[str]:
        """All ways of saying an indicator."""
        return [label for label, known in self.indicator.items() if known == indicator]

    def without(self, labels: Iterable[str]) -> Words:
        """The same words without some ways of saying a field or a key (for measuring)."""
        gone = {normal(label) for label in labels}
        fields = {
            record: {label: names for label, names in known.items() if label not in gone}
            for record, known in self.fields.items()
        }
        keys = {
            name: tuple(label for label in known if label not in gone)
            for name, known in self.keys.items()
        }
        indicator = {label: known for label, known in self.indicator.items() if label not in gone}
        tokens = {
            label: token
            for label, token in self.tokens.items()
            if token[0] != "indicator" or label not in gone
        }
        return replace(self, fields=fields, keys=keys, indicator=indicator, tokens=tokens)


@cache
def words() -> Words:
    """The words that ship with the product (表头用语)."""
    source = files("gxlab.intake").joinpath("label_words.toml").read_text(encoding="utf-8")
    said = tomllib.loads(source)
    indicator = {normal(entry.name): entry.id for entry in catalogue().values()}
    indicator |= {normal(way): name for name, ways in said["indicator"].items() for way in ways}
    return Words(
        indicator=indicator,
        tokens=_tokens(said, indicator),
        cluster=said["cluster"],
        keys={name: tuple(map(normal, ways)) for name, ways in said["key"].items()},
        notes={normal(way): kind for kind, ways in said["note"].items() for way in ways},
        ignored=frozenset(map(normal, said["ignore"]["any"])),
        ignored_of_firms=frozenset(map(normal, said["ignore"]["firm"])),
        fields={record: _ways(names) for record, names in said["field"].items()},
        source=source,
    )


def _tokens(
    said: Mapping[str, Mapping[str, list[str]]], indicator: Mapping[str, str]
) -> dict[str, tuple[TokenKind, str]]:
    tokens: dict[str, tuple[TokenKind, str]] = dict.fromkeys(_PLAIN_MARKS, ("plain", ""))
    kinds: tuple[TokenKind, ...] = ("plain", "rank", "last_year", "base", "span")
    for kind in kinds:
        for what, ways in said[kind].items():
            tokens |= {normal(way): (kind, what) for way in ways}
    tokens |= {normal(way): ("growth", "") for way in said["growth"]["any"]}
    tokens |= {normal(way): ("percent", "") for way in said["growth"]["percent"]}
    return tokens | {way: ("indicator", name) for way, name in indicator.items()}


def _ways(names: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, ways in names.items():
        for way in map(normal, ways):
            found[way] = (*found.get(way, ()), name)
    return found
