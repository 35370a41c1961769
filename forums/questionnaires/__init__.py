"""Questionnaires (征求意见表): on screen and on paper, one answer a person or a household, anonymous where it says so.

Nouns: Questionnaire, Section, Question, Participation (who has answered: kept apart from what), Response, Copy (a numbered
sheet of paper), Entry (one typing of a copy). Verbs: build, open, answer, hand out, take back, enter, enter again, close,
publish, export. Who may: `MAKE_QUESTIONNAIRE` builds and reads, `ENTER_COPY` types, `ANSWER_QUESTIONNAIRE` answers.
"""
