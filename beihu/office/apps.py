from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "beihu.office"
    label = "office"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from beihu.audit.words import name_verbs
        from beihu.office.hotspots import panels as hotspots
        from beihu.office.tallies import sources

        name_verbs(
            {"demo.seed": _("loaded the demo"), "dashboard.export": _("exported the cases behind a figure")}
        )
        sources.register_all()
        hotspots.register()
