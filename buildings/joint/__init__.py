"""Regional big committees (大工委/大党委): part-time members with their units, what they pledged and what came of it.

Nouns: JointCommittee of a street or community, JointMember (a person of a unit, for a term), Pledge (a resource that a unit
offers, with a date and what came of it). Verbs: seat and release a member; pledge, begin, keep with evidence in words, drop with a reason.
Who may: `KEEP_ORGANISATION` at the place; everybody reads what units pledged and kept, nobody but staff the persons' phones.
"""
