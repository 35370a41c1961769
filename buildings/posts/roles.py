"""Who may do what: one table, to be read by people who do not program.

A role holds its rights at the place of the post and everything under it. Roles in `SPEAKS_FOR` speak for
one of the parties: rights marked there with `own` below hold only for what was handed to that party.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from buildings.places.codes import Level


class Role(models.TextChoices):
    GROUP_LEADER = "group_leader", _("building-group leader")
    COMMUNITY_WORKER = "community_worker", _("community worker")
    LIAISON = "liaison", _("liaison")
    PROPERTY_STAFF = "property_staff", _("property company staff")
    OWNERS_COMMITTEE = "owners_committee", _("owners' committee member")
    MANAGEMENT_COMMITTEE = "management_committee", _("property management committee member")
    GATEKEEPER = "gatekeeper", _("gatekeeper")
    STREET_OFFICER = "street_officer", _("street officer")
    DISTRICT_OFFICER = "district_officer", _("district officer")


# Rights by name, as Django spells them: <app>.<verb>_<model>
VIEW_PLACE = "buildings.view_place"  # the staff part of a place's page: posts, counts, paper
CHANGE_PLACE = "buildings.change_place"  # rename, close, merge, move, open
APPOINT = "buildings.appoint_post"  # to any post, and say which kinds of posts the street has
FILL = "buildings.fill_post"  # appoint to the kinds the street leaves to the community; vacancies and terms
VERIFY = "buildings.verify_membership"
VIEW_HOUSEHOLD = "buildings.view_household"  # who lives behind a door, masked; full values only by REVEAL
KEEP_ROSTER = "buildings.keep_roster"  # import, undo, move in and out, co-owners, export
VIEW_ORGANISATION = "buildings.view_partyorganisation"  # the Party tree, its members, coverage; never public
KEEP_ORGANISATION = (
    "buildings.keep_partyorganisation"  # found, elect, admit; centre households; big committees
)
KEEP_CARE = "buildings.keep_care"  # put on a care list, review, assign; the duties of a place
SERVE_CARE = (
    "buildings.serve_careentry"  # read one care entry and log a visit; also those who serve the household
)
KEEP_TEAM = "buildings.keep_volunteerteam"  # teams, activities, hours; also the leader of the team
LIST_ISSUE = "tripartite.list_issue"  # the inbox
VIEW_ISSUE = "tripartite.view_issue"  # one issue with its timeline; also what is one's own
FILE_FOR = "tripartite.file_issue_for"  # on behalf of somebody at the desk or on the phone
TRIAGE = "tripartite.triage_issue"  # accept, refuse, moderate, merge, suspend, decide reopening
ASSIGN = "tripartite.assign_issue"
HANDLE = "tripartite.handle_issue"  # start, ask, solve, bounce, reply
CALL_BACK = "tripartite.call_back_issue"
EXPORT = "tripartite.export_issue"
KEEP_PARTY = "tripartite.keep_party"  # committees and their terms, contracts, handover, cross-appointments
VIEW_MEETING = "tripartite.view_meeting"  # with everything in it; also those one is invited to
CALL_MEETING = "tripartite.call_meeting"  # draft, invite, agenda, call, move, cancel
CHECK_IN = "tripartite.check_in_meeting"  # mark who came; also helpers at the door of one meeting
KEEP_MINUTES = "tripartite.keep_minutes_meeting"  # write, resolve, send round, confirm; also its secretary
VIEW_COMMITMENT = "tripartite.view_commitment"  # with its evidence and timeline; the public board shows less
MAKE_COMMITMENT = "tripartite.make_commitment"  # put one to a party, revise it, let it go
VIEW_VOTE = "tripartite.view_vote"  # the staff side of an owners' vote: roll, papers, meter; the result is everybody's
KEEP_VOTE = "tripartite.keep_vote"  # prepare, freeze the roll, announce, open, close, count, correct
CARRY_BALLOT = "tripartite.carry_ballot"  # at the doors: delivered, refused, nobody met, taken back
TYPE_BALLOT = "tripartite.type_ballot"  # type in paper ballots; the second typing is somebody else's
KEEP_HEARING = "tripartite.keep_hearing"  # call a hearing, moderate it, publish its record
VIEW_FEE = "tripartite.view_fee"  # tariffs, sums and rates of a compound; never who owes
COLLECT_FEE = "tripartite.collect_fee"  # tariffs, bills, payments, receipts, waivers: who owes what
VIEW_LEDGER = "tripartite.view_ledger"  # entries and their documents; what is published is everybody's
KEEP_LEDGER = "tripartite.keep_ledger"  # enter, reverse, close a month (two people), post; pay from it
KEEP_PARKING = "tripartite.keep_parking"  # spaces, permits, fees, the waiting list
GATE = "tripartite.gate_parking"  # look a plate up at the gate, log outside vehicles
KEEP_HANDS = "tripartite.keep_hiredhand"  # hired hands with rota and pay; repairs from quote to invoice
OPEN_MEDIATION = (
    "tripartite.open_mediation"  # begin a case and name its mediators; reading it is theirs alone
)
VIEW_MATTER = "forums.view_matter"  # what was said at a talk, and who said it; the card is everybody's
SETTLE_MATTER = "forums.settle_matter"  # answer, file, join, put on an agenda, refuse
VIEW_IDEA = "forums.view_idea"  # the staff side of an idea; also one's own; everybody reads what is shown
ANSWER_IDEA = "forums.answer_idea"  # adopt, answer, say why not, merge, split
MODERATE_IDEA = "forums.moderate_idea"  # hide and show again, with a reason to the author
VIEW_QUESTIONNAIRE = "forums.view_questionnaire"  # its questions and how many answered
MAKE_QUESTIONNAIRE = "forums.make_questionnaire"  # build, open, close, publish, read and export the answers
ENTER_COPY = "forums.enter_copy"  # hand out, take back and type in paper copies
VIEW_EVALUATION = "forums.view_evaluation"  # drafts and running evaluations; what is published is everybody's
MAKE_EVALUATION = "forums.make_evaluation"  # criteria, period, sample; open, close, publish
EDIT_BULLETIN = "forums.edit_bulletin"  # read drafts, edit, publish, send
VIEW_DASHBOARD = "office.view_dashboard"  # figures of a place and below it; the lists behind them ask for the room's own right
REVEAL = "beihu.reveal_contact"  # full phone and name, with a reason, logged
VIEW_AUDIT = "beihu.view_auditentry"
VIEW_DELIVERY = "beihu.view_delivery"
KEEP_ROBOT = "beihu.keep_robot"  # the robots of work groups, who are told what lies at their place

_COMMUNITY = {
    VIEW_PLACE, VERIFY, VIEW_HOUSEHOLD, LIST_ISSUE, VIEW_ISSUE, FILE_FOR, TRIAGE, ASSIGN, HANDLE, CALL_BACK, EXPORT, REVEAL,
    VIEW_DELIVERY, KEEP_PARTY, VIEW_MEETING, CALL_MEETING, CHECK_IN, KEEP_MINUTES, VIEW_COMMITMENT, MAKE_COMMITMENT,
    VIEW_MATTER, SETTLE_MATTER, VIEW_IDEA, ANSWER_IDEA, MODERATE_IDEA, VIEW_QUESTIONNAIRE, MAKE_QUESTIONNAIRE, ENTER_COPY,
    EDIT_BULLETIN, KEEP_ROSTER, VIEW_ORGANISATION, KEEP_ORGANISATION, KEEP_CARE, SERVE_CARE, KEEP_TEAM, FILL,
    VIEW_VOTE, KEEP_VOTE, CARRY_BALLOT, TYPE_BALLOT, KEEP_HEARING, VIEW_FEE, VIEW_LEDGER, OPEN_MEDIATION,
    VIEW_EVALUATION, MAKE_EVALUATION, VIEW_DASHBOARD,
}  # fmt: skip

GRANTS: dict[str, frozenset[str]] = {
    Role.GROUP_LEADER: frozenset(
        {VIEW_PLACE, FILE_FOR, VIEW_HOUSEHOLD, VIEW_ORGANISATION, KEEP_CARE, SERVE_CARE}
        | {VIEW_QUESTIONNAIRE, ENTER_COPY, CARRY_BALLOT}
    ),
    Role.COMMUNITY_WORKER: frozenset(_COMMUNITY),
    Role.LIAISON: frozenset(
        {VIEW_PLACE, LIST_ISSUE, VIEW_ISSUE, FILE_FOR, TRIAGE, ASSIGN, CALL_BACK, REVEAL, KEEP_PARTY}
        | {VIEW_MEETING, CALL_MEETING, CHECK_IN, KEEP_MINUTES, VIEW_COMMITMENT, MAKE_COMMITMENT}
        | {VIEW_MATTER, SETTLE_MATTER, VIEW_IDEA, ANSWER_IDEA, VIEW_QUESTIONNAIRE, ENTER_COPY}
        | {VIEW_HOUSEHOLD, VIEW_ORGANISATION, KEEP_CARE, SERVE_CARE}
        | {VIEW_VOTE, CARRY_BALLOT, TYPE_BALLOT, KEEP_HEARING, VIEW_FEE, VIEW_LEDGER, OPEN_MEDIATION}
        | {VIEW_EVALUATION, VIEW_DASHBOARD}
    ),
    Role.PROPERTY_STAFF: frozenset(
        {VIEW_PLACE, LIST_ISSUE, VIEW_ISSUE, HANDLE, REVEAL, EXPORT, VIEW_COMMITMENT}
        | {VIEW_FEE, COLLECT_FEE, GATE}
    ),
    Role.OWNERS_COMMITTEE: frozenset(
        {VIEW_PLACE, LIST_ISSUE, VIEW_ISSUE, HANDLE, VIEW_COMMITMENT}
        | {VIEW_VOTE, CARRY_BALLOT, TYPE_BALLOT, VIEW_FEE, VIEW_LEDGER, KEEP_LEDGER, KEEP_PARKING, GATE}
        | {KEEP_HANDS}
    ),
    Role.MANAGEMENT_COMMITTEE: frozenset(
        {VIEW_PLACE, LIST_ISSUE, VIEW_ISSUE, HANDLE, FILE_FOR, VIEW_COMMITMENT}
        | {VIEW_VOTE, CARRY_BALLOT, TYPE_BALLOT, VIEW_FEE, COLLECT_FEE}
        | {VIEW_LEDGER, KEEP_LEDGER, KEEP_PARKING, GATE, KEEP_HANDS}
    ),
    Role.GATEKEEPER: frozenset({GATE}),
    Role.STREET_OFFICER: frozenset(_COMMUNITY | {CHANGE_PLACE, APPOINT, VIEW_AUDIT, KEEP_ROBOT}),
    Role.DISTRICT_OFFICER: frozenset({VIEW_DASHBOARD}),  # many streets: figures, no cases and no people
}

# Rights of a body itself, which the office above does not hold: whoever may appoint there gives them all the same.
OF_BODIES: frozenset[str] = frozenset({COLLECT_FEE, KEEP_LEDGER, KEEP_PARKING, GATE, KEEP_HANDS})

# Roles that speak for one party see and handle only the issues handed to it (value: the party's kind).
SPEAKS_FOR: dict[str, str] = {
    Role.PROPERTY_STAFF: "property_company",
    Role.OWNERS_COMMITTEE: "owners_committee",
    Role.MANAGEMENT_COMMITTEE: "management_committee",
}

# Posts of these roles are the office's face: their holder's name and office phone are for everybody.
SHOWN: frozenset[str] = frozenset({Role.LIAISON})

# Where each post may stand: a wider place would give wider rights than the role is meant to have.
STANDS_AT: dict[str, frozenset[int]] = {
    Role.GROUP_LEADER: frozenset({Level.BUILDING, Level.DOORWAY}),
    Role.COMMUNITY_WORKER: frozenset({Level.COMMUNITY}),
    Role.LIAISON: frozenset({Level.COMPOUND}),
    Role.PROPERTY_STAFF: frozenset({Level.COMPOUND, Level.BUILDING}),
    Role.OWNERS_COMMITTEE: frozenset({Level.COMPOUND}),
    Role.MANAGEMENT_COMMITTEE: frozenset({Level.COMPOUND}),
    Role.GATEKEEPER: frozenset({Level.COMPOUND}),
    Role.STREET_OFFICER: frozenset({Level.STREET}),
    Role.DISTRICT_OFFICER: frozenset({Level.DISTRICT, Level.CITY}),
}

# What everybody who is signed in may do with what is their own (see `own_rights` of each model).
OWN_ISSUE = "tripartite.own_issue"  # answer, confirm, rate, ask to reopen
ANSWER_MEETING = "tripartite.own_invitation"  # say whether one will come to what one is invited to
SPEAK_AT_MEETING = "tripartite.speak_meeting"  # for the body one was invited for: object to the minutes
KEEP_COMMITMENT = "tripartite.keep_commitment"  # of the party one speaks for: accept, report, prove, deliver
JUDGE_COMMITMENT = "tripartite.judge_commitment"  # where one lives, or what one raised: was it kept?
CAST_BALLOT = "tripartite.cast_ballot"  # an owner of the roll, on screen, while the vote is open
SPEAK_AT_HEARING = "tripartite.speak_hearing"  # where one owns: a statement for or against, a question
OWN_BILL = "tripartite.own_bill"  # of one's own household: read it, see the receipts
OWN_PERMIT = "tripartite.own_parkingpermit"  # one's own: ask for it, a visitor's plate, give it back
RATE_HAND = "tripartite.rate_hiredhand"  # where one lives: one rating a month
SERVE_MEDIATION = "tripartite.serve_mediation"  # a case one was named mediator of; nobody else reads it
SHARE_IDEA = "forums.share_idea"  # where one lives: support an idea, argue, report
OWN_IDEA = "forums.own_idea"  # one's own: change its words, take it back
OWN_CARE = "buildings.own_careentry"  # it is about oneself: read it, take the consent back
OWN_DUTY = "buildings.own_dutytask"  # one's own duty of a month: tick it off
JOIN_TEAM = "buildings.join_volunteerteam"  # everybody signed in may ask; a leader or staff accept
OWN_TEAMMEMBER = (
    "buildings.own_teammember"  # one's own place in a team: leave, skills, whether the name is shown
)
SIGN_UP = "buildings.sign_up_activity"  # for an activity that is open to all, or of one's own team
OWN_SIGNUP = "buildings.own_signup"  # one's own: withdraw, check in and out
ANSWER_QUESTIONNAIRE = "forums.answer_questionnaire"  # one is asked: of its audience, while it is open
REPLY_EVALUATION = "forums.reply_evaluation"  # of the party one speaks for, once its result is published
# Nobody else gives a party's word or a resident's verdict, not even the operator.
OWN_ONLY: frozenset[str] = frozenset(
    {OWN_ISSUE, SPEAK_AT_MEETING, KEEP_COMMITMENT, JUDGE_COMMITMENT}
    | {CAST_BALLOT, SPEAK_AT_HEARING, OWN_BILL, OWN_PERMIT, RATE_HAND, SERVE_MEDIATION}
    | {SHARE_IDEA, OWN_IDEA, ANSWER_QUESTIONNAIRE, REPLY_EVALUATION, OWN_CARE, OWN_DUTY}
    | {JOIN_TEAM, OWN_TEAMMEMBER, SIGN_UP, OWN_SIGNUP}
)
EVERYBODY: frozenset[str] = frozenset(
    {VIEW_ISSUE, OWN_ISSUE, VIEW_MEETING, CHECK_IN, KEEP_MINUTES, SPEAK_AT_MEETING, ANSWER_MEETING}
    | {VIEW_COMMITMENT, KEEP_COMMITMENT, JUDGE_COMMITMENT, VIEW_MATTER}
    | {CAST_BALLOT, SPEAK_AT_HEARING, OWN_BILL, OWN_PERMIT, RATE_HAND, SERVE_MEDIATION}
    | {VIEW_IDEA, SHARE_IDEA, OWN_IDEA, ANSWER_QUESTIONNAIRE, REPLY_EVALUATION, SERVE_CARE}
    | {OWN_CARE, OWN_DUTY}
    | {KEEP_TEAM, JOIN_TEAM, OWN_TEAMMEMBER, SIGN_UP, OWN_SIGNUP}
)
