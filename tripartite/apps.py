from django.apps import AppConfig


class TripartiteConfig(AppConfig):
    name = "tripartite"
    label = "tripartite"

    def ready(self) -> None:
        """Tell the rooms below what this wing has for the log, for revealing and for the pages of places."""
        from django.utils.translation import gettext_lazy as _

        from beihu.audit import revealing, words
        from beihu.notifications import rechecks
        from buildings.posts.roles import VIEW_ISSUE

        from .issues import panels as issues
        from .issues.models import Issue
        from .issues.states import DEEDS, MACHINE
        from .meetings import recheck
        from .parties import panels as parties

        words.name_verbs(
            {f"issue.{row.name}": row.label for row in (*MACHINE.transitions, *DEEDS.transitions)}
            | {
                "issue.export": _("exported issues"),
                "issue.import": _("imported issues"),
                "issue.black_out": _("blacked out a photo"),
                "issue.overdue": _("told that the deadline has passed"),
                "issue.escalate": _("told upwards that it is still overdue"),
                "issue.undecided": _("told upwards that reopening is undecided"),
                "issue.drop_draft": _("dropped an old draft"),
                "issue.anonymise": _("took the people out of a closed issue"),
                "party.seat": _("gave a party its seat"),
                "party.unseat": _("ended a party's seat"),
            }
        )
        revealing.register(
            "issue",
            Issue.objects.all,
            seen_with=VIEW_ISSUE,
            fields={
                "contact_name": revealing.Field(_("contact name"), lambda issue: issue.contact_name),
                "contact_phone": revealing.Field(_("contact phone"), lambda issue: issue.contact_phone),
            },
        )
        rechecks.register("meeting", recheck.check)
        parties.register()
        issues.register()
