"""Issues (诉求): what a resident asks to be solved, from the doorway to the verdict of who raised it.

Nouns: Issue, IssueEvent, Photo, Follower, CallBack, CalendarDay, SavedFilter. Verbs: the rows of
`states.MACHINE` (submit, accept, refuse, assign, bounce, start, ask, answer, suspend, resume, solve,
confirm, request reopening …) and, without a change of state: contact, reply, note, extend, publish,
follow, call back, black out. "Staff say done" and "the resident confirms" are different facts; each fact
is written once. Three clocks run on the working calendar (`clocks.py`).
"""
