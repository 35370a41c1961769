"""The ledger (账本) of a committee: every yuan in or out with its paper, and every month shown to everybody.

Income from what the owners have in common, less reasonable cost, belongs to the owners (Civil Code art. 282): the book only
grows, what is wrong is taken back by an entry of the opposite sign, and each month is closed by two people, published as a
snapshot that nobody can change unseen, and posted on paper.

Nouns: Book, Entry, Line, Closing (a month put forward by one person), Snapshot (the month as published), Posting and
PostingProof. Verbs: open a book; enter, transfer, reverse; propose, confirm, send back and take back a month's close; post and
prove the posting. Who may: `KEEP_LEDGER` (the committee) writes, `VIEW_LEDGER` reads entries and papers, everybody reads
what is published. `manage.py verify_ledger` reckons every hash anew.
"""
