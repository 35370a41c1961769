"""The building picture (楼栋图): floors × doorways × rooms drawn as residents know them, and what is known of each cell.

Nouns: Measure (what one may mark the picture by; rooms above register theirs in `measures.py`), Picture of a building, Plan
of a compound (a grid of its buildings), Map of a community (a grid of its compounds). Verbs: look, choose a measure, print.
Who may look, and at what, stands in `looking.py`; a measure says itself which right it is seen with, and without that right
it is not offered. No models: the picture is drawn from the roster of households and from what the chosen measure says, in a
number of queries that does not grow with the building (7 for staff, 8 for residents). A number on a door is read in
`rooms.py`, gets its place in `layout.py` and is drawn in `drawing.py`; those three are pure.
"""
