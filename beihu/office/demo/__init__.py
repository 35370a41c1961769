"""Demo (演示): the article's neighbourhood as data, told through the portal's own verbs.

Nouns: Situation (what somebody asks), Life (what becomes of one issue), Scale. Verb: seed. A year passes on
the story's clock (`clock.py`), and every step is taken by a person of the cast through the same actions as
in the pages, so the timelines, clocks and notices are what the portal itself would have written.
"""

from .cast import sign_ins

SIGN_INS = sign_ins()  # (who, how), for `manage.py up` and the sign-in page
