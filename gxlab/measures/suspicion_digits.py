"""Two neighbouring digits exchanged (数字颠倒): whether that alone would make a figure fit."""

from __future__ import annotations


def transposed(value: float | None, expected: float | None, tolerance: float) -> bool:
    """Whether ``value`` misses ``expected`` and fits it once two neighbouring digits change places.

    >>> transposed(21345.6, 12345.6, 1.0), transposed(12345.6, 12345.6, 1.0)
    (True, False)
    >>> transposed(12354.6, 12345.6, 1.0), transposed(12999.9, 12345.6, 1.0)
    (True, False)
    >>> transposed(123.4, 1023.4, 0.1)
    True
    """
    if value is None or expected is None or abs(value - expected) <= tolerance:
        return False
    text = f"{abs(value):.4f}".rstrip("0").rstrip(".")
    sign = -1.0 if value < 0 else 1.0
    # 1023 written 0123 has lost its zero.
    others = (*exchanged(text), *exchanged(f"0{text}")[:1])
    return any(abs(sign * other - expected) <= tolerance for other in others)


def exchanged(text: str) -> list[float]:
    """The numbers a written one becomes by exchanging two neighbouring digits.

    >>> exchanged("12.3")
    [21.3, 13.2]
    """
    digits = text.replace(".", "")
    point = len(text) - 1 - text.index(".") if "." in text else 0
    found = []
    for n in range(len(digits) - 1):
        if digits[n] != digits[n + 1]:
            swapped = digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :]
            found.append(int(swapped) / 10**point)
    return found
