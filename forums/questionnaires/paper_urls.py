"""Pages of paper and of results; gathered by `urls.py`."""

from django.urls import path

from .views import copies, paper, results, typing

_ONE = "questionnaires/<uuid:key>/"
_PAPER = f"{_ONE}paper/"

urlpatterns = [
    path(_PAPER, paper.questionnaire_paper, name="questionnaire_paper"),
    path(f"{_PAPER}print/<int:first>/<int:last>/", paper.questionnaire_print, name="questionnaire_print"),
    path(f"{_PAPER}enter/", typing.copy_enter, name="copy_enter"),
    path(f"{_PAPER}twice/", copies.copies_twice, name="copies_twice"),
    path(f"{_PAPER}workbook/", typing.copies_workbook, name="copies_workbook"),
    path(f"{_PAPER}workbook/<slug:kind>/", typing.workbook_empty, name="workbook_empty"),
    path(f"{_PAPER}scans/<uuid:scan>/", copies.copy_scan, name="copy_scan"),
    path(f"{_PAPER}<int:number>/", copies.copy, name="copy"),
    path(f"{_PAPER}<int:number>/settle/", copies.copy_settle, name="copy_settle"),
    path(f"{_PAPER}<int:number>/double/", copies.copy_double, name="copy_double"),
    path(f"{_ONE}results/", results.questionnaire_results, name="questionnaire_results"),
    path(f"{_ONE}results/texts/<slug:name>/", results.questionnaire_texts, name="questionnaire_texts"),
    path(f"{_ONE}results/<slug:by>/", results.questionnaire_cross, name="questionnaire_cross"),
    path(f"{_ONE}export/<slug:kind>/", results.questionnaire_export, name="questionnaire_export"),
]
