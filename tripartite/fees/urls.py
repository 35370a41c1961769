"""Pages of this room."""

from django.urls import path

from .views import collecting, everybody, statements, sums

urlpatterns = [
    path("my/bills/", everybody.my_bills, name="my_bills"),
    path("fees/", sums.fee_list, name="fee_list"),
    path("fees/<slug:code>/", everybody.public_fees, name="public_fees"),
    path("fees/at/<slug:code>/", sums.fees_at, name="fees_at"),
    path("fees/at/<slug:code>/bills/", collecting.fee_bills, name="fee_bills"),
    path("fees/at/<slug:code>/statements/", statements.fee_lines, name="fee_lines"),
    path("fees/at/<slug:code>/statements/new/", statements.fee_statement, name="fee_statement"),
    path("fees/at/<slug:code>/tariffs/new/", sums.fee_tariff, name="fee_tariff"),
    path("fees/at/<slug:code>/shared/new/", sums.fee_share, name="fee_share"),
    path("fees/at/<slug:code>/history/new/", sums.fee_history, name="fee_history"),
    path("fees/tariffs/<int:pk>/run/", sums.fee_run, name="fee_run"),
    path("fees/tariffs/<int:pk>/end/", sums.fee_tariff_end, name="fee_tariff_end"),
    path("fees/households/<int:pk>/", collecting.fee_home, name="fee_home"),
    path("fees/households/<int:pk>/pay/", collecting.fee_pay, name="fee_pay"),
    path("fees/households/<int:pk>/remind/", collecting.fee_remind, name="fee_remind"),
    path("fees/payments/<int:pk>/refund/", collecting.fee_refund, name="fee_refund"),
    path("fees/payments/<int:pk>/receipt/", everybody.fee_receipt, name="fee_receipt"),
    path("fees/bills/<int:pk>/waive/", collecting.fee_waive, name="fee_waive"),
    path("fees/waivers/<int:pk>/<slug:verb>/", collecting.fee_waiver, name="fee_waiver"),
    path("fees/lines/<int:pk>/confirm/", statements.fee_confirm, name="fee_confirm"),
]
