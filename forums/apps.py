from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"
    label = "forums"

    def ready(self) -> None:
        """Tell the rooms below what this wing has for the log, for agendas and for the pages of places."""
        from beihu.audit import words

        from .ideas import panels as ideas

        words.name_verbs(ideas.VERB_WORDS)
        ideas.register()
