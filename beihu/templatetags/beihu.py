"""Tags and filters every template has without loading them."""

from functools import lru_cache
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms, template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beihu.audit.masking import mask_name, mask_phone, redact
from beihu.audit.words import target_name, verb_name

register = template.Library()
register.filter("mask_name", mask_name)
register.filter("mask_phone", mask_phone)
register.filter("redact", redact)
register.filter("verb_name", verb_name)
register.filter("target_name", target_name)


@register.simple_tag
@lru_cache(maxsize=512)  # a page has forty of some two hundred
def icon(name: str) -> SafeString:
    """A 24-px picture of static/icons.svg; decoration only, the words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false" width="24" height="24"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name or "dot",
    )


@register.simple_tag
def status(thing: Any) -> SafeString:
    """The state of a row as icon and word; the picture has the state's name, the row says the tone."""
    return chip(thing.get_status_display(), f"status-{thing.status}", thing.tone)


@register.simple_tag
def chip(words: Any, picture: str = "dot", tone: str = "quiet") -> SafeString:
    """A small label: icon and word. Tones: quiet info good warn bad."""
    return format_html('<span class="chip" data-tone="{}">{}{}</span>', tone, icon(picture), words)


@register.filter
def is_tick(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag
def widget(field: forms.BoundField) -> SafeString:
    """The bare input with the class of its kind; Django ties hint and error words to it."""
    inner = field.field.widget
    kind = "form-control"
    if isinstance(inner, forms.CheckboxInput):
        kind = "form-check-input"
    elif isinstance(inner, forms.Select):
        kind = "form-select"
    classes = " ".join(
        filter(None, [kind, inner.attrs.get("class", ""), "is-invalid" if field.errors else ""])
    )
    return field.as_widget(attrs={"class": classes})


@register.simple_tag
def field_errors(field: forms.BoundField) -> SafeString:
    if not field.errors:
        return SafeString("")
    words = format_html_join(" ", "{}", ((error,) for error in field.errors))
    return format_html(
        '<p class="field-error" id="{}_error">{} <span class="visually-hidden">{}</span>{}</p>',
        field.auto_id,
        icon("alert"),
        _("Error:"),
        words,
    )


@register.simple_tag
def field(bound: forms.BoundField) -> SafeString:
    """One field with label, hint and error words."""
    return render_to_string("includes/_field.html", {"field": bound})


@register.inclusion_tag("includes/_error_summary.html")
def error_summary(*given: forms.BaseForm) -> dict[str, Any]:
    """What is wrong, on top of the page, each line leading to its field. Takes one form or several."""
    return {"errors": [line for form in given if form is not None and form.errors for line in _lines(form)]}


def _lines(form: forms.BaseForm) -> list[tuple[str, str]]:
    lines = [("", str(words)) for words in form.non_field_errors()]
    for bound in form:
        anchor = bound.id_for_label or f"{bound.auto_id}_0"
        lines += [("" if bound.is_hidden else anchor, str(words)) for words in bound.errors]
    return lines


@register.simple_tag(takes_context=True)
def form(context: template.Context, form: forms.BaseForm, submit: Any = "", **options: Any) -> str:
    """A whole form: error summary, fields (or the layout of `form.helper`), one main button.

    Options: action, method, id, style (primary, danger), submit_icon, back + back_label (a link beside the
    button), draft (key under which the browser keeps the words), next, name + value of the button.
    """
    helper = getattr(form, "helper", None)
    if helper is not None and helper.layout is not None:
        fields = helper.render_layout(form, context)
    else:
        fields = format_html_join("", "{}", ((field(bound),) for bound in form))
    options = {"method": "post", "style": "primary", "back_label": _("Back")} | options
    options |= {"form": form, "fields": fields, "submit": submit or _("Send")}
    if "csrf_token" in context:
        options["csrf_token"] = context["csrf_token"]
    return render_to_string("includes/_form.html", options)


class Helper(FormHelper):
    """For forms that need a crispy layout: `helper = Helper(); helper.layout = Layout(…)`; the tag does the rest."""

    form_tag = False
    disable_csrf = True
