"""Regional big committees (大工委、大党委): part-time members with their units, what they pledged and what came of it.

Nouns: JointCommittee of a street (大工委) or community (大党委), JointMember (a person of a unit, for a term), Pledge (a resource
that a unit offers, with a day and what came of it), PledgeEvent. Verbs: found and dissolve a committee; seat and release a
member; pledge, begin, report, move, keep with what came of it in words, drop with a reason. Who may: `KEEP_ORGANISATION` at the
place; everybody reads what units pledged and kept, nobody but staff the persons and their phones.
"""
