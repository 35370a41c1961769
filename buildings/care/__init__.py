"""Care (关爱): which household needs looking after, why, with whose consent, and who goes there; and what serving asks each month.

Nouns: CareEntry (a household on a list: elder living alone, disabled, newborn …, with reason, consent and the day of its review),
Carer (a centre household, an assisting family, or a leader or worker who serves it), Visit (who went when and what was found),
GroupMeeting (a month's meeting of a building group), Duty (what a role does every month: visit, post notices, report) and
DutyTask (one person's share of it in one month: the checklist). Verbs: put on a list, review, assign and release a carer, log a
visit, take off, take the consent back; log a meeting; set and end a duty, tick off, untick, excuse.

Who may: `KEEP_CARE` at the place keeps the lists; `SERVE_CARE` reads an entry and logs visits, and is also theirs who serve the
household, for that household and no other; whom an entry is about reads it and takes the consent back (`OWN_CARE`). Health and
need are sensitive personal information: an entry wants the person's own consent, or the guardian's (PIPL art. 28, 29, 31); taking it
back closes the entry and blanks its words at once (art. 15, 47), and so does a year after closing. Nothing here is ever
public, searched or exported in a table, the log never says why, and every look at an entry or a list is logged.
"""
