"""Hearings (业主听证): owners are heard before they decide. For and against, questions and answers, and a record of it all.

Nouns: Hearing (one question at one compound, perhaps of a vote and with an evening in the hall), Statement (陈述: for,
against, or a question; given on screen by an owner, or typed in from the hall), Answer (答复), the record (听证记录: what is
published, with a hash). Verbs: draft, edit, call, cancel, publish; speak, note; hide, show, answer.

| who | what |
|---|---|
| KEEP_HEARING (community workers, liaisons, street officers) | call it, note what was said in the hall, hide what hurts a person, publish |
| who speaks for the party that calls it, and KEEP_HEARING | answer |
| owners of the compound (SPEAK_AT_HEARING) | one statement for or against, three questions each; changed until it closes |
| everybody | reads what was said, without names; afterwards the record |

What is hidden keeps its place and its reason: the record counts it.
"""
