"""Forms are drawn in one way: words above, hints and mistakes tied to the field, a summary on top."""

import re

import pytest
from crispy_forms.layout import Field, Layout
from django import forms
from django.template import Context, Template
from django.utils import translation

from beihu.templatetags.beihu import Helper


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the door", max_length=5)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Agree")
    level = forms.ChoiceField(label="Level", choices=[("1", "one")], required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(required=False)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def draw(text: str, **context) -> str:
    return Template(text).render(Context(context))


def attributes(html: str, tag: str, name: str) -> dict[str, str]:
    found = re.search(rf'<{tag}[^>]*name="{name}"[^>]*>', html)
    return dict(re.findall(r'([\w-]+)="([^"]*)"', found[0])) if found else {}


def test_hint_and_mistake_are_tied_to_the_field():
    html = draw("{% form form %}", form=Sample({}))
    said = attributes(html, "input", "name")
    ids = re.findall(r'id="([^"]+)"', html)
    assert (said["aria-describedby"].split(), said["aria-invalid"]) == (
        ["id_name_helptext", "id_name_error"],
        "true",
    )
    assert [ids.count(one) for one in said["aria-describedby"].split()] == [1, 1]


def test_summary_leads_to_each_field_in_order():
    html = draw("{% error_summary form %}", form=Sample({}))
    assert re.findall(r'href="#([^"]+)"', html) == ["id_name", "id_kind_0", "id_agree"]


def test_summary_targets_exist():
    html = draw("{% form form %}", form=Sample({}))
    ids = set(re.findall(r'id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) - ids == set()


def test_summary_takes_several_forms_and_none():
    html = draw("{% error_summary a b c %}", a=Sample({}), b=None, c=Sample({}, prefix="c"))
    assert len(re.findall("<li>", html)) == 6


def test_form_without_mistakes_has_no_summary():
    html = draw("{% form form %}", form=Sample())
    assert ("error-summary" in html, "aria-invalid" in html) == (False, False)


def test_each_kind_of_field_has_its_class():
    html = draw("{% form form %}", form=Sample())
    kinds = {
        name: attributes(html, "[a-z]+", name).get("class")
        for name in ("name", "agree", "level", "file", "secret")
    }
    assert kinds == {
        "name": "form-control",
        "agree": "form-check-input",
        "level": "form-select",
        "file": "form-control",
        "secret": None,
    }


def test_form_with_a_file_says_so():
    assert attributes(draw("{% form form %}", form=Sample()), "form", "x") == {}
    assert 'enctype="multipart/form-data"' in draw("{% form form %}", form=Sample())


def test_labels_belong_to_their_inputs():
    html = draw("{% form form %}", form=Sample())
    targets = set(re.findall(r'<label[^>]*for="([^"]+)"', html))
    assert targets - set(re.findall(r'id="([^"]+)"', html)) == set()


def test_what_people_wrote_is_escaped():
    html = draw("{% form form %}", form=Sample({"name": '"><script>alert(1)</script>'}))
    assert "<script>" not in html


def test_layout_of_crispy_is_drawn_the_same_way():
    form = Sample({})
    form.helper = Helper()
    form.helper.layout = Layout(Field("name"))
    html = draw("{% form form submit='Go' %}", form=form)
    assert attributes(html, "input", "name")["aria-describedby"] == "id_name_helptext id_name_error"
    assert attributes(html, "input", "kind") == {}


def test_options_of_the_form_tag():
    html = draw(
        "{% form form submit='Go' action='/x/' draft='d' back='/b/' style='danger' name='step' value='2' %}",
        form=Sample(),
    )
    assert re.findall(r'action="/x/"|data-draft="d"|href="/b/"|btn-danger|data-once', html) == [
        'action="/x/"',
        "data-once",
        'data-draft="d"',
        "btn-danger",
        'href="/b/"',
    ]


def test_status_is_picture_and_word():
    class Thing:
        status, tone = "solved", "good"

        def get_status_display(self):
            return "solved & done"

    html = draw("{% status thing %}", thing=Thing())
    assert (re.findall(r"#([\w-]+)", html), re.sub("<[^>]+>", "", html)) == (
        ["status-solved"],
        "solved &amp; done",
    )
