import time
import pytest
from django.urls import reverse
from django.db import connection
from buildings.households.models import Household, Occupant
from buildings.households.occupants import exports
from buildings.places.models import Place
from tests import cast


@pytest.mark.django_db
def test_big(client):
    we = cast.here()
    places = []
    for c in range(3, 23):
        com = we.community.code
        places.append(Place(code=f"{com}{c:03}", name=f"小区{c}", parent_id=com))
    Place.objects.bulk_create(places)
    b = [Place(code=f"{p.code}001", name="1栋", parent=p) for p in places]
    Place.objects.bulk_create(b)
    d = [Place(code=f"{p.code}{n:02}", name=f"{n}单元", parent=p) for p in b for n in range(1, 6)]
    Place.objects.bulk_create(d)
    hs = [
        Household(place=x, room=f"{s}{f:02}", area=80) for x in d for s in range(1, 31) for f in range(1, 11)
    ]
    T = time.perf_counter()
    Household.objects.bulk_create(hs, batch_size=5000)
    print("households", time.perf_counter() - T, flush=True)
    Occupant.objects.bulk_create(
        [
            Occupant(
                household=h,
                name=f"王{i % 97}",
                phone=f"+861380000{i % 10000:04}",
                relation="owner",
                share_numerator=1,
                share_denominator=2,
            )
            for i, h in enumerate(hs * 2)
        ],
        batch_size=5000,
    )
    print("occ", time.perf_counter() - T, flush=True)
    with connection.cursor() as c:
        c.execute("SET CONSTRAINTS ALL IMMEDIATE")
        c.execute("SET CONSTRAINTS ALL DEFERRED")
        c.execute("ANALYZE")
    print("constraints+analyze", time.perf_counter() - T, flush=True)
    client.force_login(we.worker)
    u = reverse("place_households", args=[we.community.code])
    for q in (
        "",
        "?state=empty",
        "?state=no_owner",
        "?words=王96",
        "?words=0099",
        f"?after={hs[len(hs)//2].pk}",
        "?state=waiting",
    ):
        best = 9
        for _ in range(3):
            t = time.perf_counter()
            r = client.get(u + q)
            best = min(best, time.perf_counter() - t)
            print(q, best, flush=True)
        print(q, r.status_code, len(r.context["households"]), r.context["number"], round(best * 1000), "ms")
    t = time.perf_counter()
    r = client.get(reverse("household_detail", args=[hs[0].pk]))
    print("page", round((time.perf_counter() - t) * 1000))
    for kind in ("csv",):
        t = time.perf_counter()
        ex = exports.take_away(we.community, by=we.worker, kind=kind, full=True, reason="xx")
        print("log", time.perf_counter() - t, flush=True)
        t = time.perf_counter()
        n = sum(
            map(
                len, exports.take_away(we.community, by=we.worker, kind=kind, full=True, reason="xx").stream()
            )
        )
        print(kind, n, round(time.perf_counter() - t, 2), "s")
