from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "beihu.office"
    label = "office"

    def ready(self) -> None:
        from beihu.audit.words import name_verbs
        from beihu.office.dashboards import panels as dashboards
        from beihu.office.hotspots import panels as hotspots
        from beihu.office.tallies import sources

        name_verbs({"demo.seed": _("loaded the demo")})
        sources.register_all()
        dashboards.register()
        hotspots.register()
