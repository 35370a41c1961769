"""One form per verb; what it gathers goes to the action as it is: `ACTIONS[verb](row, by=…, **form.facts())`."""

from .activities import ActivityForm, FinishForm, LinkForm, SignUpForm
from .teams import DescribeForm, EnrolForm, JoinForm, PlainForm, ReasonForm, TeamForm, VerbForm

Forms = dict[str, type[VerbForm]]
TEAM_FORMS: Forms = {
    "join": JoinForm, "plan": ActivityForm, "edit": TeamForm, "enrol": EnrolForm, "close": ReasonForm, "reopen": PlainForm,
}  # fmt: skip
MEMBER_FORMS: Forms = {
    "accept": PlainForm, "turn_down": ReasonForm, "remove": ReasonForm, "lead": PlainForm, "unlead": PlainForm,
    "leave": PlainForm, "describe": DescribeForm,
}  # fmt: skip
ACTIVITY_FORMS: Forms = {
    "announce": PlainForm, "edit": ActivityForm, "cancel": ReasonForm, "finish": FinishForm, "link": LinkForm,
    "sign_up": SignUpForm,
}  # fmt: skip
SIGN_UP_FORMS: Forms = {"withdraw": PlainForm, "take_off": ReasonForm}
