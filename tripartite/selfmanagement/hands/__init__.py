"""Hired hands (聘用人员): who sweeps, watches the gate and keeps the garden where no company does, when, and for how much.

Nouns: HiredHand (a job of a compound for a term, with contract and pay), Shift (a row of the week's plan), DayChange (a day off, or
somebody standing in), HandPay (one month, paid from the ledger), HandRating (a resident's, one a month). Verbs: hire, end; add and end a
shift; change a day; pay; rate. Who may: `KEEP_HANDS` keeps them, `RATE_HAND` rates where one lives; everybody reads the job and the
average of five people or more, never the phone, and the name only as the hand agreed to.
"""
