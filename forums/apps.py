from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"
    label = "forums"

    def ready(self) -> None:
        """Tell the rooms below what this wing's rooms bring to their pages, agendas and logs."""
        from .talks import panels as talks
        from .talks.wall import words as wall

        talks.register()
        wall.register()
