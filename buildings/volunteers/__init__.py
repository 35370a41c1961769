"""Volunteers (志愿服务): teams, what they plan, who signs up, and the hours they gave.

Nouns: VolunteerTeam (爱心妈妈, 编外110 …) with leader, roster, skills and places served; Activity with a needed count per skill;
SignUp (a seat or the waiting list); Hours, a ledger that is corrected by reversal only; thank-you page and certificate. Verbs: found
and close a team, join, leave; plan, announce, cancel an activity; sign up, withdraw; check in and out; credit and reverse hours. Who may:
`KEEP_TEAM` at the place, the leader for the own team, everybody signed in for their own sign-up. A name is public only by its
owner's choice.
"""
