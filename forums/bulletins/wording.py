"""One line of a bulletin. What may stand in it is settled by `households.naming`."""

from buildings.households.naming import plain, tidy

__all__ = ["line", "plain"]


def line(text: str, size: int) -> str:
    """On one line, cut to a size."""
    words = " ".join(tidy(text).split())
    return words if len(words) <= size else f"{words[: size - 1]}…"
