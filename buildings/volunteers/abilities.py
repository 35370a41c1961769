"""What people can do and activities may need."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Skill(models.Model):
    """What somebody can do and an activity may need: first aid, cutting hair, mending lamps."""

    key = models.SlugField(max_length=30, unique=True)
    name = models.CharField(_("skill"), max_length=30, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(_("no longer offered"), default=False)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
