"""Unified social credit codes (统一社会信用代码, GB 32100-2015): 18 characters, the last one a check digit."""

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I O S V Z
WEIGHTS = [pow(3, n, 31) for n in range(17)]
SHAPE = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)}


def folded(code: str) -> str:
    """As it is stored: capital letters, no blanks, no full-width characters."""
    return re.sub(r"[\s-]", "", code.translate(FULL_WIDTH)).upper()


def check_digit(body: str) -> str:
    """The 18th character for the first seventeen."""
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    return bool(SHAPE.fullmatch(code)) and check_digit(code[:17]) == code[17]
