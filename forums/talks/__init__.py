"""Evening talks (邻里夜话): after dinner, in the courtyard, neighbours say what hurts; nothing that was said is lost.

A talk is a meeting of the kind TALK (`tripartite.meetings`): its call, reminders, check-in and calendar are the meeting's
own. This room adds what only a talk has.

Nouns: Talk (topic, invited doorways, sign-up, series, heads counted), Series with exceptions, Matter (one thing that
somebody said, with the state it is in), the capture wall (works offline, client ids), the card "what became of it".
Verbs: announce, sign up, capture, merge, mark; then for each matter: answer, file as an issue, join to one, put on an
agenda, refuse. Who may: whoever calls meetings there announces; the note-taker (`KEEP_MINUTES`) captures; `SETTLE_MATTER`
settles. Everybody reads the announcement and the card; nobody but staff learns who said what.
"""
