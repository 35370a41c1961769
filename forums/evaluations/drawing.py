"""Drawing the households that are asked: once, from a seed that is kept, so that everybody can draw again and compare.

Each household of the frame gets the number SHA-256 of "seed:id"; those with the lowest numbers are drawn. It needs no
generator of random numbers whose next version might draw others, and no household can be favoured once the seed is drawn.
"""

import hashlib
import secrets
from collections.abc import Iterable


def new_seed() -> str:
    return secrets.token_hex(16)


def draw(frame: Iterable[int], size: int | None, seed: str) -> list[int]:
    """So many households of the frame, in the order of their ids; all of them when `size` is None or reaches them."""
    ids = sorted(set(frame))
    if size is None or size >= len(ids):
        return ids
    return sorted(sorted(ids, key=lambda pk: (_number(seed, pk), pk))[:size])


def _number(seed: str, pk: int) -> bytes:
    return hashlib.sha256(f"{seed}:{pk}".encode()).digest()
