from django.apps import AppConfig


class TripartiteConfig(AppConfig):
    name = "tripartite"
    label = "tripartite"

    def ready(self) -> None:
        """Tell the rooms below what this wing has for the log, for revealing and for the pages of places."""
        from django.utils.translation import gettext_lazy as _

        from beihu.audit import revealing, words
        from beihu.notifications import attachments, rechecks
        from buildings.posts.roles import VIEW_ISSUE

        from .commitments import panels as commitments
        from .commitments.states import DEEDS as KEEPING
        from .commitments.states import MACHINE as OWING
        from .decisions import panels as decisions
        from .fees import panels as fees
        from .fees.verbs import VERB_WORDS as FEE_WORDS
        from .issues import panels as issues
        from .issues.models import Issue
        from .issues.states import DEEDS, MACHINE
        from .meetings import calendars, recheck, showing
        from .meetings import panels as meetings
        from .meetings import states as meeting_states
        from .parties import conflicts
        from .parties import panels as parties
        from .parties.verbs import VERB_WORDS
        from .selfmanagement import showing as selfmanaged
        from .selfmanagement.ledger import panels as ledger
        from .selfmanagement.parking import panels as parking

        words.name_verbs(
            {f"issue.{row.name}": row.label for row in (*MACHINE.transitions, *DEEDS.transitions)}
            | {f"commitment.{row.name}": row.label for row in (*OWING.transitions, *KEEPING.transitions)}
            | {
                f"meeting.{row.name}": row.label
                for table in (meeting_states.MACHINE, meeting_states.DEEDS)
                for row in table.transitions
            }
            | {
                "commitment.propose": _("put a commitment to a party"),
                "commitment.carry": _("put a failed commitment on an agenda"),
                "commitment.rung": _("told of a commitment due or late"),
                "commitment.export": _("exported commitments"),
                "issue.export": _("exported issues"),
                "issue.follow_for": _("joined somebody to an issue"),
                "issue.import": _("imported issues"),
                "issue.black_out": _("blacked out a photo"),
                "issue.overdue": _("told that the deadline has passed"),
                "issue.escalate": _("told upwards that it is still overdue"),
                "issue.undecided": _("told upwards that reopening is undecided"),
                "issue.drop_draft": _("dropped an old draft"),
                "issue.anonymise": _("took the people out of a closed issue"),
                "meeting.draft": _("drafted a meeting"),
                "room.open": _("opened a room for meetings"),
                "room.close": _("closed a room for meetings"),
                "feed.new": _("made a calendar address"),
                "feed.revoke": _("revoked a calendar address"),
                "meeting.arrive": _("checked in to a meeting"),
                "party.seat": _("gave a party its seat"),
                "party.unseat": _("ended a party's seat"),
            }
            | VERB_WORDS
            | FEE_WORDS
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
        attachments.register("meeting", calendars.attachment)
        parties.register()
        conflicts.register()
        issues.register()
        fees.register()
        meetings.register()
        showing.register()
        commitments.register()
        decisions.register()
        selfmanaged.register()
        ledger.register()
        parking.register()
