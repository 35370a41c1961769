"""Drill (演练): the promise about reminders, put to the test with everything that can break broken on purpose.

Real Celery workers and beats, a broker and a PostgreSQL of our own, a text-message gateway and a mail server on
loopback. `manage.py drill reminders --count 10000` runs it for an operator, the test suite runs it small; both are
`reminders.py`. The portal's own data are never touched.

Nouns: Gateway, PostOffice (they count what they get), Works (servers and workers that may be killed), Cast (who is
invited to what, and what must come of it), Report (what came of it, and every promise broken).
"""
