"""Pages of this room."""

from django.urls import path

from . import paper_urls
from .views import answering, building, reading, verbs

_ONE = "questionnaires/<uuid:key>/"

urlpatterns = [
    *paper_urls.urlpatterns,
    path("questionnaires/", reading.questionnaire_list, name="questionnaire_list"),
    path("questionnaires/new/", building.questionnaire_new, name="questionnaire_new"),
    path(_ONE, reading.questionnaire_detail, name="questionnaire_detail"),
    path(f"{_ONE}answer/", answering.questionnaire_answer, name="questionnaire_answer"),
    path(f"{_ONE}thanks/", answering.questionnaire_thanks, name="questionnaire_thanks"),
    path(f"{_ONE}preview/", answering.questionnaire_preview, name="questionnaire_preview"),
    path(f"{_ONE}poster/", reading.questionnaire_poster, name="questionnaire_poster"),
    path(f"{_ONE}edit/", building.questionnaire_edit, name="questionnaire_edit"),
    path(f"{_ONE}do/<slug:verb>/", verbs.questionnaire_verb, name="questionnaire_verb"),
    path(f"{_ONE}sections/new/", building.section_new, name="section_new"),
    path(f"{_ONE}sections/<int:pk>/", building.section_edit, name="section_edit"),
    path(f"{_ONE}sections/<int:pk>/questions/new/", building.question_new, name="question_new"),
    path(f"{_ONE}sections/<int:pk>/<slug:verb>/", building.section_step, name="section_step"),
    path(f"{_ONE}questions/<slug:name>/", building.question_edit, name="question_edit"),
    path(f"{_ONE}questions/<slug:name>/condition/", building.question_condition, name="question_condition"),
    path(f"{_ONE}questions/<slug:name>/<slug:verb>/", building.question_step, name="question_step"),
]
