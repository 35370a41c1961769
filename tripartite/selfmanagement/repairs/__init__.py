"""Repairs (维修): from the wish over quotes and approval to the photo afterwards and the invoice, for everybody to read.

Nouns: Repair of a compound or one of its buildings, RepairQuote, RepairApproval, RepairPhoto (before, after), RepairEvent,
RepairLimits of a compound (above which sum a second quote, a second member or a decision of the owners is needed). Verbs:
propose, quote, approve, start, picture, finish, pay, drop; set the limits. Who may: `KEEP_HANDS` keeps a repair,
`VIEW_LEDGER` reads it, `KEEP_PARTY` sets the limits; everybody reads what was repaired, for how much, with both photos.
"""
