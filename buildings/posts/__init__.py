"""Posts (岗位): who serves where, in which role, for which term, and what that allows.

Nouns: Post, Role (with rights), PostKind (a configured post such as those of 两长四员: name, level, how many per place, term, who
appoints; it may carry the rights of a role, or none), GRANTS, a person's page. Verbs: appoint, end a post, resign; configure kinds. `roles.py`
is the one table of rights; `backend.py` answers Django's `has_perm` and the scope's `reach_of` from the posts in term, and
from nothing else.
"""
