"""Posts (岗位): who serves where, in which role or kind, for which term, and what that allows.

Nouns: Post, Role (with rights), PostKind (a street's own post such as those of 两长四员: name, levels, how many per
place, term, who appoints; it may carry the rights of a role, or none), GRANTS, PostPage (what a person shows). Verbs:
appoint, renew, end a post, resign; add, change, close kinds, take over the shipped ones (`data/kinds.toml`).
`roles.py` is the one table of rights; `backend.py` answers Django's `has_perm` and the scope's `reach_of` from the
posts in term, and from nothing else; `granting.py` says who may give and take which post, so that nobody hands on a
right that is not the giver's own. `wanted` is a target: `warnings.py` asks for a reason, it forbids nothing.
`vacancies.py` counts what is missing, `reminders.py` tells of terms that end.
"""
