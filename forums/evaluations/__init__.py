"""Evaluations (定期评议): residents rate a party for a quarter, a half-year or a year, and read the result beside facts.

Nouns: Evaluation, Criterion (with its weight), Pursuit (a commitment that was asked for because of a result), Fact (a hard
figure of the same period: `facts.py`, where rooms register theirs). Verbs: make, edit, open (draws the households and
makes the questionnaire), close, publish (freezes the figures), withdraw; reply and ask for a commitment afterwards.
Answering, paper and typing are the questionnaires' business: an evaluation has one (`asking.py`). Who may:
`MAKE_EVALUATION` runs it, but nobody who speaks for the party; `REPLY_EVALUATION` is the party's own.
"""
