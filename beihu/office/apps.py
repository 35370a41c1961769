from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "beihu.office"
    label = "office"

    def ready(self) -> None:
        from beihu.audit.words import name_verbs

        name_verbs({"demo.seed": _("loaded the demo")})
