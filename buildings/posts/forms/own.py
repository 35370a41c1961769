"""What everybody may see of me."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import PostPage


class PostPageForm(forms.ModelForm):
    class Meta:
        model = PostPage
        fields = ("about", "shows_posts", "shows_past", "shows_unit")
        help_texts = {
            "about": _("When I am in the office, what I can help with. No private numbers."),
            "shows_posts": _("With my name. Without this tick only what the office must show is public."),
        }
