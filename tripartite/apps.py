from django.apps import AppConfig


class TripartiteConfig(AppConfig):
    name = "tripartite"
    label = "tripartite"

    def ready(self) -> None:
        """Tell the rooms below what this wing has for the log, for revealing and for the pages of places."""
        from django.utils.translation import gettext_lazy as _

        from beihu.audit import revealing, words

        from .issues import panels as issues
        from .issues.models import Issue
        from .issues.states import DEEDS, MACHINE
        from .parties import conflicts
        from .parties import panels as parties
        from .parties.verbs import VERB_WORDS

        words.name_verbs(
            {f"issue.{row.name}": row.label for row in (*MACHINE.transitions, *DEEDS.transitions)}
            | {
                "issue.export": _("exported issues"),
                "issue.import": _("imported issues"),
                "issue.black_out": _("blacked out a photo"),
                "issue.drop_draft": _("dropped an old draft"),
                "issue.anonymise": _("took the people out of a closed issue"),
                "party.seat": _("gave a party its seat"),
                "party.unseat": _("ended a party's seat"),
            }
            | VERB_WORDS
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
        conflicts.register()
        issues.register()
