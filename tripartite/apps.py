from django.apps import AppConfig


class TripartiteConfig(AppConfig):
    name = "tripartite"
    label = "tripartite"

    def ready(self) -> None:
        """Tell the rooms below what this wing has for the log, for revealing and for the pages of places."""
        from django.utils.translation import gettext_lazy as _

        from beihu.audit import revealing, words

        from .commitments import panels as commitments
        from .commitments.states import DEEDS as KEEPING
        from .commitments.states import MACHINE as OWING
        from .issues import panels as issues
        from .issues.models import Issue
        from .issues.states import DEEDS, MACHINE
        from .parties import panels as parties

        words.name_verbs(
            {f"issue.{row.name}": row.label for row in (*MACHINE.transitions, *DEEDS.transitions)}
            | {f"commitment.{row.name}": row.label for row in (*OWING.transitions, *KEEPING.transitions)}
            | {
                "commitment.propose": _("put a commitment to a party"),
                "commitment.carry": _("put a failed commitment on an agenda"),
                "commitment.rung": _("told of a commitment due or late"),
                "commitment.export": _("exported commitments"),
                "issue.export": _("exported issues"),
                "issue.import": _("imported issues"),
                "issue.black_out": _("blacked out a photo"),
                "issue.drop_draft": _("dropped an old draft"),
                "issue.anonymise": _("took the people out of a closed issue"),
                "party.seat": _("gave a party its seat"),
                "party.unseat": _("ended a party's seat"),
            }
        )
        revealing.register(
            "issue",
            Issue.objects.all,
            {
                "contact_name": revealing.Field(_("contact name"), lambda issue: issue.contact_name),
                "contact_phone": revealing.Field(_("contact phone"), lambda issue: issue.contact_phone),
            },
        )
        parties.register()
        issues.register()
        commitments.register()
