"""Decisions (业主共同决定): owners decide together, by the Civil Code art. 278, on paper and on screen, in one register.

Nouns: Matter (事项: what may be decided, who decides it, by which gates, with its article), Vote (表决: one window with
one or more motions at one compound), Motion (议题), the roll (名册: Elector 业主 and Unit 专有部分, frozen before it is
announced), Paper (纸质选票: what happened at the door, and two typings), Ballot (选票: one per motion and unit), Click
(意向征集: a straw poll that decides nothing), Result (结果, chained by hash), Amendment (更正). Verbs: draft, put, freeze,
announce, cancel; carry, take back, type in, settle; cast, click; count, amend.

| who | what |
|---|---|
| community workers, street officers (KEEP_VOTE) | prepare, freeze the roll, announce, count, correct (two people) |
| they, liaisons and committee members (TYPE_BALLOT, CARRY_BALLOT), group leaders at their doors | papers |
| owners of the roll (CAST_BALLOT) | one ballot per motion and unit, on screen |
| everybody | what is announced, how far it is by number, what came out, and whether a printed sheet is genuine |

"Open" is a fact of the clock, not a state: a vote that is announced is open from `opens_at` until `closes_at`, and no
sweep can be late for it. The database refuses a ballot outside the window, a second one, and every change of one.
"""
