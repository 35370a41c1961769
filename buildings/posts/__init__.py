"""Posts (岗位): who serves where, in which role, for which term, and what that allows.

Nouns: Post, Role, GRANTS. Verbs: appoint, end a post. `roles.py` is the one table of rights; `backend.py`
answers Django's `has_perm` and the scope's `reach_of` from the posts in term, and from nothing else.
"""
