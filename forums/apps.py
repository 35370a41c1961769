from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"
    label = "forums"

    def ready(self) -> None:
        """Tell the rooms below what this wing has for the log, for messages, agendas and the pages of places."""
        from .bulletins import panels as bulletins
        from .evaluations import panels as evaluations
        from .ideas import panels as ideas
        from .questionnaires import panels as questionnaires
        from .talks import panels as talks
        from .talks.wall import words as wall

        talks.register()
        wall.register()
        ideas.register()
        questionnaires.register()
        evaluations.register()
        bulletins.register()
