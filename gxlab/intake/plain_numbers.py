"""A whole column of plain figures at once (整列读数): what nearly every long sheet consists of.

The result is what reading cell by cell gives, digit for digit; any text that wants more care than
"-1203.45" makes the answer None, and the column is read cell by cell.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gxlab.intake.cells import NumberReader, factor_of
from gxlab.intake.typed import TextReader

FIGURE = pl.Decimal(18, 6)
# Twelve digits before the point are below the limit of a figure, six after it are kept as typed.
_PLAIN = r"^-?[0-9]{1,12}(?:\.[0-9]{1,6})?$"


def plain_numbers(texts: Sequence[str | None], reader: TextReader) -> pl.Series | None:
    """The figures of a column in the kept unit, null where a cell is empty; None: look closer.

    Only for a column already in its kept unit: no factor, nothing to round.
    """
    if not isinstance(reader, NumberReader) or factor_of(reader.uom) != 1:
        return None
    written = pl.Series(texts, dtype=pl.String)
    if not written.str.contains(_PLAIN).fill_null(True).all():
        return None
    if written.is_in([mark for mark in reader.legend if mark[:1] in "-0123456789"]).any():
        return None
    return written.cast(FIGURE)
