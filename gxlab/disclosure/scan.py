"""The scan of a finished bundle for what must not be in it (字节扫描): identifiers and values.

It knows nothing of how the bundle was made. Every file is decoded to any depth and searched for
every secret at once; it is the last look, not the protection.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from gxlab.disclosure.decoded import Piece, decoded
from gxlab.disclosure.secret_forms import (
    Secrets,
    canonical,
    folded,
    forms_of,
    telling,
)
from gxlab.reference.numbers import round_half_away

VALUE = "不公布的数值"
# Places of marks in a drawing are ruled by their shape (static rules); dates are not figures.
_PLACES = re.compile(
    r' (?:d|transform|viewBox|x|y|x1|y1|x2|y2|cx|cy|r|dx|dy|width|height)="[^"]*"'
    r"|20[0-9]{2}(?:年|-[0-9]{2}(?![0-9.]))"
)
_NUMBER = re.compile(
    r"[0-9]{1,3}(?:[, '_\u2009][0-9]{3})+(?:\.[0-9]+)?"
    r"|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3}(?![0-9]))?"
)
_APART = re.compile(r"[ '_\u2009]")
_SEPARATORS = re.compile(r"[, '_\u2009]")
_FINEST = 4


@dataclass(frozen=True)
class Hit:
    """A secret found (命中): its kind, the file, and the channel by which it was found."""

    kind: str
    file: str
    channel: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Scan:
    """What was found; ``short``: forms left out because chance writes them too; ``public``:
    identifiers that are part of a public name; ``texts`` and ``bytes`` searched."""

    hits: tuple[Hit, ...]
    short: int
    public: int
    texts: int
    bytes: int


def scan(
    files: Mapping[str, bytes],
    secrets: Secrets,
    *,
    printed: Iterable[Decimal] = (),
    public: Collection[str] = (),
) -> Scan:
    """Search a bundle for every secret.

    ``printed``: numbers that the pages print by right, whatever else they happen to equal.
    ``public``: names of units, clusters and industries; an identifier inside one is no secret.
    """
    open_names = [folded(name) for name in public]
    named = {folded(text): (kind, text) for text, kind in secrets.identifiers.items()}
    known = {text for text in named if any(text in name for name in open_names)}
    sought = sorted(text for text in named if text not in known and telling(text))
    forms, short = forms_of(secrets.values)
    forms -= {canonical(number) for number in printed}
    pieces = [piece for name, content in files.items() for piece in decoded(name, content)]
    hits = [*_identifiers(pieces, sought, named), *_values(pieces, forms)]
    return Scan(
        tuple(dict.fromkeys(hits)),
        short + len(named) - len(known) - len(sought),
        len(known),
        len(pieces),
        sum(map(len, files.values())),
    )


def _identifiers(
    pieces: Sequence[Piece], sought: Sequence[str], named: Mapping[str, tuple[str, str]]
) -> Iterator[Hit]:
    """Identifiers in the texts, all at once (Aho–Corasick)."""
    if not sought or not pieces:
        return
    texts = pl.Series([folded(piece.text) for piece in pieces], dtype=pl.String)
    found = texts.str.extract_many(list(sought), overlapping=True)
    for piece, matches in zip(pieces, found.to_list(), strict=True):
        for match in dict.fromkeys(matches or ()):
            kind, text = named[match]
            yield Hit(kind, piece.file, piece.channel, text)


def _values(pieces: Iterable[Piece], forms: frozenset[str]) -> Iterator[Hit]:
    if not forms:
        return
    for piece in pieces:
        for form in sorted(forms & _numbers(piece.text)):
            yield Hit(VALUE, piece.file, piece.channel, form)


def _numbers(text: str) -> set[str]:
    """Every number of a text in canonical form, to four decimals."""
    plain = _PLACES.sub(" ", unicodedata.normalize("NFKC", text))
    found: set[str] = set()
    for token in set(_NUMBER.findall(plain)):
        found.add(_form(_SEPARATORS.sub("", token)))
        if _APART.search(token):  # perhaps no thousands but numbers side by side
            found.update(_form(part.replace(",", "")) for part in _APART.split(token))
    return found


def _form(token: str) -> str:
    number = Decimal(token)
    if number.adjusted() > 30:
        return token
    exponent = number.as_tuple().exponent
    fine = isinstance(exponent, int) and exponent < -_FINEST
    return canonical(round_half_away(number, _FINEST) if fine else number)
