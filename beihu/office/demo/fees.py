"""Property fees of the demo: 德富花园's honest way from 23 % to 95 % over five companies, and three months billed set-wise.

Bills and payments are made by single statements, so that the whole costs less than 150 of them; the verbs do what is looked at.
"""

from decimal import Decimal
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from beihu.accounts.models import User
from buildings.places.models import Place
from buildings.posts.models import Post
from buildings.posts.roles import COLLECT_FEE, GRANTS
from tripartite.fees import actions
from tripartite.fees.models import Bill, CollectionRecord, Tariff
from tripartite.fees.rates import back
from tripartite.fees.till import allocate, collecting

from . import cast
from .town import Town

# (party, years ago it began, households of a hundred that paid, yuan of a hundred): the article's 20 % → 95 %
HISTORY = [
    ("第一家物业公司", 15, 23, 20), ("第二家物业公司", 12, 31, 28), ("第三家物业公司", 9, 48, 45),
    ("第四家物业公司", 6, 72, 70), ("第五家物业公司", 3, 95, 94),
]  # fmt: skip
SOURCE = "历任物业公司移交的台账，社区整理录入"
HOMES, YEARLY = 1200, Decimal(1_440_000)
WAIVED = Decimal(20)
UNPAID = 20  # one household in so many leaves its bills open
# Who pays does so on the twentieth, or today where that is still to come; each payment has the next receipt number.
PAY = """
WITH owed AS (
    SELECT b.household_id, b.party_id, least(b.month + 19, %(today)s) AS day, sum(b.amount) AS amount FROM tripartite_bill b
    JOIN buildings_household h ON h.id = b.household_id
    WHERE h.place_id >= %(code)s AND h.place_id < %(code)s || ':' AND b.household_id %% %(unpaid)s <> 0
    GROUP BY 1, 2, 3
), paid AS (
    INSERT INTO tripartite_payment (key, household_id, party_id, amount, way, paid_on, reason, by_id, at)
    SELECT gen_random_uuid(), household_id, party_id, amount, CASE household_id %% 3 WHEN 0 THEN 'cash' ELSE 'transfer' END,
        day, '', %(by)s, now() FROM owed ORDER BY day, household_id RETURNING id
), counter AS (
    INSERT INTO tripartite_receiptcounter (place_id, year, series, last)
    SELECT %(code)s, %(year)s, 0, count(*) FROM paid RETURNING id
)
INSERT INTO tripartite_receipt (payment_id, counter_id, number)
SELECT p.id, c.id, row_number() OVER (ORDER BY p.id) FROM paid p, counter c
"""


def fill(town: Town) -> int:
    """Called when the year has been played; how many bills stand. Nothing happens where nobody collects."""
    found = [one.place for community in town.communities for one in community.compounds]
    place = next((one for one in found if one.name == cast.HOME[cast.FIRST]), None)
    party = collecting(place) if place else None
    posts = Post.objects.in_term().filter(
        place=place, role__in=[r for r in GRANTS if COLLECT_FEE in GRANTS[r]]
    )
    keepers = [post.user for post in posts.select_related("user").order_by("pk")]
    if place is None or party is None or not keepers:
        return 0
    _remember(place, keepers[0])
    today = timezone.localdate()
    months = [back(today.replace(day=1), ago) for ago in (2, 1, 0)]
    tariff = Tariff.objects.create(
        place=place,
        party=party,
        name="物业服务费",
        use="dwelling",
        way="area",
        price=Decimal("1.20"),
        since=months[0],
    )
    for month in months:
        actions.bill_month(tariff, by=keepers[0], month=month)
    with connection.cursor() as cursor:
        cursor.execute(
            PAY,
            {
                "code": place.code,
                "unpaid": UNPAID,
                "today": today,
                "by": keepers[0].pk,
                "year": today.year,
            },
        )
    allocate(place.code)
    if owed := Bill.objects.open().filter(tariff=tariff, amount__gt=WAIVED).order_by("pk").first():
        waiver = actions.ask(
            owed, by=keepers[0], key=uuid4(), amount=WAIVED, reason="楼上漏水，维修拖了半个月"
        )
        if len(keepers) > 1:
            actions.decide(waiver, "approve", by=keepers[1])
    return Bill.objects.filter(tariff=tariff).count()


def _remember(place: Place, by: User) -> None:
    """Five companies, three years each, up to the last whole year."""
    first = timezone.localdate().replace(month=1, day=1)
    CollectionRecord.objects.bulk_create(
        CollectionRecord(
            place=place, party_name=name, since=back(first, years * 12), until=back(first, (years - 3) * 12),
            billed_households=HOMES, paid_households=HOMES * homes // 100, billed=YEARLY * 3,
            paid=YEARLY * 3 * yuan / 100, source=SOURCE, by=by,
        )
        for name, years, homes, yuan in HISTORY
    )  # fmt: skip
