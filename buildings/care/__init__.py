"""Care (关爱): which household needs looking after, why, with whose consent, and who goes there.

Nouns: CareEntry (a household on a list: elder living alone, disabled, newborn …, with reason, consent and the date of its review),
Carer (a centre household, assisting family, leader or worker who serves it), Visit (who went when and what was found), GroupMeeting
(the month's meeting of a building group), Duty (what a role does every month: visit, post notices, report) and its checklist.
Verbs: put on a list, review, take off; assign and release a carer; log a visit; log a meeting; tick a duty off. Who may:
`KEEP_CARE` at the place, and those who serve the household, who see that household and no other. Nothing here is ever public, and
every look at an entry of somebody else's area is logged.
"""
