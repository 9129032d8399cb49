"""演示用的各种代码:统一社会信用代码、项目代码、用电户号(校验位是真的,主体是虚构的)."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organization(body: str) -> str:
    """组织机构代码:八位本体加模11校验位(A=10…Z=35,10写作X).

    >>> organization("10162374")
    '101623741'
    """
    values = [int(c) if c.isdigit() else ord(c) - 55 for c in body]
    remainder = sum(v * w for v, w in zip(values, _ORGANIZATION_WEIGHTS, strict=True)) % 11
    check = (11 - remainder) % 11
    return body + ("X" if check == 10 else str(check))


def credit(kind: str, area: str, body: str) -> str:
    """统一社会信用代码:类别2位、登记机关6位、组织机构代码9位、模31校验位.

    >>> credit("91", "110000", "10162374")
    '91110000101623741K'
    """
    front = kind + area + organization(body)
    total = sum(ALPHABET.index(c) * w for c, w in zip(front, _CREDIT_WEIGHTS, strict=True))
    return front + ALPHABET[(31 - total % 31) % 31]


def organization_body(number: int) -> str:
    """把序号一一对应地散布成八位主体,形如近年新设主体的 MA0 号段.

    >>> organization_body(0), organization_body(1)
    ('MA0DBCMM', 'MA0DE3LB')
    """
    value = (number * 80_683 + 12_345_678) % 31**5
    digits = ""
    for _ in range(5):
        value, digit = divmod(value, 31)
        digits = ALPHABET[digit] + digits
    return "MA0" + digits


def digits_only(kind: str, area: str, number: int) -> str:
    """全是数字的信用代码(老企业的组织机构代码没有字母),被 Excel 存成数字时会丢末三位.

    >>> digits_only("91", "139901", 3).isdigit()
    True
    """
    for offset in range(number, number + 10_000_000, 100_000):
        body = f"{(offset * 7919 + 162_374) % 90_000_000 + 10_000_000:08d}"
        code = credit(kind, area, body)
        if code.isdigit():
            return code
    raise ValueError(f"序号 {number} 造不出全数字的信用代码，请换一个序号")


def project(month: str, area: str, kind: str, number: int) -> str:
    """项目代码 yymm-地区6-部门2-类型2-随机5加校验1(20位数字,共24个字符)."""
    tail = f"{number * 7919 % 100_000:05d}"
    digits = month + area + "07" + kind + tail
    check = sum(int(c) * (i % 9 + 1) for i, c in enumerate(digits)) % 10
    return f"{month}-{area}-07-{kind}-{tail}{check}"
