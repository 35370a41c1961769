"""Pages by audience: for everybody `wizard` (who decides what), `lists`, `reading` (one vote) and `results`; for staff
`preparing` (a new vote and its verbs), `roll` (who decides, and the papers to print) and `amending` (corrections)."""
