"""Roster import (花名册导入): the workbooks that communities have become households and who lives in them.

Nouns: Roster import (one file for one place, its layout, what came of it), Door (a doorway as the file spells it, and the
place it means), Line (a row as it was understood: staging, gone when the import is over), Change (what an import altered,
with what stood before: what undo needs).
Verbs: send a file, say what its columns mean (`headings.py` guesses), check it (nothing is written: new, changed, gone,
conflicting, faults by row), merge it (one transaction, all or nothing), undo it whole, throw it away; take the faults as a
workbook: the row as it was, what is wrong, what to do.

Who may: `KEEP_ROSTER` at the place. Checking, merging and undoing run in a worker, one transaction each under an advisory
lock that dies with the worker: what was begun is taken up by the next sweep, from a state in which nothing had happened.
Rows that cannot be taken are left out and listed, never guessed at; identity numbers are never read into the database; the
file itself is deleted after `ROSTER_FILE_DAYS`.

Two imports of overlapping places take turns: each holds a lock on its place and a shared one on the places above. What
changed here between looking and merging sends the import back to be looked at again. Undo goes backwards: a later import
over the same doorways must be undone first; what people have changed by hand since, or what other records stand on, stays
as it is and is counted.
"""
