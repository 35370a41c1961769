"""Splitting a sum so that the fen add up: the method of the largest remainder. Integers only."""

from collections.abc import Sequence


def split(total: int, weights: Sequence[int]) -> list[int]:
    """`total` fen over these weights: each gets its exact share rounded down, the fen left over go to the largest remainders.

    Among equal remainders the earlier ones are served first. ValueError for negative figures, or when no weight is above 0.
    """
    if total < 0 or min(weights, default=0) < 0 or not (whole := sum(weights)):
        raise ValueError("Nothing to split, or nobody to split it over.")
    parts = [divmod(total * weight, whole) for weight in weights]
    left = total - sum(share for share, _rest in parts)
    first = sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))[:left]
    served = frozenset(first)
    return [share + (at in served) for at, (share, _rest) in enumerate(parts)]
