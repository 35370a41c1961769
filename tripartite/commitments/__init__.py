"""Commitments (承诺): who owes what by when, shown to everybody, judged by the residents.

A commitment comes from a resolution, from an issue, or stands by itself (服务承诺: patrols a night, repair within
hours; promises of a property company bind it as terms of its contract, Civil Code art. 938). Its words are kept in
versions, never silently edited. The debtor is a party; its people accept, report progress with evidence and say it
is done; the verdict is the residents' of the compound, and a failed one puts the matter on the next agenda by itself.
Who is late is told on a ladder: the party's officer, the head of the party, the liaison, the street office.

Nouns: Commitment, CommitmentVersion, CommitmentEvent, Evidence, Verdict, Rung. Verbs: the rows of
`states.MACHINE` and `states.DEEDS`. Pages: the public board of a compound (kept, running, overdue, by party), the
liaison's desk, the chain of a matter as one timeline, the service-promise report of a party.
"""
