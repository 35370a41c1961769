"""The tree of a country, small: as many places as it says, beside Wuhan and not instead of it."""

import csv

import pytest

from beihu.office.bench import nation, report
from beihu.office.bench.run import WUHAN
from buildings.places.models import Place

PAGE = {"queries": 6, "errors": {}, "p50_ms": 20.0, "of_floor": 0.8}


def test_the_country_is_as_large_as_it_is(tmp_path):
    file = tmp_path / "nation.csv"
    assert nation.write(file) == sum(nation.COUNTRY.values()) == 665_276
    with file.open(encoding="utf-8") as lines:
        codes = [row["code"] for row in csv.DictReader(lines)]
    assert (len(codes), len(set(codes))) == (665_277, 665_277)  # and Hubei, above Wuhan


@pytest.mark.django_db(transaction=True)
def test_a_hundredth_of_it_stands_beside_wuhan(tmp_path):
    found = nation.load(tmp_path, WUHAN, 100)
    assert found["places"] == 1 + 3 + 29 + 413 + 6_205
    assert found["opened"] == Place.objects.filter(closed_on=None).count()
    wuhan = Place.objects.filter(code__startswith="4201", closed_on=None)
    assert Place.objects.filter(closed_on=None).count() == found["places"] + 1 + wuhan.count()


def test_every_page_is_a_bar():
    found = {
        "places": 665_276, "seconds": 24.4, "peak_mb": 342,
        "pages": {"page of a street": PAGE | {"times": 1.1}, "place search by name": PAGE | {"times": 1.3}},
    }  # fmt: skip
    assert [bar.passed for bar in report.nation_bars(found)] == [True, False]
    assert [line.partition(":")[0] for line in nation.lines(found)] == [
        "a country of 665,276 places beside Wuhan", "page of a street", "place search by name",
    ]  # fmt: skip
    assert (report.nation_bars({}), list(nation.lines({}))) == ([], [])
