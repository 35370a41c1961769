"""Bulletin (半月谈): what happened in a community in a fortnight, drafted from facts, edited by people, on a page and on paper.

Nouns: Bulletin (a community, a fortnight, sections), Subscription. Verbs: draft (by itself), edit, publish, send,
subscribe, unsubscribe. Who may: `EDIT_BULLETIN` edits and publishes; everybody reads what is published.
"""
