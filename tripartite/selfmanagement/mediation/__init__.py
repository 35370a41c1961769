"""Mediation (调解): neighbours who quarrel are brought to one table, and only who mediates reads of it.

Nouns: MediationCase of a compound or community, MediationSide (a name, typed by the mediator, and its consent), Mediator,
MediationSession, AgreementPoint with its day. Verbs: open (naming the mediators), consent, meet, agree, fail, withdraw, follow up, close.
Who may: `OPEN_MEDIATION` opens a case and names its mediators; `SERVE_MEDIATION` is theirs alone, until the case has been closed for
`MEDIATION_DAYS`. Everybody else with the right to open reads counts by kind and quarter, from five on. Every look at a case is logged,
the log never says a word of it, and names and notes are blanked when the days are over (`retention.py`).
"""
