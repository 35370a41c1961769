"""The SQL that fills a scratch database set-wise: places below the communities, people, issues, events.

Deterministic: every choice is `pick(row number, salt, among how many)`. The distribution is printed with the
figures. Issues are numbered by time, spread evenly over their span (five years); about 7 % are open, most of them recent.
Columns that a model gains later are filled with an empty value of their type (`load.py`).
"""

from typing import NamedTuple

CITY, DISTRICT, STREET, COMMUNITY = "4201", "420103", "420103010", "420103010001"
SHARES = (
    f"10 % of the issues lie in one street ({STREET}), 2 % in its first community ({COMMUNITY}); "
    "the rest is even over the real communities of Wuhan"
)
COUNTED = {
    "issues": "SELECT count(*) FROM tripartite_issue",
    "in the street": f"SELECT count(*) FROM tripartite_issue WHERE street = '{STREET}'",  # nosec B608: a constant
    "in the community": f"SELECT count(*) FROM tripartite_issue WHERE community = '{COMMUNITY}'",  # nosec B608: a constant
    "open": "SELECT count(*) FROM tripartite_issue WHERE closed_at IS NULL AND solved_at IS NULL",
    "events": "SELECT count(*) FROM tripartite_issueevent",
    "places": "SELECT count(*) FROM buildings_place",
}

PICK = """
CREATE FUNCTION pick(i bigint, salt int, among bigint) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ((hashint8extended(i * 31 + salt, 7) & 9223372036854775807) % among)::int
$$
"""


class Rows(NamedTuple):
    """`INSERT INTO table (columns) SELECT values FROM source`."""

    table: str
    values: dict[str, str]  # column: SQL expression
    source: str


# Below each community of the bench street three compounds of one building and two doorways, elsewhere one each.
COMPOUNDS = Rows(
    "buildings_place",
    {"code": "c.code || to_char(n, 'FM000')", "parent_id": "c.code", "name": "'小区' || n"},
    f"buildings_place c, generate_series(1, 3) n WHERE level = 12 AND (n = 1 OR starts_with(code, '{STREET}'))",
)
BUILDINGS = Rows(
    "buildings_place",
    {"code": "p.code || '001'", "parent_id": "p.code", "name": "'1栋'"},
    "buildings_place p WHERE level = 15",
)
DOORWAYS = Rows(
    "buildings_place",
    {"code": "p.code || to_char(n, 'FM00')", "parent_id": "p.code", "name": "n || '单元'"},
    f"buildings_place p, generate_series(1, 2) n WHERE level = 18 AND (n = 1 OR starts_with(code, '{STREET}'))",
)
PARTIES = Rows(
    "tripartite_party",
    {
        "kind": "CASE level WHEN 9 THEN 'street_office' WHEN 12 THEN 'residents_committee' ELSE 'property_company' END",
        "name": "left(name || CASE level WHEN 15 THEN '物业公司' ELSE '' END, 80)",
        "place_id": "code",
        "since": "date '2020-01-01'",
    },
    "buildings_place WHERE level IN (9, 12, 15)",
)
PEOPLE = Rows(
    "beihu_user",
    {
        "phone": "'+86139' || to_char(n, 'FM00000000')",
        "name": "'王居民'",
        "password": "'!'",
        "is_active": "true",
        "created_at": "now() - interval '5 years'",
    },
    "generate_series(1, %(people)s) n",
)

# A tower for the building picture: 4 doorways, 34 floors, 8 rooms on each; behind four doors of five somebody is confirmed.
TOWER = f"{COMMUNITY}001099"
TOWERS = (
    Rows(
        "buildings_place",
        {"code": f"'{TOWER}'", "parent_id": f"'{COMMUNITY}001'", "name": "'99栋'"},
        "generate_series(1, 1)",
    ),
    Rows(
        "buildings_place",
        {"code": f"'{TOWER}' || to_char(n, 'FM00')", "parent_id": f"'{TOWER}'", "name": "n || '单元'"},
        "generate_series(1, 4) n",
    ),
    Rows(
        "buildings_household",
        {"place_id": "p.code", "room": "floor || to_char(flat, 'FM00')", "listed": "true"},
        f"buildings_place p, generate_series(1, 34) floor, generate_series(1, 8) flat WHERE p.parent_id = '{TOWER}'",
    ),
    Rows(
        "buildings_membership",
        {
            "household_id": "h.id",
            "user_id": "(%(crowd)s::bigint[])[1 + pick(h.id, 30, %(people)s)]",
            "relation": "'owner'",
            "verified_at": "CASE WHEN pick(h.id, 31, 9) > 0 THEN now() END",
        },
        "buildings_household h WHERE pick(h.id, 32, 5) > 0",
    ),
)

