"""One line of 疑似错报: whose return, which rule, in which words, on which cells it rests."""

from __future__ import annotations

import polars as pl

SHEET = ("path", "sheet", "row_no")
INVOICE = ("invoice_path", "invoice_sheet", "invoice_row")
Cells = tuple[tuple[tuple[str, str, str], str], ...]
OUTPUT: Cells = ((SHEET, "output_col"),)
MONTH: Cells = ((SHEET, "output_month_col"),)
REVENUE: Cells = ((SHEET, "revenue_col"),)
PROFIT: Cells = ((SHEET, "profit_col"),)
FORMER: Cells = ((("former_path", "former_sheet", "former_row"), "output_col"),)
INVOICES: Cells = ((INVOICE, "invoice_col"),)


def sign_of(
    rows: pl.DataFrame, rule: str, wording: str, strength: int, detail: pl.Expr, cells: Cells
) -> pl.DataFrame:
    places = [
        pl.concat_str(
            pl.col(path), pl.lit("!"), pl.col(sheet).fill_null(""),
            pl.lit("!"), pl.col(column), pl.col(row).cast(pl.String), ignore_nulls=False,
        )
        for (path, sheet, row), column in cells
    ]  # fmt: skip
    return rows.select(
        enterprise="code",
        name="name",
        unit="unit",
        period="period",
        rule=pl.lit(rule),
        wording=pl.lit(wording),
        detail=detail,
        strength=pl.lit(strength, pl.Int32),
        cells=pl.concat_list(places).list.drop_nulls(),
    )


def told_of(text: str, *columns: str) -> pl.Expr:
    """A sentence with the readings as delivered."""
    numbers = [pl.col(c).round(4).map_elements(_plain, return_dtype=pl.String) for c in columns]
    return pl.format(text, *(n.fill_null("无") for n in numbers))


def _plain(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
