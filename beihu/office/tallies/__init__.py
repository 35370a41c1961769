"""Tallies (统计账): every figure of the dashboards, folded from facts and never counted on a page.

Nouns: Measure (what is counted: a condition on the rows of one table, the day a row counts on, how much it counts),
Fact (事实, a queued change: so much more or less of a measure, at a place, on a day), Tally (a sum: place × measure × aspect ×
month with its days, at every level of the tree), Correction (a past day that changed later), stock (a measure without a day: what is
so now), as of (everything that was written before this moment is in the sums).
Verbs: fold (queued facts into tallies, each exactly once), rebuild (all tallies anew from the rows), ask (read sums).

The way of a figure: a verb changes a row → the database's own trigger, in the same transaction, writes what the row counted
before with a minus and what it counts now with a plus (`triggers.sql`, made from the measures) → `fold` takes queued facts out
and adds them up, in one transaction → pages ask. Whatever writes the row, a verb, an import, a move of a place or a hand in the
database, cannot forget it. The list behind a figure is the measure's own condition, so both cannot mean different things.
"""
