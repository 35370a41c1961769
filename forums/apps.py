from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"
    label = "forums"

    def ready(self) -> None:
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
