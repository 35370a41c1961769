CREATE FUNCTION office_tell_tripartite_issue_insert() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_issue"."place_id" AS "_at", CASE WHEN NOT ("tripartite_issue"."status" IN ('draft', 'merged')) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_issue"."submitted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN NOT ("tripartite_issue"."status" IN ('draft', 'merged')) THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_issue"."submitted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", ("tripartite_issue"."category")::varchar AS "a1", CASE WHEN "tripartite_issue"."status" = 'merged' THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_issue"."submitted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."solved_at" IS NOT NULL) THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_issue"."solved_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN "tripartite_issue"."status" IN ('confirmed', 'auto_closed') THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN "tripartite_issue"."status" = 'auto_closed' THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."solve_due" IS NOT NULL AND ("tripartite_issue"."solved_at" IS NOT NULL OR "tripartite_issue"."overdue_at" IS NOT NULL)) THEN (1)::bigint ELSE 0 END AS "n6", (("tripartite_issue"."solve_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d6", '' AS "a6", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."solve_due" IS NOT NULL AND ("tripartite_issue"."solved_at" IS NOT NULL OR "tripartite_issue"."overdue_at" IS NOT NULL) AND "tripartite_issue"."solved_at" <= ("tripartite_issue"."solve_due")) THEN (1)::bigint ELSE 0 END AS "n7", (("tripartite_issue"."solve_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d7", '' AS "a7", CASE WHEN ("tripartite_issue"."status" IN ('merged', 'refused') AND "tripartite_issue"."solve_due" IS NOT NULL) THEN (1)::bigint ELSE 0 END AS "n8", (("tripartite_issue"."solve_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d8", ("tripartite_issue"."status")::varchar AS "a8", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."contact_due" IS NOT NULL AND ("tripartite_issue"."contacted_at" IS NOT NULL OR ("tripartite_issue"."contacted_at" IS NULL AND "tripartite_issue"."overdue_at" > ("tripartite_issue"."created_at")))) THEN (1)::bigint ELSE 0 END AS "n9", (("tripartite_issue"."contact_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d9", '' AS "a9", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."contacted_at" <= ("tripartite_issue"."contact_due")) THEN (1)::bigint ELSE 0 END AS "n10", (("tripartite_issue"."contact_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d10", '' AS "a10", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '')) THEN (1)::bigint ELSE 0 END AS "n11", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d11", '' AS "a11", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '') AND "tripartite_issue"."rating" = 'satisfied') THEN (1)::bigint ELSE 0 END AS "n12", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d12", '' AS "a12", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '') AND "tripartite_issue"."rating" = 'mostly') THEN (1)::bigint ELSE 0 END AS "n13", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d13", '' AS "a13", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '') AND "tripartite_issue"."rating" = 'dissatisfied') THEN (1)::bigint ELSE 0 END AS "n14", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d14", '' AS "a14", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."reopened_at" IS NOT NULL) THEN (1)::bigint ELSE 0 END AS "n15", (("tripartite_issue"."reopened_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d15", '' AS "a15", CASE WHEN "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress', 'waiting', 'suspended', 'reopen_requested') THEN (1)::bigint ELSE 0 END AS "n16", NULL AS "d16", '' AS "a16", CASE WHEN ("tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress', 'waiting', 'suspended', 'reopen_requested') AND "tripartite_issue"."urgent") THEN (1)::bigint ELSE 0 END AS "n17", NULL AS "d17", '' AS "a17", CASE WHEN ("tripartite_issue"."overdue_at" IS NOT NULL AND "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress')) THEN (1)::bigint ELSE 0 END AS "n18", NULL AS "d18", '' AS "a18", CASE WHEN ("tripartite_issue"."overdue_at" IS NOT NULL AND "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress')) THEN (1)::bigint ELSE 0 END AS "n19", NULL AS "d19", (COALESCE(("tripartite_issue"."party_id")::varchar, '0'))::varchar AS "a19", CASE WHEN (NOT "tripartite_issue"."assignment_decided" AND "tripartite_issue"."bounced" AND "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress', 'waiting', 'suspended', 'reopen_requested')) THEN (1)::bigint ELSE 0 END AS "n20", NULL AS "d20", '' AS "a20", CASE WHEN "tripartite_issue"."status" = 'reopen_requested' THEN (1)::bigint ELSE 0 END AS "n21", NULL AS "d21", '' AS "a21" FROM new_rows "tripartite_issue" ) r
CROSS JOIN LATERAL (VALUES ('filed', r.a0, 2, r.d0::date, r.n0, False), ('filed_of', r.a1, 2, r.d1::date, r.n1, False), ('merged', r.a2, 2, r.d2::date, r.n2, False), ('solved', r.a3, 2, r.d3::date, r.n3, False), ('closed', r.a4, 2, r.d4::date, r.n4, False), ('silent_closed', r.a5, 2, r.d5::date, r.n5, False), ('due', r.a6, 2, r.d6::date, r.n6, False), ('due_met', r.a7, 2, r.d7::date, r.n7, False), ('due_out', r.a8, 2, r.d8::date, r.n8, False), ('contact_due', r.a9, 2, r.d9::date, r.n9, False), ('contact_met', r.a10, 2, r.d10::date, r.n10, False), ('rated', r.a11, 2, r.d11::date, r.n11, False), ('satisfied', r.a12, 2, r.d12::date, r.n12, False), ('mostly', r.a13, 2, r.d13::date, r.n13, False), ('dissatisfied', r.a14, 2, r.d14::date, r.n14, False), ('reopened', r.a15, 2, r.d15::date, r.n15, False), ('open', r.a16, 2, r.d16::date, r.n16, True), ('urgent', r.a17, 2, r.d17::date, r.n17, True), ('overdue', r.a18, 2, r.d18::date, r.n18, True), ('overdue_of', r.a19, 9, r.d19::date, r.n19, True), ('bounced', r.a20, 2, r.d20::date, r.n20, True), ('reopening', r.a21, 2, r.d21::date, r.n21, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_issue_insert AFTER INSERT ON tripartite_issue
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_issue_insert();

CREATE FUNCTION office_tell_tripartite_issue_update() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_issue"."place_id" AS "_at", CASE WHEN NOT ("tripartite_issue"."status" IN ('draft', 'merged')) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_issue"."submitted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN NOT ("tripartite_issue"."status" IN ('draft', 'merged')) THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_issue"."submitted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", ("tripartite_issue"."category")::varchar AS "a1", CASE WHEN "tripartite_issue"."status" = 'merged' THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_issue"."submitted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."solved_at" IS NOT NULL) THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_issue"."solved_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN "tripartite_issue"."status" IN ('confirmed', 'auto_closed') THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN "tripartite_issue"."status" = 'auto_closed' THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."solve_due" IS NOT NULL AND ("tripartite_issue"."solved_at" IS NOT NULL OR "tripartite_issue"."overdue_at" IS NOT NULL)) THEN (1)::bigint ELSE 0 END AS "n6", (("tripartite_issue"."solve_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d6", '' AS "a6", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."solve_due" IS NOT NULL AND ("tripartite_issue"."solved_at" IS NOT NULL OR "tripartite_issue"."overdue_at" IS NOT NULL) AND "tripartite_issue"."solved_at" <= ("tripartite_issue"."solve_due")) THEN (1)::bigint ELSE 0 END AS "n7", (("tripartite_issue"."solve_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d7", '' AS "a7", CASE WHEN ("tripartite_issue"."status" IN ('merged', 'refused') AND "tripartite_issue"."solve_due" IS NOT NULL) THEN (1)::bigint ELSE 0 END AS "n8", (("tripartite_issue"."solve_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d8", ("tripartite_issue"."status")::varchar AS "a8", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."contact_due" IS NOT NULL AND ("tripartite_issue"."contacted_at" IS NOT NULL OR ("tripartite_issue"."contacted_at" IS NULL AND "tripartite_issue"."overdue_at" > ("tripartite_issue"."created_at")))) THEN (1)::bigint ELSE 0 END AS "n9", (("tripartite_issue"."contact_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d9", '' AS "a9", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."contacted_at" <= ("tripartite_issue"."contact_due")) THEN (1)::bigint ELSE 0 END AS "n10", (("tripartite_issue"."contact_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d10", '' AS "a10", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '')) THEN (1)::bigint ELSE 0 END AS "n11", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d11", '' AS "a11", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '') AND "tripartite_issue"."rating" = 'satisfied') THEN (1)::bigint ELSE 0 END AS "n12", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d12", '' AS "a12", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '') AND "tripartite_issue"."rating" = 'mostly') THEN (1)::bigint ELSE 0 END AS "n13", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d13", '' AS "a13", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '') AND "tripartite_issue"."rating" = 'dissatisfied') THEN (1)::bigint ELSE 0 END AS "n14", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d14", '' AS "a14", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."reopened_at" IS NOT NULL) THEN (1)::bigint ELSE 0 END AS "n15", (("tripartite_issue"."reopened_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d15", '' AS "a15", CASE WHEN "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress', 'waiting', 'suspended', 'reopen_requested') THEN (1)::bigint ELSE 0 END AS "n16", NULL AS "d16", '' AS "a16", CASE WHEN ("tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress', 'waiting', 'suspended', 'reopen_requested') AND "tripartite_issue"."urgent") THEN (1)::bigint ELSE 0 END AS "n17", NULL AS "d17", '' AS "a17", CASE WHEN ("tripartite_issue"."overdue_at" IS NOT NULL AND "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress')) THEN (1)::bigint ELSE 0 END AS "n18", NULL AS "d18", '' AS "a18", CASE WHEN ("tripartite_issue"."overdue_at" IS NOT NULL AND "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress')) THEN (1)::bigint ELSE 0 END AS "n19", NULL AS "d19", (COALESCE(("tripartite_issue"."party_id")::varchar, '0'))::varchar AS "a19", CASE WHEN (NOT "tripartite_issue"."assignment_decided" AND "tripartite_issue"."bounced" AND "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress', 'waiting', 'suspended', 'reopen_requested')) THEN (1)::bigint ELSE 0 END AS "n20", NULL AS "d20", '' AS "a20", CASE WHEN "tripartite_issue"."status" = 'reopen_requested' THEN (1)::bigint ELSE 0 END AS "n21", NULL AS "d21", '' AS "a21" FROM new_rows "tripartite_issue" ) r
CROSS JOIN LATERAL (VALUES ('filed', r.a0, 2, r.d0::date, r.n0, False), ('filed_of', r.a1, 2, r.d1::date, r.n1, False), ('merged', r.a2, 2, r.d2::date, r.n2, False), ('solved', r.a3, 2, r.d3::date, r.n3, False), ('closed', r.a4, 2, r.d4::date, r.n4, False), ('silent_closed', r.a5, 2, r.d5::date, r.n5, False), ('due', r.a6, 2, r.d6::date, r.n6, False), ('due_met', r.a7, 2, r.d7::date, r.n7, False), ('due_out', r.a8, 2, r.d8::date, r.n8, False), ('contact_due', r.a9, 2, r.d9::date, r.n9, False), ('contact_met', r.a10, 2, r.d10::date, r.n10, False), ('rated', r.a11, 2, r.d11::date, r.n11, False), ('satisfied', r.a12, 2, r.d12::date, r.n12, False), ('mostly', r.a13, 2, r.d13::date, r.n13, False), ('dissatisfied', r.a14, 2, r.d14::date, r.n14, False), ('reopened', r.a15, 2, r.d15::date, r.n15, False), ('open', r.a16, 2, r.d16::date, r.n16, True), ('urgent', r.a17, 2, r.d17::date, r.n17, True), ('overdue', r.a18, 2, r.d18::date, r.n18, True), ('overdue_of', r.a19, 9, r.d19::date, r.n19, True), ('bounced', r.a20, 2, r.d20::date, r.n20, True), ('reopening', r.a21, 2, r.d21::date, r.n21, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_issue"."place_id" AS "_at", CASE WHEN NOT ("tripartite_issue"."status" IN ('draft', 'merged')) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_issue"."submitted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN NOT ("tripartite_issue"."status" IN ('draft', 'merged')) THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_issue"."submitted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", ("tripartite_issue"."category")::varchar AS "a1", CASE WHEN "tripartite_issue"."status" = 'merged' THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_issue"."submitted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."solved_at" IS NOT NULL) THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_issue"."solved_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN "tripartite_issue"."status" IN ('confirmed', 'auto_closed') THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN "tripartite_issue"."status" = 'auto_closed' THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."solve_due" IS NOT NULL AND ("tripartite_issue"."solved_at" IS NOT NULL OR "tripartite_issue"."overdue_at" IS NOT NULL)) THEN (1)::bigint ELSE 0 END AS "n6", (("tripartite_issue"."solve_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d6", '' AS "a6", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."solve_due" IS NOT NULL AND ("tripartite_issue"."solved_at" IS NOT NULL OR "tripartite_issue"."overdue_at" IS NOT NULL) AND "tripartite_issue"."solved_at" <= ("tripartite_issue"."solve_due")) THEN (1)::bigint ELSE 0 END AS "n7", (("tripartite_issue"."solve_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d7", '' AS "a7", CASE WHEN ("tripartite_issue"."status" IN ('merged', 'refused') AND "tripartite_issue"."solve_due" IS NOT NULL) THEN (1)::bigint ELSE 0 END AS "n8", (("tripartite_issue"."solve_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d8", ("tripartite_issue"."status")::varchar AS "a8", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."contact_due" IS NOT NULL AND ("tripartite_issue"."contacted_at" IS NOT NULL OR ("tripartite_issue"."contacted_at" IS NULL AND "tripartite_issue"."overdue_at" > ("tripartite_issue"."created_at")))) THEN (1)::bigint ELSE 0 END AS "n9", (("tripartite_issue"."contact_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d9", '' AS "a9", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."contacted_at" <= ("tripartite_issue"."contact_due")) THEN (1)::bigint ELSE 0 END AS "n10", (("tripartite_issue"."contact_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d10", '' AS "a10", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '')) THEN (1)::bigint ELSE 0 END AS "n11", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d11", '' AS "a11", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '') AND "tripartite_issue"."rating" = 'satisfied') THEN (1)::bigint ELSE 0 END AS "n12", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d12", '' AS "a12", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '') AND "tripartite_issue"."rating" = 'mostly') THEN (1)::bigint ELSE 0 END AS "n13", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d13", '' AS "a13", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '') AND "tripartite_issue"."rating" = 'dissatisfied') THEN (1)::bigint ELSE 0 END AS "n14", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d14", '' AS "a14", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."reopened_at" IS NOT NULL) THEN (1)::bigint ELSE 0 END AS "n15", (("tripartite_issue"."reopened_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d15", '' AS "a15", CASE WHEN "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress', 'waiting', 'suspended', 'reopen_requested') THEN (1)::bigint ELSE 0 END AS "n16", NULL AS "d16", '' AS "a16", CASE WHEN ("tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress', 'waiting', 'suspended', 'reopen_requested') AND "tripartite_issue"."urgent") THEN (1)::bigint ELSE 0 END AS "n17", NULL AS "d17", '' AS "a17", CASE WHEN ("tripartite_issue"."overdue_at" IS NOT NULL AND "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress')) THEN (1)::bigint ELSE 0 END AS "n18", NULL AS "d18", '' AS "a18", CASE WHEN ("tripartite_issue"."overdue_at" IS NOT NULL AND "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress')) THEN (1)::bigint ELSE 0 END AS "n19", NULL AS "d19", (COALESCE(("tripartite_issue"."party_id")::varchar, '0'))::varchar AS "a19", CASE WHEN (NOT "tripartite_issue"."assignment_decided" AND "tripartite_issue"."bounced" AND "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress', 'waiting', 'suspended', 'reopen_requested')) THEN (1)::bigint ELSE 0 END AS "n20", NULL AS "d20", '' AS "a20", CASE WHEN "tripartite_issue"."status" = 'reopen_requested' THEN (1)::bigint ELSE 0 END AS "n21", NULL AS "d21", '' AS "a21" FROM old_rows "tripartite_issue" ) r
CROSS JOIN LATERAL (VALUES ('filed', r.a0, 2, r.d0::date, r.n0, False), ('filed_of', r.a1, 2, r.d1::date, r.n1, False), ('merged', r.a2, 2, r.d2::date, r.n2, False), ('solved', r.a3, 2, r.d3::date, r.n3, False), ('closed', r.a4, 2, r.d4::date, r.n4, False), ('silent_closed', r.a5, 2, r.d5::date, r.n5, False), ('due', r.a6, 2, r.d6::date, r.n6, False), ('due_met', r.a7, 2, r.d7::date, r.n7, False), ('due_out', r.a8, 2, r.d8::date, r.n8, False), ('contact_due', r.a9, 2, r.d9::date, r.n9, False), ('contact_met', r.a10, 2, r.d10::date, r.n10, False), ('rated', r.a11, 2, r.d11::date, r.n11, False), ('satisfied', r.a12, 2, r.d12::date, r.n12, False), ('mostly', r.a13, 2, r.d13::date, r.n13, False), ('dissatisfied', r.a14, 2, r.d14::date, r.n14, False), ('reopened', r.a15, 2, r.d15::date, r.n15, False), ('open', r.a16, 2, r.d16::date, r.n16, True), ('urgent', r.a17, 2, r.d17::date, r.n17, True), ('overdue', r.a18, 2, r.d18::date, r.n18, True), ('overdue_of', r.a19, 9, r.d19::date, r.n19, True), ('bounced', r.a20, 2, r.d20::date, r.n20, True), ('reopening', r.a21, 2, r.d21::date, r.n21, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_issue"."place_id" AS "_at", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged'))) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."contacted") THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."solved") THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."satisfaction" = 'satisfied') THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."satisfaction" = 'mostly') THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN NOT "tripartite_callback"."reached" THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5" FROM "tripartite_callback" INNER JOIN new_rows "tripartite_issue" ON ("tripartite_callback"."issue_id" = "tripartite_issue"."id") ) r
CROSS JOIN LATERAL (VALUES ('called', r.a0, 2, r.d0::date, r.n0, False), ('called_contacted', r.a1, 2, r.d1::date, r.n1, False), ('called_solved', r.a2, 2, r.d2::date, r.n2, False), ('called_satisfied', r.a3, 2, r.d3::date, r.n3, False), ('called_mostly', r.a4, 2, r.d4::date, r.n4, False), ('called_out', r.a5, 2, r.d5::date, r.n5, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_1
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_issue"."place_id" AS "_at", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged'))) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."contacted") THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."solved") THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."satisfaction" = 'satisfied') THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."satisfaction" = 'mostly') THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN NOT "tripartite_callback"."reached" THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5" FROM "tripartite_callback" INNER JOIN old_rows "tripartite_issue" ON ("tripartite_callback"."issue_id" = "tripartite_issue"."id") ) r
CROSS JOIN LATERAL (VALUES ('called', r.a0, 2, r.d0::date, r.n0, False), ('called_contacted', r.a1, 2, r.d1::date, r.n1, False), ('called_solved', r.a2, 2, r.d2::date, r.n2, False), ('called_satisfied', r.a3, 2, r.d3::date, r.n3, False), ('called_mostly', r.a4, 2, r.d4::date, r.n4, False), ('called_out', r.a5, 2, r.d5::date, r.n5, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_1
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_issue_update AFTER UPDATE ON tripartite_issue
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_issue_update();

CREATE FUNCTION office_tell_tripartite_issue_delete() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_issue"."place_id" AS "_at", CASE WHEN NOT ("tripartite_issue"."status" IN ('draft', 'merged')) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_issue"."submitted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN NOT ("tripartite_issue"."status" IN ('draft', 'merged')) THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_issue"."submitted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", ("tripartite_issue"."category")::varchar AS "a1", CASE WHEN "tripartite_issue"."status" = 'merged' THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_issue"."submitted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."solved_at" IS NOT NULL) THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_issue"."solved_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN "tripartite_issue"."status" IN ('confirmed', 'auto_closed') THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN "tripartite_issue"."status" = 'auto_closed' THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."solve_due" IS NOT NULL AND ("tripartite_issue"."solved_at" IS NOT NULL OR "tripartite_issue"."overdue_at" IS NOT NULL)) THEN (1)::bigint ELSE 0 END AS "n6", (("tripartite_issue"."solve_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d6", '' AS "a6", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."solve_due" IS NOT NULL AND ("tripartite_issue"."solved_at" IS NOT NULL OR "tripartite_issue"."overdue_at" IS NOT NULL) AND "tripartite_issue"."solved_at" <= ("tripartite_issue"."solve_due")) THEN (1)::bigint ELSE 0 END AS "n7", (("tripartite_issue"."solve_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d7", '' AS "a7", CASE WHEN ("tripartite_issue"."status" IN ('merged', 'refused') AND "tripartite_issue"."solve_due" IS NOT NULL) THEN (1)::bigint ELSE 0 END AS "n8", (("tripartite_issue"."solve_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d8", ("tripartite_issue"."status")::varchar AS "a8", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."contact_due" IS NOT NULL AND ("tripartite_issue"."contacted_at" IS NOT NULL OR ("tripartite_issue"."contacted_at" IS NULL AND "tripartite_issue"."overdue_at" > ("tripartite_issue"."created_at")))) THEN (1)::bigint ELSE 0 END AS "n9", (("tripartite_issue"."contact_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d9", '' AS "a9", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND NOT ("tripartite_issue"."status" = 'refused') AND "tripartite_issue"."contacted_at" <= ("tripartite_issue"."contact_due")) THEN (1)::bigint ELSE 0 END AS "n10", (("tripartite_issue"."contact_due" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d10", '' AS "a10", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '')) THEN (1)::bigint ELSE 0 END AS "n11", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d11", '' AS "a11", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '') AND "tripartite_issue"."rating" = 'satisfied') THEN (1)::bigint ELSE 0 END AS "n12", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d12", '' AS "a12", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '') AND "tripartite_issue"."rating" = 'mostly') THEN (1)::bigint ELSE 0 END AS "n13", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d13", '' AS "a13", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."closed_at" IS NOT NULL AND NOT ("tripartite_issue"."rating" = '') AND "tripartite_issue"."rating" = 'dissatisfied') THEN (1)::bigint ELSE 0 END AS "n14", (("tripartite_issue"."closed_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d14", '' AS "a14", CASE WHEN (NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_issue"."reopened_at" IS NOT NULL) THEN (1)::bigint ELSE 0 END AS "n15", (("tripartite_issue"."reopened_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d15", '' AS "a15", CASE WHEN "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress', 'waiting', 'suspended', 'reopen_requested') THEN (1)::bigint ELSE 0 END AS "n16", NULL AS "d16", '' AS "a16", CASE WHEN ("tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress', 'waiting', 'suspended', 'reopen_requested') AND "tripartite_issue"."urgent") THEN (1)::bigint ELSE 0 END AS "n17", NULL AS "d17", '' AS "a17", CASE WHEN ("tripartite_issue"."overdue_at" IS NOT NULL AND "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress')) THEN (1)::bigint ELSE 0 END AS "n18", NULL AS "d18", '' AS "a18", CASE WHEN ("tripartite_issue"."overdue_at" IS NOT NULL AND "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress')) THEN (1)::bigint ELSE 0 END AS "n19", NULL AS "d19", (COALESCE(("tripartite_issue"."party_id")::varchar, '0'))::varchar AS "a19", CASE WHEN (NOT "tripartite_issue"."assignment_decided" AND "tripartite_issue"."bounced" AND "tripartite_issue"."status" IN ('submitted', 'accepted', 'assigned', 'in_progress', 'waiting', 'suspended', 'reopen_requested')) THEN (1)::bigint ELSE 0 END AS "n20", NULL AS "d20", '' AS "a20", CASE WHEN "tripartite_issue"."status" = 'reopen_requested' THEN (1)::bigint ELSE 0 END AS "n21", NULL AS "d21", '' AS "a21" FROM old_rows "tripartite_issue" ) r
CROSS JOIN LATERAL (VALUES ('filed', r.a0, 2, r.d0::date, r.n0, False), ('filed_of', r.a1, 2, r.d1::date, r.n1, False), ('merged', r.a2, 2, r.d2::date, r.n2, False), ('solved', r.a3, 2, r.d3::date, r.n3, False), ('closed', r.a4, 2, r.d4::date, r.n4, False), ('silent_closed', r.a5, 2, r.d5::date, r.n5, False), ('due', r.a6, 2, r.d6::date, r.n6, False), ('due_met', r.a7, 2, r.d7::date, r.n7, False), ('due_out', r.a8, 2, r.d8::date, r.n8, False), ('contact_due', r.a9, 2, r.d9::date, r.n9, False), ('contact_met', r.a10, 2, r.d10::date, r.n10, False), ('rated', r.a11, 2, r.d11::date, r.n11, False), ('satisfied', r.a12, 2, r.d12::date, r.n12, False), ('mostly', r.a13, 2, r.d13::date, r.n13, False), ('dissatisfied', r.a14, 2, r.d14::date, r.n14, False), ('reopened', r.a15, 2, r.d15::date, r.n15, False), ('open', r.a16, 2, r.d16::date, r.n16, True), ('urgent', r.a17, 2, r.d17::date, r.n17, True), ('overdue', r.a18, 2, r.d18::date, r.n18, True), ('overdue_of', r.a19, 9, r.d19::date, r.n19, True), ('bounced', r.a20, 2, r.d20::date, r.n20, True), ('reopening', r.a21, 2, r.d21::date, r.n21, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_issue_delete AFTER DELETE ON tripartite_issue
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_issue_delete();

CREATE FUNCTION office_tell_tripartite_callback_insert() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_issue"."place_id" AS "_at", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged'))) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."contacted") THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."solved") THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."satisfaction" = 'satisfied') THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."satisfaction" = 'mostly') THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN NOT "tripartite_callback"."reached" THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5" FROM new_rows "tripartite_callback" INNER JOIN "tripartite_issue" ON ("tripartite_callback"."issue_id" = "tripartite_issue"."id") ) r
CROSS JOIN LATERAL (VALUES ('called', r.a0, 2, r.d0::date, r.n0, False), ('called_contacted', r.a1, 2, r.d1::date, r.n1, False), ('called_solved', r.a2, 2, r.d2::date, r.n2, False), ('called_satisfied', r.a3, 2, r.d3::date, r.n3, False), ('called_mostly', r.a4, 2, r.d4::date, r.n4, False), ('called_out', r.a5, 2, r.d5::date, r.n5, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_callback_insert AFTER INSERT ON tripartite_callback
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_callback_insert();

CREATE FUNCTION office_tell_tripartite_callback_update() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_issue"."place_id" AS "_at", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged'))) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."contacted") THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."solved") THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."satisfaction" = 'satisfied') THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."satisfaction" = 'mostly') THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN NOT "tripartite_callback"."reached" THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5" FROM new_rows "tripartite_callback" INNER JOIN "tripartite_issue" ON ("tripartite_callback"."issue_id" = "tripartite_issue"."id") ) r
CROSS JOIN LATERAL (VALUES ('called', r.a0, 2, r.d0::date, r.n0, False), ('called_contacted', r.a1, 2, r.d1::date, r.n1, False), ('called_solved', r.a2, 2, r.d2::date, r.n2, False), ('called_satisfied', r.a3, 2, r.d3::date, r.n3, False), ('called_mostly', r.a4, 2, r.d4::date, r.n4, False), ('called_out', r.a5, 2, r.d5::date, r.n5, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_issue"."place_id" AS "_at", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged'))) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."contacted") THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."solved") THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."satisfaction" = 'satisfied') THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."satisfaction" = 'mostly') THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN NOT "tripartite_callback"."reached" THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5" FROM old_rows "tripartite_callback" INNER JOIN "tripartite_issue" ON ("tripartite_callback"."issue_id" = "tripartite_issue"."id") ) r
CROSS JOIN LATERAL (VALUES ('called', r.a0, 2, r.d0::date, r.n0, False), ('called_contacted', r.a1, 2, r.d1::date, r.n1, False), ('called_solved', r.a2, 2, r.d2::date, r.n2, False), ('called_satisfied', r.a3, 2, r.d3::date, r.n3, False), ('called_mostly', r.a4, 2, r.d4::date, r.n4, False), ('called_out', r.a5, 2, r.d5::date, r.n5, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_callback_update AFTER UPDATE ON tripartite_callback
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_callback_update();

CREATE FUNCTION office_tell_tripartite_callback_delete() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_issue"."place_id" AS "_at", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged'))) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."contacted") THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."solved") THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."satisfaction" = 'satisfied') THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN ("tripartite_callback"."reached" AND NOT ("tripartite_issue"."status" IN ('draft', 'merged')) AND "tripartite_callback"."satisfaction" = 'mostly') THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN NOT "tripartite_callback"."reached" THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_callback"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5" FROM old_rows "tripartite_callback" INNER JOIN "tripartite_issue" ON ("tripartite_callback"."issue_id" = "tripartite_issue"."id") ) r
CROSS JOIN LATERAL (VALUES ('called', r.a0, 2, r.d0::date, r.n0, False), ('called_contacted', r.a1, 2, r.d1::date, r.n1, False), ('called_solved', r.a2, 2, r.d2::date, r.n2, False), ('called_satisfied', r.a3, 2, r.d3::date, r.n3, False), ('called_mostly', r.a4, 2, r.d4::date, r.n4, False), ('called_out', r.a5, 2, r.d5::date, r.n5, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_callback_delete AFTER DELETE ON tripartite_callback
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_callback_delete();

CREATE FUNCTION office_tell_tripartite_meeting_insert() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_meeting"."place_id" AS "_at", CASE WHEN ("tripartite_meeting"."status" IN ('held', 'minuted', 'confirmed') AND NOT ("tripartite_meeting"."kind" = 'talk')) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_meeting"."status" IN ('held', 'minuted', 'confirmed') AND "tripartite_meeting"."kind" = 'talk') THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN ("tripartite_meeting"."status" IN ('called', 'held', 'minuted', 'confirmed', 'cancelled') AND NOT ("tripartite_meeting"."status" = 'cancelled')) THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_meeting"."is_quorate" AND "tripartite_meeting"."status" IN ('held', 'minuted', 'confirmed') AND NOT ("tripartite_meeting"."kind" = 'talk')) THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3" FROM new_rows "tripartite_meeting" ) r
CROSS JOIN LATERAL (VALUES ('meetings', r.a0, 2, r.d0::date, r.n0, False), ('talks', r.a1, 2, r.d1::date, r.n1, False), ('planned', r.a2, 2, r.d2::date, r.n2, False), ('quorate', r.a3, 2, r.d3::date, r.n3, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_meeting_insert AFTER INSERT ON tripartite_meeting
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_meeting_insert();

CREATE FUNCTION office_tell_tripartite_meeting_update() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_meeting"."place_id" AS "_at", CASE WHEN ("tripartite_meeting"."status" IN ('held', 'minuted', 'confirmed') AND NOT ("tripartite_meeting"."kind" = 'talk')) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_meeting"."status" IN ('held', 'minuted', 'confirmed') AND "tripartite_meeting"."kind" = 'talk') THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN ("tripartite_meeting"."status" IN ('called', 'held', 'minuted', 'confirmed', 'cancelled') AND NOT ("tripartite_meeting"."status" = 'cancelled')) THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_meeting"."is_quorate" AND "tripartite_meeting"."status" IN ('held', 'minuted', 'confirmed') AND NOT ("tripartite_meeting"."kind" = 'talk')) THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3" FROM new_rows "tripartite_meeting" ) r
CROSS JOIN LATERAL (VALUES ('meetings', r.a0, 2, r.d0::date, r.n0, False), ('talks', r.a1, 2, r.d1::date, r.n1, False), ('planned', r.a2, 2, r.d2::date, r.n2, False), ('quorate', r.a3, 2, r.d3::date, r.n3, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_meeting"."place_id" AS "_at", CASE WHEN ("tripartite_meeting"."status" IN ('held', 'minuted', 'confirmed') AND NOT ("tripartite_meeting"."kind" = 'talk')) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_meeting"."status" IN ('held', 'minuted', 'confirmed') AND "tripartite_meeting"."kind" = 'talk') THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN ("tripartite_meeting"."status" IN ('called', 'held', 'minuted', 'confirmed', 'cancelled') AND NOT ("tripartite_meeting"."status" = 'cancelled')) THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_meeting"."is_quorate" AND "tripartite_meeting"."status" IN ('held', 'minuted', 'confirmed') AND NOT ("tripartite_meeting"."kind" = 'talk')) THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3" FROM old_rows "tripartite_meeting" ) r
CROSS JOIN LATERAL (VALUES ('meetings', r.a0, 2, r.d0::date, r.n0, False), ('talks', r.a1, 2, r.d1::date, r.n1, False), ('planned', r.a2, 2, r.d2::date, r.n2, False), ('quorate', r.a3, 2, r.d3::date, r.n3, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_meeting"."place_id" AS "_at", (1)::bigint AS "n0", (("tripartite_resolution"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0" FROM "tripartite_resolution" INNER JOIN "tripartite_agendaitem" ON ("tripartite_resolution"."item_id" = "tripartite_agendaitem"."id") INNER JOIN new_rows "tripartite_meeting" ON ("tripartite_agendaitem"."meeting_id" = "tripartite_meeting"."id") ) r
CROSS JOIN LATERAL (VALUES ('resolutions', r.a0, 2, r.d0::date, r.n0, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_1
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_meeting"."place_id" AS "_at", (1)::bigint AS "n0", (("tripartite_resolution"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0" FROM "tripartite_resolution" INNER JOIN "tripartite_agendaitem" ON ("tripartite_resolution"."item_id" = "tripartite_agendaitem"."id") INNER JOIN old_rows "tripartite_meeting" ON ("tripartite_agendaitem"."meeting_id" = "tripartite_meeting"."id") ) r
CROSS JOIN LATERAL (VALUES ('resolutions', r.a0, 2, r.d0::date, r.n0, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_1
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_meeting_update AFTER UPDATE ON tripartite_meeting
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_meeting_update();

CREATE FUNCTION office_tell_tripartite_meeting_delete() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_meeting"."place_id" AS "_at", CASE WHEN ("tripartite_meeting"."status" IN ('held', 'minuted', 'confirmed') AND NOT ("tripartite_meeting"."kind" = 'talk')) THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_meeting"."status" IN ('held', 'minuted', 'confirmed') AND "tripartite_meeting"."kind" = 'talk') THEN (1)::bigint ELSE 0 END AS "n1", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN ("tripartite_meeting"."status" IN ('called', 'held', 'minuted', 'confirmed', 'cancelled') AND NOT ("tripartite_meeting"."status" = 'cancelled')) THEN (1)::bigint ELSE 0 END AS "n2", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_meeting"."is_quorate" AND "tripartite_meeting"."status" IN ('held', 'minuted', 'confirmed') AND NOT ("tripartite_meeting"."kind" = 'talk')) THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_meeting"."starts_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3" FROM old_rows "tripartite_meeting" ) r
CROSS JOIN LATERAL (VALUES ('meetings', r.a0, 2, r.d0::date, r.n0, False), ('talks', r.a1, 2, r.d1::date, r.n1, False), ('planned', r.a2, 2, r.d2::date, r.n2, False), ('quorate', r.a3, 2, r.d3::date, r.n3, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_meeting_delete AFTER DELETE ON tripartite_meeting
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_meeting_delete();

CREATE FUNCTION office_tell_tripartite_resolution_insert() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_meeting"."place_id" AS "_at", (1)::bigint AS "n0", (("tripartite_resolution"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0" FROM new_rows "tripartite_resolution" INNER JOIN "tripartite_agendaitem" ON ("tripartite_resolution"."item_id" = "tripartite_agendaitem"."id") INNER JOIN "tripartite_meeting" ON ("tripartite_agendaitem"."meeting_id" = "tripartite_meeting"."id") ) r
CROSS JOIN LATERAL (VALUES ('resolutions', r.a0, 2, r.d0::date, r.n0, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_resolution_insert AFTER INSERT ON tripartite_resolution
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_resolution_insert();

CREATE FUNCTION office_tell_tripartite_resolution_update() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_meeting"."place_id" AS "_at", (1)::bigint AS "n0", (("tripartite_resolution"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0" FROM new_rows "tripartite_resolution" INNER JOIN "tripartite_agendaitem" ON ("tripartite_resolution"."item_id" = "tripartite_agendaitem"."id") INNER JOIN "tripartite_meeting" ON ("tripartite_agendaitem"."meeting_id" = "tripartite_meeting"."id") ) r
CROSS JOIN LATERAL (VALUES ('resolutions', r.a0, 2, r.d0::date, r.n0, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_meeting"."place_id" AS "_at", (1)::bigint AS "n0", (("tripartite_resolution"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0" FROM old_rows "tripartite_resolution" INNER JOIN "tripartite_agendaitem" ON ("tripartite_resolution"."item_id" = "tripartite_agendaitem"."id") INNER JOIN "tripartite_meeting" ON ("tripartite_agendaitem"."meeting_id" = "tripartite_meeting"."id") ) r
CROSS JOIN LATERAL (VALUES ('resolutions', r.a0, 2, r.d0::date, r.n0, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_resolution_update AFTER UPDATE ON tripartite_resolution
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_resolution_update();

CREATE FUNCTION office_tell_tripartite_resolution_delete() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_meeting"."place_id" AS "_at", (1)::bigint AS "n0", (("tripartite_resolution"."at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0" FROM old_rows "tripartite_resolution" INNER JOIN "tripartite_agendaitem" ON ("tripartite_resolution"."item_id" = "tripartite_agendaitem"."id") INNER JOIN "tripartite_meeting" ON ("tripartite_agendaitem"."meeting_id" = "tripartite_meeting"."id") ) r
CROSS JOIN LATERAL (VALUES ('resolutions', r.a0, 2, r.d0::date, r.n0, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_resolution_delete AFTER DELETE ON tripartite_resolution
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_resolution_delete();

CREATE FUNCTION office_tell_forums_matter_insert() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "forums_matter"."place_id" AS "_at", CASE WHEN "forums_matter"."status" IN ('open', 'answered', 'filed', 'joined', 'tabled', 'refused') THEN (1)::bigint ELSE 0 END AS "n0", (("forums_matter"."captured_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN "forums_matter"."status" IN ('answered', 'filed', 'joined', 'tabled', 'refused') THEN (1)::bigint ELSE 0 END AS "n1", (("forums_matter"."captured_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN "forums_matter"."status" IN ('filed', 'joined', 'tabled') THEN (1)::bigint ELSE 0 END AS "n2", (("forums_matter"."captured_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN "forums_matter"."status" = 'open' THEN (1)::bigint ELSE 0 END AS "n3", NULL AS "d3", '' AS "a3" FROM new_rows "forums_matter" ) r
CROSS JOIN LATERAL (VALUES ('matters', r.a0, 2, r.d0::date, r.n0, False), ('matters_settled', r.a1, 2, r.d1::date, r.n1, False), ('matters_on', r.a2, 2, r.d2::date, r.n2, False), ('matters_open', r.a3, 2, r.d3::date, r.n3, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_forums_matter_insert AFTER INSERT ON forums_matter
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_forums_matter_insert();

CREATE FUNCTION office_tell_forums_matter_update() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "forums_matter"."place_id" AS "_at", CASE WHEN "forums_matter"."status" IN ('open', 'answered', 'filed', 'joined', 'tabled', 'refused') THEN (1)::bigint ELSE 0 END AS "n0", (("forums_matter"."captured_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN "forums_matter"."status" IN ('answered', 'filed', 'joined', 'tabled', 'refused') THEN (1)::bigint ELSE 0 END AS "n1", (("forums_matter"."captured_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN "forums_matter"."status" IN ('filed', 'joined', 'tabled') THEN (1)::bigint ELSE 0 END AS "n2", (("forums_matter"."captured_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN "forums_matter"."status" = 'open' THEN (1)::bigint ELSE 0 END AS "n3", NULL AS "d3", '' AS "a3" FROM new_rows "forums_matter" ) r
CROSS JOIN LATERAL (VALUES ('matters', r.a0, 2, r.d0::date, r.n0, False), ('matters_settled', r.a1, 2, r.d1::date, r.n1, False), ('matters_on', r.a2, 2, r.d2::date, r.n2, False), ('matters_open', r.a3, 2, r.d3::date, r.n3, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "forums_matter"."place_id" AS "_at", CASE WHEN "forums_matter"."status" IN ('open', 'answered', 'filed', 'joined', 'tabled', 'refused') THEN (1)::bigint ELSE 0 END AS "n0", (("forums_matter"."captured_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN "forums_matter"."status" IN ('answered', 'filed', 'joined', 'tabled', 'refused') THEN (1)::bigint ELSE 0 END AS "n1", (("forums_matter"."captured_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN "forums_matter"."status" IN ('filed', 'joined', 'tabled') THEN (1)::bigint ELSE 0 END AS "n2", (("forums_matter"."captured_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN "forums_matter"."status" = 'open' THEN (1)::bigint ELSE 0 END AS "n3", NULL AS "d3", '' AS "a3" FROM old_rows "forums_matter" ) r
CROSS JOIN LATERAL (VALUES ('matters', r.a0, 2, r.d0::date, r.n0, False), ('matters_settled', r.a1, 2, r.d1::date, r.n1, False), ('matters_on', r.a2, 2, r.d2::date, r.n2, False), ('matters_open', r.a3, 2, r.d3::date, r.n3, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_forums_matter_update AFTER UPDATE ON forums_matter
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_forums_matter_update();

CREATE FUNCTION office_tell_forums_matter_delete() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "forums_matter"."place_id" AS "_at", CASE WHEN "forums_matter"."status" IN ('open', 'answered', 'filed', 'joined', 'tabled', 'refused') THEN (1)::bigint ELSE 0 END AS "n0", (("forums_matter"."captured_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN "forums_matter"."status" IN ('answered', 'filed', 'joined', 'tabled', 'refused') THEN (1)::bigint ELSE 0 END AS "n1", (("forums_matter"."captured_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d1", '' AS "a1", CASE WHEN "forums_matter"."status" IN ('filed', 'joined', 'tabled') THEN (1)::bigint ELSE 0 END AS "n2", (("forums_matter"."captured_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d2", '' AS "a2", CASE WHEN "forums_matter"."status" = 'open' THEN (1)::bigint ELSE 0 END AS "n3", NULL AS "d3", '' AS "a3" FROM old_rows "forums_matter" ) r
CROSS JOIN LATERAL (VALUES ('matters', r.a0, 2, r.d0::date, r.n0, False), ('matters_settled', r.a1, 2, r.d1::date, r.n1, False), ('matters_on', r.a2, 2, r.d2::date, r.n2, False), ('matters_open', r.a3, 2, r.d3::date, r.n3, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_forums_matter_delete AFTER DELETE ON forums_matter
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_forums_matter_delete();

CREATE FUNCTION office_tell_tripartite_commitment_insert() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_commitment"."place_id" AS "_at", CASE WHEN ("tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_commitment"."accepted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n1", ("tripartite_commitment"."due_on")::date AS "d1", '' AS "a1", CASE WHEN (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date <= ("tripartite_commitment"."due_on") AND "tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT ("tripartite_commitment"."status" IN ('running', 'failed')) AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n2", ("tripartite_commitment"."due_on")::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_commitment"."delivered_at" IS NOT NULL AND "tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN ("tripartite_commitment"."delivered_at" IS NOT NULL AND "tripartite_commitment"."status" IN ('kept', 'failed')) THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN ("tripartite_commitment"."delivered_at" IS NOT NULL AND "tripartite_commitment"."status" = 'kept') THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5", CASE WHEN ("tripartite_commitment"."due_on" IS NOT NULL AND "tripartite_commitment"."status" IN ('running', 'failed') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n6", ("tripartite_commitment"."due_on")::date AS "d6", '' AS "a6" FROM new_rows "tripartite_commitment" ) r
CROSS JOIN LATERAL (VALUES ('promised', r.a0, 2, r.d0::date, r.n0, False), ('promise_due', r.a1, 2, r.d1::date, r.n1, False), ('promise_met', r.a2, 2, r.d2::date, r.n2, False), ('delivered', r.a3, 2, r.d3::date, r.n3, False), ('judged', r.a4, 2, r.d4::date, r.n4, False), ('kept', r.a5, 2, r.d5::date, r.n5, False), ('owed', r.a6, 2, r.d6::date, r.n6, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_commitment_insert AFTER INSERT ON tripartite_commitment
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_commitment_insert();

CREATE FUNCTION office_tell_tripartite_commitment_update() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_commitment"."place_id" AS "_at", CASE WHEN ("tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_commitment"."accepted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n1", ("tripartite_commitment"."due_on")::date AS "d1", '' AS "a1", CASE WHEN (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date <= ("tripartite_commitment"."due_on") AND "tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT ("tripartite_commitment"."status" IN ('running', 'failed')) AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n2", ("tripartite_commitment"."due_on")::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_commitment"."delivered_at" IS NOT NULL AND "tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN ("tripartite_commitment"."delivered_at" IS NOT NULL AND "tripartite_commitment"."status" IN ('kept', 'failed')) THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN ("tripartite_commitment"."delivered_at" IS NOT NULL AND "tripartite_commitment"."status" = 'kept') THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5", CASE WHEN ("tripartite_commitment"."due_on" IS NOT NULL AND "tripartite_commitment"."status" IN ('running', 'failed') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n6", ("tripartite_commitment"."due_on")::date AS "d6", '' AS "a6" FROM new_rows "tripartite_commitment" ) r
CROSS JOIN LATERAL (VALUES ('promised', r.a0, 2, r.d0::date, r.n0, False), ('promise_due', r.a1, 2, r.d1::date, r.n1, False), ('promise_met', r.a2, 2, r.d2::date, r.n2, False), ('delivered', r.a3, 2, r.d3::date, r.n3, False), ('judged', r.a4, 2, r.d4::date, r.n4, False), ('kept', r.a5, 2, r.d5::date, r.n5, False), ('owed', r.a6, 2, r.d6::date, r.n6, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_commitment"."place_id" AS "_at", CASE WHEN ("tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_commitment"."accepted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n1", ("tripartite_commitment"."due_on")::date AS "d1", '' AS "a1", CASE WHEN (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date <= ("tripartite_commitment"."due_on") AND "tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT ("tripartite_commitment"."status" IN ('running', 'failed')) AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n2", ("tripartite_commitment"."due_on")::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_commitment"."delivered_at" IS NOT NULL AND "tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN ("tripartite_commitment"."delivered_at" IS NOT NULL AND "tripartite_commitment"."status" IN ('kept', 'failed')) THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN ("tripartite_commitment"."delivered_at" IS NOT NULL AND "tripartite_commitment"."status" = 'kept') THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5", CASE WHEN ("tripartite_commitment"."due_on" IS NOT NULL AND "tripartite_commitment"."status" IN ('running', 'failed') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n6", ("tripartite_commitment"."due_on")::date AS "d6", '' AS "a6" FROM old_rows "tripartite_commitment" ) r
CROSS JOIN LATERAL (VALUES ('promised', r.a0, 2, r.d0::date, r.n0, False), ('promise_due', r.a1, 2, r.d1::date, r.n1, False), ('promise_met', r.a2, 2, r.d2::date, r.n2, False), ('delivered', r.a3, 2, r.d3::date, r.n3, False), ('judged', r.a4, 2, r.d4::date, r.n4, False), ('kept', r.a5, 2, r.d5::date, r.n5, False), ('owed', r.a6, 2, r.d6::date, r.n6, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_commitment_update AFTER UPDATE ON tripartite_commitment
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_commitment_update();

CREATE FUNCTION office_tell_tripartite_commitment_delete() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_commitment"."place_id" AS "_at", CASE WHEN ("tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n0", (("tripartite_commitment"."accepted_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n1", ("tripartite_commitment"."due_on")::date AS "d1", '' AS "a1", CASE WHEN (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date <= ("tripartite_commitment"."due_on") AND "tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT ("tripartite_commitment"."status" IN ('running', 'failed')) AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n2", ("tripartite_commitment"."due_on")::date AS "d2", '' AS "a2", CASE WHEN ("tripartite_commitment"."delivered_at" IS NOT NULL AND "tripartite_commitment"."status" IN ('running', 'delivered', 'kept', 'failed', 'unanswered') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n3", (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d3", '' AS "a3", CASE WHEN ("tripartite_commitment"."delivered_at" IS NOT NULL AND "tripartite_commitment"."status" IN ('kept', 'failed')) THEN (1)::bigint ELSE 0 END AS "n4", (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d4", '' AS "a4", CASE WHEN ("tripartite_commitment"."delivered_at" IS NOT NULL AND "tripartite_commitment"."status" = 'kept') THEN (1)::bigint ELSE 0 END AS "n5", (("tripartite_commitment"."delivered_at" AT TIME ZONE 'Asia/Shanghai')::date)::date AS "d5", '' AS "a5", CASE WHEN ("tripartite_commitment"."due_on" IS NOT NULL AND "tripartite_commitment"."status" IN ('running', 'failed') AND NOT "tripartite_commitment"."is_standing") THEN (1)::bigint ELSE 0 END AS "n6", ("tripartite_commitment"."due_on")::date AS "d6", '' AS "a6" FROM old_rows "tripartite_commitment" ) r
CROSS JOIN LATERAL (VALUES ('promised', r.a0, 2, r.d0::date, r.n0, False), ('promise_due', r.a1, 2, r.d1::date, r.n1, False), ('promise_met', r.a2, 2, r.d2::date, r.n2, False), ('delivered', r.a3, 2, r.d3::date, r.n3, False), ('judged', r.a4, 2, r.d4::date, r.n4, False), ('kept', r.a5, 2, r.d5::date, r.n5, False), ('owed', r.a6, 2, r.d6::date, r.n6, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_commitment_delete AFTER DELETE ON tripartite_commitment
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_commitment_delete();

CREATE FUNCTION office_tell_tripartite_bill_insert() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_household"."place_id" AS "_at", (1)::bigint AS "n0", ("tripartite_bill"."month")::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_bill"."amount" > 0 AND "tripartite_bill"."paid" >= ("tripartite_bill"."amount")) THEN (1)::bigint ELSE 0 END AS "n1", ("tripartite_bill"."month")::date AS "d1", '' AS "a1", ((("tripartite_bill"."amount" * 100))::bigint)::bigint AS "n2", ("tripartite_bill"."month")::date AS "d2", '' AS "a2", ((("tripartite_bill"."paid" * 100))::bigint)::bigint AS "n3", ("tripartite_bill"."month")::date AS "d3", '' AS "a3", ((("tripartite_bill"."waived" * 100))::bigint)::bigint AS "n4", ("tripartite_bill"."month")::date AS "d4", '' AS "a4" FROM new_rows "tripartite_bill" INNER JOIN "buildings_household" ON ("tripartite_bill"."household_id" = "buildings_household"."id") ) r
CROSS JOIN LATERAL (VALUES ('bills', r.a0, 2, r.d0::date, r.n0, False), ('bills_paid', r.a1, 2, r.d1::date, r.n1, False), ('billed', r.a2, 2, r.d2::date, r.n2, False), ('collected', r.a3, 2, r.d3::date, r.n3, False), ('waived', r.a4, 2, r.d4::date, r.n4, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_bill_insert AFTER INSERT ON tripartite_bill
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_bill_insert();

CREATE FUNCTION office_tell_tripartite_bill_update() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_household"."place_id" AS "_at", (1)::bigint AS "n0", ("tripartite_bill"."month")::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_bill"."amount" > 0 AND "tripartite_bill"."paid" >= ("tripartite_bill"."amount")) THEN (1)::bigint ELSE 0 END AS "n1", ("tripartite_bill"."month")::date AS "d1", '' AS "a1", ((("tripartite_bill"."amount" * 100))::bigint)::bigint AS "n2", ("tripartite_bill"."month")::date AS "d2", '' AS "a2", ((("tripartite_bill"."paid" * 100))::bigint)::bigint AS "n3", ("tripartite_bill"."month")::date AS "d3", '' AS "a3", ((("tripartite_bill"."waived" * 100))::bigint)::bigint AS "n4", ("tripartite_bill"."month")::date AS "d4", '' AS "a4" FROM new_rows "tripartite_bill" INNER JOIN "buildings_household" ON ("tripartite_bill"."household_id" = "buildings_household"."id") ) r
CROSS JOIN LATERAL (VALUES ('bills', r.a0, 2, r.d0::date, r.n0, False), ('bills_paid', r.a1, 2, r.d1::date, r.n1, False), ('billed', r.a2, 2, r.d2::date, r.n2, False), ('collected', r.a3, 2, r.d3::date, r.n3, False), ('waived', r.a4, 2, r.d4::date, r.n4, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_household"."place_id" AS "_at", (1)::bigint AS "n0", ("tripartite_bill"."month")::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_bill"."amount" > 0 AND "tripartite_bill"."paid" >= ("tripartite_bill"."amount")) THEN (1)::bigint ELSE 0 END AS "n1", ("tripartite_bill"."month")::date AS "d1", '' AS "a1", ((("tripartite_bill"."amount" * 100))::bigint)::bigint AS "n2", ("tripartite_bill"."month")::date AS "d2", '' AS "a2", ((("tripartite_bill"."paid" * 100))::bigint)::bigint AS "n3", ("tripartite_bill"."month")::date AS "d3", '' AS "a3", ((("tripartite_bill"."waived" * 100))::bigint)::bigint AS "n4", ("tripartite_bill"."month")::date AS "d4", '' AS "a4" FROM old_rows "tripartite_bill" INNER JOIN "buildings_household" ON ("tripartite_bill"."household_id" = "buildings_household"."id") ) r
CROSS JOIN LATERAL (VALUES ('bills', r.a0, 2, r.d0::date, r.n0, False), ('bills_paid', r.a1, 2, r.d1::date, r.n1, False), ('billed', r.a2, 2, r.d2::date, r.n2, False), ('collected', r.a3, 2, r.d3::date, r.n3, False), ('waived', r.a4, 2, r.d4::date, r.n4, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_bill_update AFTER UPDATE ON tripartite_bill
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_bill_update();

CREATE FUNCTION office_tell_tripartite_bill_delete() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_household"."place_id" AS "_at", (1)::bigint AS "n0", ("tripartite_bill"."month")::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_bill"."amount" > 0 AND "tripartite_bill"."paid" >= ("tripartite_bill"."amount")) THEN (1)::bigint ELSE 0 END AS "n1", ("tripartite_bill"."month")::date AS "d1", '' AS "a1", ((("tripartite_bill"."amount" * 100))::bigint)::bigint AS "n2", ("tripartite_bill"."month")::date AS "d2", '' AS "a2", ((("tripartite_bill"."paid" * 100))::bigint)::bigint AS "n3", ("tripartite_bill"."month")::date AS "d3", '' AS "a3", ((("tripartite_bill"."waived" * 100))::bigint)::bigint AS "n4", ("tripartite_bill"."month")::date AS "d4", '' AS "a4" FROM old_rows "tripartite_bill" INNER JOIN "buildings_household" ON ("tripartite_bill"."household_id" = "buildings_household"."id") ) r
CROSS JOIN LATERAL (VALUES ('bills', r.a0, 2, r.d0::date, r.n0, False), ('bills_paid', r.a1, 2, r.d1::date, r.n1, False), ('billed', r.a2, 2, r.d2::date, r.n2, False), ('collected', r.a3, 2, r.d3::date, r.n3, False), ('waived', r.a4, 2, r.d4::date, r.n4, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_bill_delete AFTER DELETE ON tripartite_bill
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_bill_delete();

CREATE FUNCTION office_tell_buildings_household_insert() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_household"."place_id" AS "_at", CASE WHEN "buildings_household"."listed" THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", '' AS "a0" FROM new_rows "buildings_household" ) r
CROSS JOIN LATERAL (VALUES ('homes', r.a0, 2, r.d0::date, r.n0, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_buildings_household_insert AFTER INSERT ON buildings_household
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_buildings_household_insert();

CREATE FUNCTION office_tell_buildings_household_update() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_household"."place_id" AS "_at", (1)::bigint AS "n0", ("tripartite_bill"."month")::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_bill"."amount" > 0 AND "tripartite_bill"."paid" >= ("tripartite_bill"."amount")) THEN (1)::bigint ELSE 0 END AS "n1", ("tripartite_bill"."month")::date AS "d1", '' AS "a1", ((("tripartite_bill"."amount" * 100))::bigint)::bigint AS "n2", ("tripartite_bill"."month")::date AS "d2", '' AS "a2", ((("tripartite_bill"."paid" * 100))::bigint)::bigint AS "n3", ("tripartite_bill"."month")::date AS "d3", '' AS "a3", ((("tripartite_bill"."waived" * 100))::bigint)::bigint AS "n4", ("tripartite_bill"."month")::date AS "d4", '' AS "a4" FROM "tripartite_bill" INNER JOIN new_rows "buildings_household" ON ("tripartite_bill"."household_id" = "buildings_household"."id") ) r
CROSS JOIN LATERAL (VALUES ('bills', r.a0, 2, r.d0::date, r.n0, False), ('bills_paid', r.a1, 2, r.d1::date, r.n1, False), ('billed', r.a2, 2, r.d2::date, r.n2, False), ('collected', r.a3, 2, r.d3::date, r.n3, False), ('waived', r.a4, 2, r.d4::date, r.n4, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_household"."place_id" AS "_at", (1)::bigint AS "n0", ("tripartite_bill"."month")::date AS "d0", '' AS "a0", CASE WHEN ("tripartite_bill"."amount" > 0 AND "tripartite_bill"."paid" >= ("tripartite_bill"."amount")) THEN (1)::bigint ELSE 0 END AS "n1", ("tripartite_bill"."month")::date AS "d1", '' AS "a1", ((("tripartite_bill"."amount" * 100))::bigint)::bigint AS "n2", ("tripartite_bill"."month")::date AS "d2", '' AS "a2", ((("tripartite_bill"."paid" * 100))::bigint)::bigint AS "n3", ("tripartite_bill"."month")::date AS "d3", '' AS "a3", ((("tripartite_bill"."waived" * 100))::bigint)::bigint AS "n4", ("tripartite_bill"."month")::date AS "d4", '' AS "a4" FROM "tripartite_bill" INNER JOIN old_rows "buildings_household" ON ("tripartite_bill"."household_id" = "buildings_household"."id") ) r
CROSS JOIN LATERAL (VALUES ('bills', r.a0, 2, r.d0::date, r.n0, False), ('bills_paid', r.a1, 2, r.d1::date, r.n1, False), ('billed', r.a2, 2, r.d2::date, r.n2, False), ('collected', r.a3, 2, r.d3::date, r.n3, False), ('waived', r.a4, 2, r.d4::date, r.n4, False)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_household"."place_id" AS "_at", CASE WHEN "buildings_household"."listed" THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", '' AS "a0" FROM new_rows "buildings_household" ) r
CROSS JOIN LATERAL (VALUES ('homes', r.a0, 2, r.d0::date, r.n0, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_1
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_household"."place_id" AS "_at", CASE WHEN "buildings_household"."listed" THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", '' AS "a0" FROM old_rows "buildings_household" ) r
CROSS JOIN LATERAL (VALUES ('homes', r.a0, 2, r.d0::date, r.n0, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_1
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_buildings_household_update AFTER UPDATE ON buildings_household
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_buildings_household_update();

CREATE FUNCTION office_tell_buildings_household_delete() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_household"."place_id" AS "_at", CASE WHEN "buildings_household"."listed" THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", '' AS "a0" FROM old_rows "buildings_household" ) r
CROSS JOIN LATERAL (VALUES ('homes', r.a0, 2, r.d0::date, r.n0, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_buildings_household_delete AFTER DELETE ON buildings_household
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_buildings_household_delete();

CREATE FUNCTION office_tell_buildings_place_insert() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_place"."code" AS "_at", CASE WHEN ("buildings_place"."closed_on" IS NULL AND "buildings_place"."level" = 15) THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", '' AS "a0", CASE WHEN ("buildings_place"."closed_on" IS NULL AND "buildings_place"."level" = 18) THEN (1)::bigint ELSE 0 END AS "n1", NULL AS "d1", '' AS "a1", CASE WHEN ("buildings_place"."closed_on" IS NULL AND "buildings_place"."level" = 20) THEN (1)::bigint ELSE 0 END AS "n2", NULL AS "d2", '' AS "a2" FROM new_rows "buildings_place" ) r
CROSS JOIN LATERAL (VALUES ('compounds', r.a0, 2, r.d0::date, r.n0, True), ('buildings', r.a1, 2, r.d1::date, r.n1, True), ('doorways', r.a2, 2, r.d2::date, r.n2, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_buildings_place_insert AFTER INSERT ON buildings_place
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_buildings_place_insert();

CREATE FUNCTION office_tell_buildings_place_update() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_place"."code" AS "_at", CASE WHEN ("buildings_place"."closed_on" IS NULL AND "buildings_place"."level" = 15) THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", '' AS "a0", CASE WHEN ("buildings_place"."closed_on" IS NULL AND "buildings_place"."level" = 18) THEN (1)::bigint ELSE 0 END AS "n1", NULL AS "d1", '' AS "a1", CASE WHEN ("buildings_place"."closed_on" IS NULL AND "buildings_place"."level" = 20) THEN (1)::bigint ELSE 0 END AS "n2", NULL AS "d2", '' AS "a2" FROM new_rows "buildings_place" ) r
CROSS JOIN LATERAL (VALUES ('compounds', r.a0, 2, r.d0::date, r.n0, True), ('buildings', r.a1, 2, r.d1::date, r.n1, True), ('doorways', r.a2, 2, r.d2::date, r.n2, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_place"."code" AS "_at", CASE WHEN ("buildings_place"."closed_on" IS NULL AND "buildings_place"."level" = 15) THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", '' AS "a0", CASE WHEN ("buildings_place"."closed_on" IS NULL AND "buildings_place"."level" = 18) THEN (1)::bigint ELSE 0 END AS "n1", NULL AS "d1", '' AS "a1", CASE WHEN ("buildings_place"."closed_on" IS NULL AND "buildings_place"."level" = 20) THEN (1)::bigint ELSE 0 END AS "n2", NULL AS "d2", '' AS "a2" FROM old_rows "buildings_place" ) r
CROSS JOIN LATERAL (VALUES ('compounds', r.a0, 2, r.d0::date, r.n0, True), ('buildings', r.a1, 2, r.d1::date, r.n1, True), ('doorways', r.a2, 2, r.d2::date, r.n2, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_buildings_place_update AFTER UPDATE ON buildings_place
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_buildings_place_update();

CREATE FUNCTION office_tell_buildings_place_delete() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_place"."code" AS "_at", CASE WHEN ("buildings_place"."closed_on" IS NULL AND "buildings_place"."level" = 15) THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", '' AS "a0", CASE WHEN ("buildings_place"."closed_on" IS NULL AND "buildings_place"."level" = 18) THEN (1)::bigint ELSE 0 END AS "n1", NULL AS "d1", '' AS "a1", CASE WHEN ("buildings_place"."closed_on" IS NULL AND "buildings_place"."level" = 20) THEN (1)::bigint ELSE 0 END AS "n2", NULL AS "d2", '' AS "a2" FROM old_rows "buildings_place" ) r
CROSS JOIN LATERAL (VALUES ('compounds', r.a0, 2, r.d0::date, r.n0, True), ('buildings', r.a1, 2, r.d1::date, r.n1, True), ('doorways', r.a2, 2, r.d2::date, r.n2, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_buildings_place_delete AFTER DELETE ON buildings_place
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_buildings_place_delete();

CREATE FUNCTION office_tell_buildings_centrehousehold_insert() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_centrehousehold"."place_id" AS "_at", CASE WHEN "buildings_centrehousehold"."until" IS NULL THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", '' AS "a0" FROM new_rows "buildings_centrehousehold" ) r
CROSS JOIN LATERAL (VALUES ('centres', r.a0, 2, r.d0::date, r.n0, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_buildings_centrehousehold_insert AFTER INSERT ON buildings_centrehousehold
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_buildings_centrehousehold_insert();

CREATE FUNCTION office_tell_buildings_centrehousehold_update() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_centrehousehold"."place_id" AS "_at", CASE WHEN "buildings_centrehousehold"."until" IS NULL THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", '' AS "a0" FROM new_rows "buildings_centrehousehold" ) r
CROSS JOIN LATERAL (VALUES ('centres', r.a0, 2, r.d0::date, r.n0, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_centrehousehold"."place_id" AS "_at", CASE WHEN "buildings_centrehousehold"."until" IS NULL THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", '' AS "a0" FROM old_rows "buildings_centrehousehold" ) r
CROSS JOIN LATERAL (VALUES ('centres', r.a0, 2, r.d0::date, r.n0, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_buildings_centrehousehold_update AFTER UPDATE ON buildings_centrehousehold
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_buildings_centrehousehold_update();

CREATE FUNCTION office_tell_buildings_centrehousehold_delete() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "buildings_centrehousehold"."place_id" AS "_at", CASE WHEN "buildings_centrehousehold"."until" IS NULL THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", '' AS "a0" FROM old_rows "buildings_centrehousehold" ) r
CROSS JOIN LATERAL (VALUES ('centres', r.a0, 2, r.d0::date, r.n0, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_buildings_centrehousehold_delete AFTER DELETE ON buildings_centrehousehold
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_buildings_centrehousehold_delete();

CREATE FUNCTION office_tell_tripartite_party_insert() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_party"."place_id" AS "_at", CASE WHEN "tripartite_party"."until" IS NULL THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", ("tripartite_party"."kind")::varchar AS "a0" FROM new_rows "tripartite_party" ) r
CROSS JOIN LATERAL (VALUES ('parties', r.a0, 2, r.d0::date, r.n0, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_party_insert AFTER INSERT ON tripartite_party
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_party_insert();

CREATE FUNCTION office_tell_tripartite_party_update() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, 1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_party"."place_id" AS "_at", CASE WHEN "tripartite_party"."until" IS NULL THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", ("tripartite_party"."kind")::varchar AS "a0" FROM new_rows "tripartite_party" ) r
CROSS JOIN LATERAL (VALUES ('parties', r.a0, 2, r.d0::date, r.n0, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) new_rows_0
UNION ALL
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_party"."place_id" AS "_at", CASE WHEN "tripartite_party"."until" IS NULL THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", ("tripartite_party"."kind")::varchar AS "a0" FROM old_rows "tripartite_party" ) r
CROSS JOIN LATERAL (VALUES ('parties', r.a0, 2, r.d0::date, r.n0, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_party_update AFTER UPDATE ON tripartite_party
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_party_update();

CREATE FUNCTION office_tell_tripartite_party_delete() RETURNS trigger LANGUAGE plpgsql AS $tell$
BEGIN
INSERT INTO office_fact (place, measure, aspect, widest, day, amount)
SELECT place, measure, aspect, widest, day, sum(amount) FROM (
SELECT place, measure, aspect, widest, day, -1 * amount AS amount FROM (
SELECT r._at AS place, v.measure, v.aspect, v.widest, v.day, v.amount FROM (SELECT "tripartite_party"."place_id" AS "_at", CASE WHEN "tripartite_party"."until" IS NULL THEN (1)::bigint ELSE 0 END AS "n0", NULL AS "d0", ("tripartite_party"."kind")::varchar AS "a0" FROM old_rows "tripartite_party" ) r
CROSS JOIN LATERAL (VALUES ('parties', r.a0, 2, r.d0::date, r.n0, True)) v (measure, aspect, widest, day, amount, stock)
WHERE v.amount <> 0 AND (v.stock OR v.day IS NOT NULL)
) old_rows_0
) told GROUP BY place, measure, aspect, widest, day HAVING sum(amount) <> 0;
RETURN NULL;
END $tell$;
CREATE TRIGGER office_tell_tripartite_party_delete AFTER DELETE ON tripartite_party
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION office_tell_tripartite_party_delete();
