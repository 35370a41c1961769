"""The arguments of URLs that have few values, each a page of its own."""

from beihu.audit.revealing import SOURCES
from buildings.care.forms.duties import FORMS as DUTY_FORMS
from buildings.care.forms.entries import FORMS as CARE_FORMS
from buildings.joint.forms import FORMS as PLEDGE_FORMS
from buildings.party.coverage import FIVE, GAPS
from buildings.party.views.organisations import MEMBER_VERBS
from buildings.party.views.organisations import VERBS as ORGANISATION_VERBS
from buildings.volunteers.forms import verbs as volunteer_forms
from forums.bulletins.forms.verbs import FORMS as BULLETIN_FORMS
from forums.evaluations.forms import FORMS as EVALUATION_FORMS
from forums.ideas.forms.verbs import ARGUMENT_FORMS
from forums.ideas.forms.verbs import FORMS as IDEA_FORMS
from forums.questionnaires.forms.verbs import FORMS as QUESTIONNAIRE_FORMS
from forums.talks.forms.settling import FORMS as MATTER_FORMS
from tripartite.commitments.forms.verbs import FORMS as COMMITMENT_FORMS
from tripartite.decisions.forms.preparing import FORMS as VOTE_FORMS
from tripartite.decisions.hearings.forms import FORMS as HEARING_FORMS
from tripartite.decisions.hearings.forms import STATEMENT_FORMS
from tripartite.issues.forms.verbs import FORMS
from tripartite.issues.views.filing import SHOWN
from tripartite.issues.views.inbox import SHEETS
from tripartite.issues.views.photos import VARIANTS
from tripartite.meetings.forms.verbs import FORMS as MEETING_FORMS
from tripartite.parties.exports import SHEETS as PARTY_SHEETS
from tripartite.parties.exports import TABLES
from tripartite.selfmanagement.hands.forms import FORMS as HAND_FORMS
from tripartite.selfmanagement.ledger.forms import DECISIONS
from tripartite.selfmanagement.mediation.forms import FORMS as MEDIATION_FORMS
from tripartite.selfmanagement.parking.forms import FORMS as PERMIT_FORMS
from tripartite.selfmanagement.repairs.forms import FORMS as REPAIR_FORMS

CHOICES: dict[str, list[str]] = {
    "issues/<pk>/<verb>": sorted(FORMS),
    "<number>/<verb>": sorted(MATTER_FORMS),
    "meetings/<pk>/<verb>": sorted(MEETING_FORMS),
    "do/<verb>": sorted(QUESTIONNAIRE_FORMS),
    "reports/<pk>/<kind>": ["docx", "xlsx"],
    "rosters/<pk>/do/<verb>": ["merge", "undo", "discard"],
    "questionnaires/<key>/sections/<pk>/<verb>": ["up", "down", "remove"],
    "<name>/<verb>": ["up", "down", "remove"],
    "commitments/<pk>/<verb>": sorted(COMMITMENT_FORMS),
    "votes/<pk>/<verb>": sorted(VOTE_FORMS),
    "hearings/<pk>/<verb>": sorted(HEARING_FORMS),
    "hearings/statements/<pk>/<verb>": sorted(STATEMENT_FORMS),
    "bulletins/<pk>/<verb>": sorted(BULLETIN_FORMS),
    "parties/at/<code>/<name>": ["seat", "sign", "past"],
    "parties/<pk>/<name>": ["term", "across", "unseat"],
    "parties/term/<pk>/<name>": ["elect", "file", "end"],
    "parties/member/<pk>/<name>": ["dismiss"],
    "parties/contract/<pk>/<name>": ["notice", "start", "add", "end"],
    "parties/item/<pk>/<name>": ["tick", "untick"],
    "parties/across/<pk>/<name>": ["end"],
    "export/<what>": sorted(TABLES),
    "fees/waivers/<pk>/<verb>": ["approve", "refuse", "withdraw"],
    "<what>/<kind>": sorted(PARTY_SHEETS),
    "ideas/<pk>/<verb>": sorted(IDEA_FORMS),
    "evaluations/<pk>/<verb>": sorted(EVALUATION_FORMS),
    "pledges/<pk>/<verb>": sorted(PLEDGE_FORMS),
    "care/<pk>/<verb>": sorted(CARE_FORMS),
    "duties/<pk>/<verb>": sorted(DUTY_FORMS),
    "hands/<pk>/<verb>": sorted(HAND_FORMS),
    "repairs/<pk>/<verb>": sorted(REPAIR_FORMS),
    "mediation/<pk>/<verb>": sorted(MEDIATION_FORMS),
    "repairs/photos/<key>/<variant>": ["thumb", "image"],
    "pay/<kind>": ["csv", "xlsx"],
    "volunteers/teams/<pk>/<verb>": sorted(volunteer_forms.TEAM_FORMS),
    "volunteers/members/<pk>/<verb>": sorted(volunteer_forms.MEMBER_FORMS),
    "volunteers/activities/<pk>/<verb>": sorted(volunteer_forms.ACTIVITY_FORMS),
    "volunteers/sign-ups/<pk>/<verb>": sorted(volunteer_forms.SIGN_UP_FORMS),
    "<argument>/<verb>": sorted(ARGUMENT_FORMS),
    "party/<pk>/<verb>": sorted(ORGANISATION_VERBS),
    "party/members/<pk>/<verb>": sorted(MEMBER_VERBS),
    "coverage/<name>": [*GAPS, *FIVE],
    "cases/<key>": ["filed", "overdue_of", "due_out", "meetings", "owed", "compounds", "billed"],
    "<key>/<kind>": ["csv", "xlsx"],
    "centre/<verb>": ["name", "change", "release", "add"],
    "evidence/<key>/<variant>": ["thumb", "file"],
    "ledger/closings/<pk>/<verb>": sorted(DECISIONS),
    "parking-permits/<pk>/<verb>": sorted(PERMIT_FORMS),
    "charging/<verb>": ["start", "stop"],
    "ledger/proofs/<pk>/<variant>": ["thumb", "file"],
    "<key>/<step>": sorted(SHOWN),
    "<key>/<variant>": list(VARIANTS),
    "export/<kind>": sorted(SHEETS),
    "reveal/<kind>": sorted(SOURCES),
    "<pk>/<field>": sorted({name for source in SOURCES.values() for name in source.fields}),
}
