"""Bulletin (半月谈): what happened in a community in half a month, drafted from facts, edited by people, on a page and on paper.

Nouns: Bulletin (a community and a half-month), BulletinItem (one line in a section, kept or left out), BulletinVersion
(what everybody reads, never changed afterwards), Subscription (an account or a confirmed address), Silence (no notice in
the portal, please). Verbs: draft (by itself, from the registry in `sources.py`), refresh, edit, publish, correct (a new
version that says so), withdraw, restore; subscribe, confirm, unsubscribe. Who may: `EDIT_BULLETIN` edits and publishes;
everybody reads what is published. No name, phone or door of a resident stands in any of it (`wording.py`).
"""
