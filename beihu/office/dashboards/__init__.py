"""Dashboards (看板): what the street office reads in the morning, from the city down to a building.

Nouns: Board (one place over one period: today's work, the places in it worst first, the other wings), Period (a stretch of
days and the one before it), Indicator (a rate with numerator, denominator, what it leaves out and its source), set (三率,
武汉型, one's own), Cases (the rows behind a figure). Verbs: look, go down, compare, take away, show on a wall.
Who: whoever holds VIEW_DASHBOARD there; lists of cases also ask for the right of the room that the rows are of.

Every figure is a sum of tallies, and its list is the same measure's condition on the rows, so that both count the same.
"""
