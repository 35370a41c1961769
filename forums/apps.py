from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"
    label = "forums"

    def ready(self) -> None:
        """Tell the rooms below what this wing has for the log, for messages and for the verbs of places."""
        from django.utils.translation import gettext_lazy as _

        from beihu.audit import words

        from .questionnaires import panels as questionnaires

        words.name_verbs(
            {
                "questionnaire.make": _("drafted a questionnaire"),
                "questionnaire.edit": _("edited a questionnaire"),
                "questionnaire.copy": _("copied a questionnaire"),
                "questionnaire.open": _("opened a questionnaire"),
                "questionnaire.close": _("closed a questionnaire"),
                "questionnaire.publish": _("published the results of a questionnaire"),
                "questionnaire.withdraw": _("withdrew the draft of a questionnaire"),
                "questionnaire.remind": _("reminded of a questionnaire"),
                "questionnaire.print": _("numbered paper copies"),
                "questionnaire.hand_out": _("handed out paper copies"),
                "questionnaire.take_back": _("counted paper copies that came back"),
                "questionnaire.enter_many": _("typed in many paper copies"),
                "questionnaire.settle": _("settled two typings that differ"),
                "questionnaire.set_aside": _("set a paper copy aside"),
                "questionnaire.decide": _("decided which of two answers counts"),
                "questionnaire.quote": _("chose texts for the results"),
                "questionnaire.unquote": _("took a text out of the results"),
                "questionnaire.export": _("exported the answers to a questionnaire"),
            }
        )
        questionnaires.register()
        """Tell the rooms below what this wing's rooms bring to their pages, agendas and logs."""
        from .talks import panels as talks
        from .talks.wall import words as wall

        talks.register()
        wall.register()
        """Tell the rooms below what this wing has for the log, for agendas and for the pages of places."""
        from beihu.audit import words

        from .ideas import panels as ideas

        words.name_verbs(ideas.VERB_WORDS)
        ideas.register()
        """Tell the rooms below what this wing has for the log, for messages and for the pages of places."""
        from django.utils.translation import gettext_lazy as _

        from beihu.audit import words
        from beihu.notifications import letters, rechecks

        from .bulletins import facts, sending, voices
        from .bulletins import letters as bulletin_letters
        from .bulletins import panels as bulletins
        from .bulletins import states as bulletin_states

        words.name_verbs(
            {
                f"bulletin.{row.name}": row.label
                for table in (bulletin_states.MACHINE, bulletin_states.DEEDS)
                for row in table.transitions
            }
            | {
                "bulletin.draft": _("drafted a bulletin"),
                "bulletin.choose": _("chose how to get the bulletin"),
            }
        )
        rechecks.register("bulletin", sending.check)
        letters.register("bulletin", bulletin_letters.write)
        facts.register_facts()
        voices.register_voices()
        bulletins.register()