SPOTS = f"""
DROP TABLE IF EXISTS bench_spot;
CREATE TABLE bench_spot AS
SELECT share, code, company.id AS company, committee.id AS committee,
       row_number() OVER (PARTITION BY share ORDER BY code) - 1 AS n, count(*) OVER (PARTITION BY share) AS among
FROM (
    SELECT code, CASE WHEN starts_with(code, '{COMMUNITY}') THEN 0
                      WHEN starts_with(code, '{STREET}') THEN 1 ELSE 2 END AS share
    FROM buildings_place WHERE level = 20
) AS doorway
JOIN tripartite_party company ON company.place_id = left(code, 15)
JOIN tripartite_party committee ON committee.place_id = left(code, 12);
ANALYZE bench_spot;
"""  # nosec B608: constants

PLAN = """
(
    SELECT *, CASE
        WHEN h < 4 OR (recent AND h < 55) THEN
            (ARRAY['submitted','accepted','assigned','in_progress','waiting','suspended','reopen_requested'])[1 + pick(i, 4, 7)]
        WHEN h > 97 THEN 'solved' WHEN h > 95 THEN 'refused' WHEN h > 93 AND i > 10 THEN 'merged'
        WHEN h > 75 THEN 'auto_closed' ELSE 'confirmed' END AS status
    FROM (
        SELECT i, CASE WHEN pick(i, 1, 100) < 2 THEN 0 WHEN pick(i, 1, 100) < 10 THEN 1 ELSE 2 END AS share,
               now() - %(span)s::interval * power(1 - i::float / %(issues)s, %(bent)s) - interval '20 minutes' AS at,
               pick(i, 2, 100) AS h, i > %(issues)s * 0.94 AS recent, 1 + pick(i, 3, %(texts)s) AS t,
               pick(i, 6, 3) > 0 AS by_company
        FROM generate_series(1, %(issues)s) i
    ) AS base
) AS plan
JOIN LATERAL (SELECT among FROM bench_spot WHERE n = 0 AND share = plan.share) AS spots ON true
JOIN bench_spot spot ON spot.share = plan.share AND spot.n = pick(i, 11, spots.among)
"""
HANDED = "status NOT IN ('submitted', 'accepted', 'refused', 'merged')"
ISSUES = Rows(
    "tripartite_issue",
    {
        "id": "i",
        "key": "md5('issue' || i)::uuid",
        "place_id": "code",
        "category": "(%(categories)s::text[])[t]",
        "text": "(%(text)s::text[])[t] || '（编号' || i || '）'",
        "wants_public": "pick(i, 5, 3) > 0",
        "public_text": "(%(text)s::text[])[t]",
        "published_at": "CASE WHEN status NOT IN ('submitted', 'refused', 'merged') THEN at + interval '1 hour' END",
        "status": "status",
        "resume_status": "CASE WHEN status IN ('waiting', 'suspended') THEN 'in_progress' "
        "WHEN status = 'reopen_requested' THEN 'solved' ELSE '' END",
        "paused_at": "CASE WHEN status IN ('waiting', 'suspended') THEN at + interval '2 days' END",
        "paused_until": "CASE WHEN status IN ('waiting', 'suspended') THEN now() + interval '3 days' END",
        "answer_by": "CASE WHEN status IN ('solved', 'reopen_requested') THEN now() + interval '3 days' END",
        "party_id": f"CASE WHEN {HANDED} THEN CASE WHEN by_company THEN company ELSE committee END END",
        "party_kind": f"CASE WHEN {HANDED} THEN CASE WHEN by_company THEN 'property_company' "
        "ELSE 'residents_committee' END ELSE '' END",
        "author_id": "(%(crowd)s::bigint[])[1 + pick(i, 7, %(people)s)]",
        "first_receiver_id": "CASE WHEN status <> 'submitted' THEN %(worker)s::bigint END",
        "assignee_id": f"CASE WHEN {HANDED} AND pick(i, 8, 9) = 0 THEN %(worker)s::bigint END",
        "via": "'portal'",
        "urgent": "pick(i, 9, 12) = 0",
        "created_at": "at",
        "submitted_at": "at",
        "contacted_at": "CASE WHEN status <> 'submitted' THEN at + interval '1 hour' END",
        "replied_at": "CASE WHEN status <> 'submitted' THEN at + interval '9 hours' END",
        "contact_due": "at + interval '2 hours'",
        "reply_due": "at + interval '24 hours'",
        "solve_due": "at + interval '7 days'",
        "overdue_at": "CASE WHEN status IN ('submitted', 'accepted', 'assigned', 'in_progress') "
        "AND at + interval '7 days' < now() THEN at + interval '7 days' END",
        "solved_at": "CASE WHEN status IN ('solved', 'confirmed', 'auto_closed', 'reopen_requested') "
        "THEN at + interval '5 days' END",
        "closed_at": "CASE WHEN status IN ('confirmed', 'auto_closed', 'refused', 'merged') "
        "THEN at + interval '8 days' END",
        "refusal": "CASE WHEN status = 'refused' THEN 'not_ours' ELSE '' END",
        "merged_into_id": "CASE WHEN status = 'merged' THEN i - 7 END",
        "rating": "CASE WHEN status = 'confirmed' THEN "
        "(ARRAY['satisfied','satisfied','satisfied','mostly','dissatisfied'])[1 + pick(i, 10, 5)] ELSE '' END",
        "contact_name": "'王居民'",
        "contact_phone": "'13900000000'",
    },
    PLAN,
)
# What happened to each issue: one to five events.
EVENTS = Rows(
    "tripartite_issueevent",
    {
        "issue_id": "id",
        "at": "submitted_at + (step - 1) * interval '11 hours'",
        "actor_id": "CASE step WHEN 1 THEN author_id ELSE %(worker)s::bigint END",
        "actor_role": "CASE step WHEN 1 THEN '' ELSE 'community_worker' END",
        "verb": "(ARRAY['submit','accept','assign','start','solve'])[step]",
        "before": "(ARRAY['draft','submitted','accepted','assigned','in_progress'])[step]",
        "after": "(ARRAY['submitted','accepted','assigned','in_progress','solved'])[step]",
        "note": "CASE step WHEN 1 THEN '' ELSE '已安排处理，有进展在这里告诉您。' END",
        "for_resident": "true",
    },
    "tripartite_issue, generate_series(1, 5) step WHERE step <= CASE WHEN status = 'submitted' THEN 1 "
    "WHEN status IN ('accepted', 'refused', 'merged') THEN 2 WHEN status = 'assigned' THEN 3 "
    "WHEN status IN ('in_progress', 'waiting', 'suspended') THEN 4 ELSE 5 END",
)
FOLLOWERS = Rows(
    "tripartite_follower",
    {
        "issue_id": "id",
        "user_id": "(%(crowd)s::bigint[])[1 + pick(id, 20, %(people)s)]",
        "since": "submitted_at",
    },
    "tripartite_issue WHERE pick(id, 21, 5) = 0",
)
HEARTBEAT = Rows(
    "beihu_heartbeat", {"name": "'bench'", "at": "now() + interval '1 day'"}, "generate_series(1, 1)"
)
NOTICES = Rows(
    "beihu_notification",
    {
        "recipient_id": "reader",
        "key": "'bench:' || n",
        "title": "'诉求有新进展'",
        "url": "'/'",
        "created_at": "now() - n * interval '1 hour'",
        "read_at": "CASE WHEN n > 12 THEN now() END",
    },
    "unnest(%(readers)s::bigint[]) reader, generate_series(1, 200) n",
)
