"""Questionnaires (征求意见表): on screen and on paper, one answer a person or a household, anonymous where it says so.

Nouns: Questionnaire, Section, Question (`models.py`); Participation (who has answered: kept apart from what), Envelope (an
anonymous answer on its way), Response, Tally (`responses.py`, with the reasons for anonymity); Copy (a numbered sheet of
paper), Entry (one typing of a copy; `copies.py`). Verbs: build, open, answer, hand out, take back, enter, enter again,
close, publish, export. Who may: `MAKE_QUESTIONNAIRE` builds and reads, `ENTER_COPY` types, `ANSWER_QUESTIONNAIRE` answers.
"""
