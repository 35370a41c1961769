"""How fast the answers to a questionnaire are exported, in how much memory, and whether its results page stays flat.

A child of the bench: `python -m … load ROWS`, `… export KIND`, `… page`. Each measures in a process of its own, so that
the peak of memory is its own; each prints one line of JSON.
"""

import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

import django

QUESTIONS = 40
KINDS = ("single", "multiple", "scale", "single", "matrix", "ranking", "short", "multiple", "single", "long")
CHOICES = [{"key": f"c{n}", "text": f"选择{n}"} for n in range(1, 6)]
ROWS = [{"key": f"r{n}", "text": f"项目{n}"} for n in range(1, 4)]
TITLE = "bench"
ASKED = 60  # requests of the page


def load(number: int) -> dict[str, Any]:
    """A questionnaire of 40 questions with so many answers, counted."""
    from django.utils import timezone

    from beihu.accounts.models import User
    from beihu.office.bench.rows import COMMUNITY
    from forums.questionnaires import tallies
    from forums.questionnaires.models import Questionnaire
    from forums.questionnaires.responses import Response

    Questionnaire.objects.filter(title=f"{TITLE} {number}").delete()
    row = Questionnaire.objects.create(
        title=f"{TITLE} {number}", place_id=COMMUNITY, made_by=User.objects.get(username="worker")
    )
    section = row.sections.create(position=1, title="一")
    questions = [
        row.questions.create(
            section=section,
            key=f"q{n}",
            position=n,
            kind=KINDS[n % len(KINDS)],
            text=f"问题{n}",
            choices=CHOICES,
            rows=ROWS,
        )
        for n in range(1, QUESTIONS + 1)
    ]
    now = timezone.now()
    Questionnaire.objects.filter(pk=row.pk).update(status="closed", opened_at=now, closed_at=now)
    rng = random.Random(7)  # nosec B311: the same answers every time
    for begin in range(0, number, 1000):
        responses = [
            Response(
                questionnaire=row, answered_at=now, answered_on=now.date(), channel="paper", place_id=f"{COMMUNITY}001001",
                age_band=rng.choice(["u35", "35-59", "60-74", "75+"]), bucket="owner", answers=some_answers(rng),
            )
            for _n in range(min(1000, number - begin))
        ]  # fmt: skip
        Response.objects.bulk_create(responses, batch_size=500)
        tallies.count(row, questions, responses)
    return {"answers": number}


def some_answers(rng: random.Random) -> dict[str, Any]:
    keys = [one["key"] for one in CHOICES]
    found: dict[str, Any] = {}
    for n in range(1, QUESTIONS + 1):
        kind = KINDS[n % len(KINDS)]
        found[f"q{n}"] = {
            "single": lambda: {"choice": rng.choice(keys)},
            "multiple": lambda: {"choices": keys[: rng.randrange(1, 5)]},
            "scale": lambda: {"value": rng.randrange(1, 6)},
            "matrix": lambda: {"rows": {row["key"]: rng.choice(keys) for row in ROWS}},
            "ranking": lambda: {"order": rng.sample(keys, 5)},
            "short": lambda: {"text": "楼道灯不亮"},
            "long": lambda: {"text": "希望物业把地下车库的灯修好，老人晚上走路看不见。"},
        }[kind]()
    return found


def export(kind: str, number: int) -> dict[str, Any]:
    """Rows a second, and the most memory this process has held."""
    from forums.questionnaires import exports
    from forums.questionnaires.models import Questionnaire

    row = Questionnaire.objects.get(title=f"{TITLE} {number}")
    before = peak()
    began = time.perf_counter()
    size = sum(len(piece) for piece in exports.stream(row, kind))
    took = time.perf_counter() - began
    return {"kind": kind, "rows_per_s": round(number / took), "seconds": round(took, 1), "megabytes": round(size / 2**20, 1),
            "peak_mb": peak(), "peak_before_mb": before}  # fmt: skip


def peak() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def page(numbers: list[int]) -> dict[str, Any]:
    """Median milliseconds of the results page at each size, asked in turn."""
    from django.test import Client

    from beihu.accounts.models import User
    from forums.questionnaires.models import Questionnaire

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username="worker"))
    addresses = {
        n: f"/questionnaires/{Questionnaire.objects.get(title=f'{TITLE} {n}').key}/results/" for n in numbers
    }
    times: dict[int, list[float]] = {n: [] for n in numbers}
    for again in range(ASKED + 5):
        for number, address in addresses.items():
            began = time.perf_counter()
            answer = client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}.")
            if again >= 5:
                times[number].append((time.perf_counter() - began) * 1000)
    medians = {n: statistics.median(found) for n, found in times.items()}
    small, large = medians[min(numbers)], medians[max(numbers)]
    return {
        "p50_ms": {str(n): round(found, 1) for n, found in medians.items()},
        "ratio": round(large / small, 2),
    }


def measured(python: Any, sizes: tuple[int, int] = (300, 30_000)) -> dict[str, Any]:
    """Everything of this file, each part in a child of its own; `python(module, *arguments)` runs one."""

    def ask(*arguments: str) -> dict[str, Any]:
        return dict(json.loads(python("beihu.office.bench.answers", *arguments)))

    for number in sizes:
        ask("load", str(number))
    exports = [ask("export", kind, str(max(sizes))) for kind in ("csv", "xlsx")]
    return {
        "rows": max(sizes),
        "questions": QUESTIONS,
        "exports": exports,
        "page": ask("page", *map(str, sizes)),
    }


def lines(found: dict[str, Any]) -> Iterator[str]:
    """What was measured, in words."""
    for one in found.get("exports", []):
        yield (
            f"export of {found['rows']:,} × {found['questions']} answers as {one['kind'].upper()}: {one['rows_per_s']:,} rows/s "
            f"({one['seconds']} s, {one['megabytes']} MB), peak memory {one['peak_mb']} MB ({one['peak_before_mb']} MB before)"
        )
    if found:
        said = ", ".join(f"{ms} ms at {int(n):,}" for n, ms in found["page"]["p50_ms"].items())
        yield f"results page, p50: {said}; ratio {found['page']['ratio']}"


if __name__ == "__main__":
    django.setup()
    what, *rest = sys.argv[1:]
    if what == "load":
        answer = load(int(rest[0]))
    elif what == "export":
        answer = export(rest[0], int(rest[1]))
    else:
        answer = page([int(one) for one in rest])
    sys.stdout.write(json.dumps(answer) + "\n")
