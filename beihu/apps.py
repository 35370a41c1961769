from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class BeihuConfig(AppConfig):
    name = "beihu"
    label = "beihu"

    def ready(self) -> None:
        from beihu.embedded import checks  # noqa: F401  registers them
        from beihu.notifications import checks as outgoing  # noqa: F401


class AdminConfig(DjangoAdminConfig):
    """Django's admin behind the portal's own sign-in."""

    default_site = "beihu.accounts.operator.OperatorSite"
