from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "beihu.office"
    label = "office"

    def ready(self) -> None:
        from beihu.audit.words import name_verbs
        from beihu.notifications import attachments, rechecks
        from beihu.office.dashboards import panels as dashboards
        from beihu.office.hotspots import panels as hotspots
        from beihu.office.reports import keeping, telling
        from beihu.office.tallies import sources
        from buildings.places import references

        name_verbs(
            {
                "demo.seed": _("loaded the demo"),
                "report.ask": _("asked for a report of figures"),
                "report.make": _("made a report of figures"),
                "report.download": _("took a report of figures away"),
            }
        )
        sources.register_all()
        dashboards.register()
        hotspots.register()
        rechecks.register(telling.SOURCE, telling.check)
        references.register_settle(keeping.settle)
        attachments.register(telling.SOURCE, telling.enclosure)
