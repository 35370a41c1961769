"""Meetings (会议): the parties at one table, from the call to minutes that nobody can change unseen.

One model for every kind: joint meeting 联席会, committee meeting 委员会会议, hearing 业主听证, residents' meeting
居民会议, and the evening talk 邻里夜话 that the forums wing holds. `states.py` is its life as one table.

Nouns: Meeting, Room (no room is booked twice), Body (a party that is invited), Invitation (one person, reached once
though invited twice; attendance stands on it), AgendaItem with minutes in revisions, Resolution (or a reason for
none) with a Position of each body, Objection, MinutesVersion (locked, with its hash), Reminder (a row that a sweep
turns into deliveries), CalendarFeed (a secret, revocable address).
Verbs: draft, propose and order the agenda, call, move, cancel, check in, hold, write minutes, resolve, send the
minutes round, object, confirm, correct (a new version). Rooms above offer agenda proposals through `proposals.py`.
"""
