"""The building picture (楼栋图): floors × doorways × rooms drawn as residents know them, and what is known of each cell.

Nouns: Measure (what one may colour the picture by; upper rooms register theirs), Picture of a building, Plan of a compound
(a grid of its buildings), Map of a community (a grid of its compounds). Verbs: look, choose a measure, print. Who may: a
measure says itself which right it is seen with; without that right it is not offered. No models: the picture is drawn from
the roster of households and from what the measures say, in a number of queries that does not grow with the building.
"""
