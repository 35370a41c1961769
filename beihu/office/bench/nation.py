"""A tree of the whole country beside the real one of Wuhan; a child of the bench: `python -m … FOLDER WUHAN.csv SHARE`.

As many provinces, cities, districts, streets and communities as the country has (665,276 places of five levels; the real list
may not be shipped), spread evenly, with codes that no place of Wuhan has; of a share of 100 only each hundredth. Both files are
imported together, so that the people, issues and pages of the bench stay what they were. Prints one line of JSON.
"""

import csv
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

from .answers import peak
from .scratch import Scratch

COUNTRY = {"province": 31, "city": 342, "district": 2_978, "street": 41_352, "community": 620_573}
NAMES = {"province": "省", "city": "市", "district": "区", "street": "街道", "community": "社区"}
WIDTHS = {"province": 2, "city": 2, "district": 2, "street": 3, "community": 3}
FIRST = 51  # the first province's code, above that of Hubei
HUBEI = ["420000000000", "湖北省", "province", ""]  # above Wuhan, whose file begins with the city
SAME = 1.2  # a page of the country, by the same page of Wuhan alone, each by the floor beside it


def write(file: Path, share: int = 1) -> int:
    """The CSV; how many places."""
    above, written = [""], 0
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerows([["code", "name", "level", "parent_code"], HUBEI])
        for level, many in COUNTRY.items():
            codes = []
            for n in range(max(1, many // share)):
                parent, number = above[n % len(above)], n // len(above) + 1
                code = f"{parent}{number if parent else FIRST + n:0{WIDTHS[level]}}"
                codes.append(code)
                writer.writerow(
                    [f"{code:0<12}", f"第{n + 1}{NAMES[level]}", level, f"{parent:0<12}" if parent else ""]
                )
            above, written = codes, written + len(codes)
    return written


def load(folder: Path, wuhan: Path, share: int) -> dict[str, Any]:
    """Seconds of importing it, and the peak of memory."""
    from django.db import connection

    from buildings.places.imports import import_divisions

    file = folder / "nation.csv"
    places = write(file, share)
    began = time.perf_counter()
    report = import_divisions([file, wuhan])
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE buildings_place")
    return {"places": places, "opened": report.opened, "seconds": round(took, 1), "peak_mb": peak()}


def measured(place: Scratch, wuhan: Path, pace: Any, share: int) -> dict[str, Any]:
    """Pages of places before the country is there and with it, each by the floor measured in turn with it."""
    from .measure import measure

    requests = json.loads(place.python("beihu.office.bench.pages", "places"))
    before = measure(place, requests, pace)
    loaded = json.loads(place.python("beihu.office.bench.nation", str(place.folder), str(wuhan), str(share)))
    after = measure(place, requests, pace)
    pages = {}
    for old, new in zip(before[1:], after[1:], strict=True):
        one, other = old.as_dict(), new.as_dict()
        pages[old.name] = {
            "queries": other["queries"],
            "errors": other["errors"],
            "p50_ms": other["p50_ms"],
            "of_floor": other["of_floor"],
            "times": round(one["of_floor"] / other["of_floor"], 2),
        }
    return {**loaded, "pages": pages}


def lines(found: dict[str, Any]) -> Iterator[str]:
    """What was measured, in words."""
    if found:
        yield f"a country of {found['places']:,} places beside Wuhan: imported in {found['seconds']} s, peak memory {found['peak_mb']} MB"
        for name, page in found["pages"].items():
            yield (
                f"{name}: {page['queries']} queries, p50 {page['p50_ms']:.1f} ms, {page['of_floor']:.2f} of the floor's "
                f"requests a second; {page['times']} times what it takes with Wuhan alone"
            )


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(load(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))) + "\n")
