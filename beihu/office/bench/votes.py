"""A vote of 3,000 flats for the bench's meter: one compound of thirty buildings, one owner a flat, three motions.

Three flats of five have voted, on paper; what became of the others' papers is spread evenly. Made by `load ground`.
"""

from .rows import COMMUNITY, Rows

COMPOUND = f"{COMMUNITY}002"
TITLE = "选聘物业服务企业"
FLATS, BUILDINGS, MOTIONS = 3000, 30, 3
_HERE = "v.place_id = '" + COMPOUND + "'"
_UNIT = f"tripartite_unit u JOIN tripartite_vote v ON v.id = u.vote_id WHERE {_HERE}"

VOTE = (
    Rows(
        "buildings_place",
        {"code": f"'{COMPOUND}' || to_char(100 + n, 'FM000')", "parent_id": f"'{COMPOUND}'", "name": "n || '栋'"},
        f"generate_series(1, {BUILDINGS}) n",
    ),
    Rows(
        "buildings_place",
        {"code": "p.code || '01'", "parent_id": "p.code", "name": "'1单元'"},
        f"buildings_place p WHERE p.parent_id = '{COMPOUND}' AND p.code > '{COMPOUND}100'",
    ),
    Rows(
        "buildings_household",
        {"place_id": "p.code", "room": "floor || to_char(flat, 'FM00')", "listed": "true", "area": "80 + flat * 10"},
        "buildings_place p, generate_series(1, 25) floor, generate_series(1, 4) flat "
        f"WHERE p.level = 20 AND starts_with(p.code, '{COMPOUND}1')",
    ),
    Rows(
        "tripartite_vote",
        {
            "place_id": "p.place_id", "party_id": "p.id", "title": f"'{TITLE}'", "status": "'announced'",
            "made_by_id": "(SELECT id FROM beihu_user WHERE username = 'worker')", "owners": str(FLATS),
            "area": "(SELECT sum(area) FROM buildings_household WHERE area IS NOT NULL)", "created_at": "now()",
            "frozen_at": "now() - interval '30 days'", "announced_at": "now() - interval '30 days'",
            "opens_at": "now() - interval '9 days'", "closes_at": "now() + interval '9 days'",
        },
        f"tripartite_party p WHERE p.place_id = '{COMPOUND}'",
    ),
    Rows(
        "tripartite_motion",
        {"vote_id": "v.id", "number": "n", "matter": "'hire_company'", "title": "'第' || n || '项'", "gate": "'general'"},
        f"tripartite_vote v, generate_series(1, {MOTIONS}) n WHERE {_HERE}",
    ),
    Rows(
        "tripartite_elector",
        {"vote_id": "v.id", "identity": "'?' || h.id", "name": "'王居民'"},
        f"tripartite_vote v, buildings_household h WHERE {_HERE} AND h.area IS NOT NULL",
    ),
    Rows(
        "tripartite_unit",
        {
            "vote_id": "v.id", "number": "row_number() OVER (ORDER BY h.id)", "household_id": "h.id",
            "elector_id": "e.id", "place_id": "h.place_id", "room": "h.room", "area": "h.area",
            "paper": "(ARRAY['returned','returned','returned','delivered','refused'])[1 + pick(h.id, 60, 5)]",
            "returned_at": "CASE WHEN pick(h.id, 60, 5) < 3 THEN now() - interval '1 day' END",
        },
        "tripartite_elector e JOIN tripartite_vote v ON v.id = e.vote_id "
        "JOIN buildings_household h ON '?' || h.id = e.identity",
    ),
    Rows(
        "tripartite_ballot",
        {
            "motion_id": "m.id", "unit_id": "u.id", "version": "1", "channel": "'paper'", "cast_at": "u.returned_at",
            "choice": "(ARRAY['for','for','against','abstain'])[1 + pick(u.id, 61, 4)]", "by_id": "v.made_by_id",
        },
        f"tripartite_motion m JOIN {_UNIT.replace('WHERE', 'ON m.vote_id = v.id WHERE')} AND u.paper = 'returned'",
    ),
)  # fmt: skip
