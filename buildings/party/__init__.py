"""Party organisations (党组织): the tree from the working committee down to the building groups, and who is rooted where.

Nouns: OrganisationKind (a preset chain is data: the article's of 2014 and today's), PartyOrganisation (kind, place, parent,
founded on), Member (full or probationary; sensitive, never public), Term (elected on, due on, secretary and members of the
committee), CentreHousehold (门栋党员中心户) of a doorway, AssistingFamily (协管党员家庭) of a centre household, coverage: doorways
without a centre household, buildings without a group, groups without a leader. Verbs: found, move, dissolve an organisation;
admit, transfer, release a member; elect, end a term; name a centre household, add an assisting family, release either. Who may:
`KEEP_ORGANISATION` at the place, `VIEW_ORGANISATION` to see it. Rule hints (from 3, above 50, above 100 members) warn and may
be overridden with a reason; they never forbid.
"""
