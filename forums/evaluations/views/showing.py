"""A result as pages show it."""

from typing import Any

from .. import results
from ..bars import picture
from ..models import Evaluation
from ..scores import percent


def shown(row: Evaluation, result: dict[str, Any]) -> dict[str, Any]:
    """What `_evaluation_result.html` takes."""
    before = (result["previous"] or {}).get("criteria", {})
    came = result["screen"] + result["paper"]
    return {
        "asked": result["asked"],
        "screen": result["screen"],
        "paper": result["paper"],
        "came": came,
        "share": percent(min(came, result["asked"]), result["asked"]),
        "total": result["total"],
        "criteria": [one | {"before": before.get(one["text"])} for one in result["criteria"]],
        "picture": picture(result),
        "facts": [
            one | {"label": results.fact_label(one), "percent": percent(one["part"], one["whole"])}
            for one in result["facts"]
        ],
        "previous": result["previous"],
        "previous_words": results.previous_words(row, result["previous"]) if result["previous"] else "",
    }
