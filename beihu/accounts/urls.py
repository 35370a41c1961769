from django.urls import path

from . import reached, staff, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.sign_in_code, name="sign_in_code"),
    path("sign-in/code/again/", views.sign_in_again, name="sign_in_again"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("staff/sign-in/", staff.staff_sign_in, name="staff_sign_in"),
    path("staff/sign-in/second/", staff.staff_second_factor, name="staff_second_factor"),
    path("staff/totp/", staff.staff_totp, name="staff_totp"),
    path("staff/totp/off/", staff.staff_totp_off, name="staff_totp_off"),
    path("staff/password/<str:uid>/<str:token>/", staff.set_password, name="set_password"),
    path("account/", views.account, name="account"),
    path("account/reached/", reached.reached, name="reached"),
    path("account/reached/family/", reached.family_ask, name="family_ask"),
    path("account/reached/family/<int:pk>/agree/", reached.family_agree, name="family_agree"),
    path("account/reached/family/<int:pk>/end/", reached.family_end, name="family_end"),
    path("account/password/", staff.change_password, name="change_password"),
    path("account/sessions/", views.session_list, name="sessions"),
    path("account/sessions/<int:pk>/end/", views.session_end, name="session_end"),
    path("account/sessions/end/", views.session_end_all, name="session_end_all"),
    path("account/data/", views.my_data, name="my_data"),
    path("account/deletion/", views.ask_deletion, name="ask_deletion"),
    path("account/deletion/take-back/", views.keep_account, name="keep_account"),
]
