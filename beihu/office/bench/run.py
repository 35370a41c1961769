"""One run of the bench: for each size load, serve, drive; then report."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from . import answers, billing, nation, report, roster, tallies
from .measure import Pace, measure
from .rows import COUNTED, SHARES
from .scratch import ROOT, Scratch, scratch

Say = Callable[[str], None]
REMINDERS = "reminders"  # the word that chooses them among the pages
ANSWERS = "answers"  # of questionnaires, the same way
ROSTER = "roster"  # of a district, the same way
BILLING = "billing"  # of a month, the same way
TALLIES = "tallies"  # of the dashboards, the same way
NATION = "nation"  # the tree of the whole country, the same way
WUHAN = ROOT / "buildings" / "places" / "data" / "wuhan.csv"


def bench(
    database_url: str, numbers: list[int], *, pace: Pace, only: set[str], messages: int, say: Say
) -> dict[str, Any]:
    """Everything that was measured, as it goes into the JSON file; `messages` is how many are planned. Raises Trouble."""
    sizes: report.Sizes = {}
    rows: dict[int, dict[str, int]] = {}
    rebuilt: dict[int, dict[str, Any]] = {}
    say("Making a scratch database with the divisions of Wuhan …")
    with scratch(database_url) as place:
        place.manage("import_divisions", str(WUHAN))
        place.python("beihu.office.bench.load", "ground")
        for number in numbers:
            say(f"Loading {number:,} issues …")
            place.python("beihu.office.bench.load", "issues", str(number))
            rows[number] = count(place)
            say("  " + ", ".join(f"{many:,} {what}" for what, many in rows[number].items()))
            rebuilt[number] = json.loads(place.python("beihu.office.bench.tallies", "rebuild"))
            say("\n".join(f"  {line}" for line in tallies.rebuilt(rebuilt[number])))
            requests = choose(json.loads(place.python("beihu.office.bench.pages")), only)
            found = measure(place, requests, pace)
            sizes[number] = {figures.name: figures.as_dict() for figures in found}
            say(report.table(sizes[number].items()) + "\n")
        found_of_reminders = {}
        if not only or any(word in REMINDERS for word in only):
            say(f"Planning and delivering {messages:,} messages …")
            found_of_reminders = json.loads(place.python("beihu.office.bench.reminders", str(messages)))
            say("\n".join(report.reminder_lines(found_of_reminders)) + "\n")
        found_of_answers = {}
        if not only or any(word in ANSWERS for word in only):
            say("Exporting the answers to a questionnaire …")
            sizes_of_answers = (30, 300) if messages < 10_000 else (300, 30_000)
            found_of_answers = answers.measured(place.python, sizes_of_answers)
            say("\n".join(answers.lines(found_of_answers)) + "\n")
        found_of_roster = {}
        if not only or any(word in ROSTER for word in only):
            number = 700_000 if messages >= 10_000 else 7_000
            say(f"Importing a roster of {number:,} people …")
            found_of_roster = roster.measured(place.python, place.folder, number)
            say("\n".join(roster.lines(found_of_roster)) + "\n")
        found_of_billing = {}
        if not only or any(word in BILLING for word in only):
            number = 100_000 if messages >= 10_000 else 1_000
            say(f"Billing {number:,} households …")
            found_of_billing = json.loads(place.python("beihu.office.bench.billing", str(number)))
            say("\n".join(billing.lines(found_of_billing)) + "\n")
        found_of_tallies = {}
        if not only or any(word in TALLIES for word in only):
            new, length = (6_000, 30) if messages >= 10_000 else (100, 3)
            say(f"Writing and folding the facts of {tallies.ROUNDS} × {new:,} issues …")
            found_of_tallies = json.loads(
                place.python("beihu.office.bench.tallies", "fold", str(new), str(length))
            )
            say("\n".join(tallies.lines(found_of_tallies)) + "\n")
        found_of_nation = {}
        if not only or any(word in NATION for word in only):
            say("Measuring pages of places, and again with a country of places …")
            found_of_nation = nation.measured(place, WUHAN, pace, 1 if messages >= 10_000 else 100)
            say("\n".join(nation.lines(found_of_nation)) + "\n")
        facts = {
            "machine": report.machine(),
            "postgresql": version(place),
            "clients": pace.clients,
            "rounds": pace.rounds,
            "distribution": SHARES,
        }
    checked = report.bars(sizes) + report.reminder_bars(found_of_reminders)
    checked += report.answer_bars(found_of_answers) + report.roster_bars(found_of_roster)
    checked += report.billing_bars(found_of_billing) + report.tally_bars(found_of_tallies)
    checked += report.nation_bars(found_of_nation)
    say("\n".join(bar.line() for bar in checked))
    measured = {
        "rows": rows,
        "sizes": sizes,
        "reminders": found_of_reminders,
        "answers": found_of_answers,
        "roster": found_of_roster,
        "billing": found_of_billing,
        "rebuilt": rebuilt,
        "tallies": found_of_tallies,
        "nation": found_of_nation,
    }
    return {**facts, **measured, "bars": [bar.as_dict() for bar in checked]}


def choose(requests: list[dict[str, Any]], only: set[str]) -> list[dict[str, Any]]:
    """The floor, and the pages whose name holds one of the words."""
    return [requests[0]] + [
        one for one in requests[1:] if not only or any(word in one["name"] for word in only)
    ]


def count(place: Scratch) -> dict[str, int]:
    """What has been loaded, counted in the tables."""
    with psycopg.connect(place.url) as connection:
        return {what: connection.execute(query).fetchone()[0] for what, query in COUNTED.items()}  # type: ignore[index]


def version(place: Scratch) -> str:
    with psycopg.connect(place.url) as connection:
        found = connection.execute("SHOW server_version").fetchone()
    return str(found[0]).split()[0] if found else "?"


def save(results: dict[str, Any], *, as_json: Path | None, as_markdown: Path | None) -> None:
    if as_json:
        report.write(as_json, json.dumps(results, ensure_ascii=False, indent=2) + "\n")
    if as_markdown:
        report.write(as_markdown, report.markdown(results["sizes"], results))
