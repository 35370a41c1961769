"""Occupants (住户): who owns a dwelling and who lives in it, by the roster.

Nouns: Occupant (a dated row: who, as what, with which share, since, until, from which source), the dwelling's area and use with
their source. Verbs (`moving.py`): move in, move out, change (relation or share), correct (a misspelt name, a wrong phone),
erase; (`dwellings.py`): put a room on the roster, measure it. A change never rewrites history: it ends a row and writes the
next one, which `follows` it. Owners' shares are exact and never exceed the whole: asked under the household's lock, and once more
by the database when a transaction ends (migration 0002_shares).

Names and phones are masked everywhere. One is revealed with a reason (`beihu.audit.revealing`), many are taken away as a table with a
reason and an entry for each (`exports.py`). After `MOVED_OUT_DAYS` the portal blanks who has moved out (`retention.py`).
"""
