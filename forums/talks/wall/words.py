"""What the log calls the deeds of the wall that no state table names."""

from django.utils.translation import gettext_lazy as _

from beihu.audit import words


def register() -> None:
    words.name_verbs({"talk.count": _("counted heads at a talk")})
