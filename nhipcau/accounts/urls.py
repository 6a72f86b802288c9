"""Signing in and my own account. Names without a prefix are those allauth looks for; nothing else of it is mounted."""

from django.urls import include, path

from nhipcau.accounts.views import own, sign_in

own_pages = [
    path("", own.profile, name="profile"),
    path("email/", own.email, name="email"),
    path("email/code/", own.email_code, name="email-code"),
    path("password/", own.password, name="password"),
    path("welcome/", own.welcome, name="welcome"),
    path("again/code/", sign_in.again_code, name="again-code"),
]

urlpatterns = [
    path("", include((own_pages, "accounts"))),
    path("login/", sign_in.login, name="account_login"),
    path("login/code/", sign_in.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", sign_in.confirm_login_code, name="account_confirm_login_code"),
    path("login/second-factor/", sign_in.second_factor, name="mfa_authenticate"),
    path("logout/", sign_in.logout, name="account_logout"),
    path("closed/", sign_in.inactive, name="account_inactive"),
    path("again/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("again/second-factor/", sign_in.second_factor_again, name="mfa_reauthenticate"),
    path("security/", sign_in.security, name="mfa_index"),
    path("security/app/", sign_in.activate_app, name="mfa_activate_totp"),
    path("security/app/off/", sign_in.deactivate_app, name="mfa_deactivate_totp"),
    path("security/emergency-codes/", sign_in.emergency_codes, name="mfa_view_recovery_codes"),
    path("security/emergency-codes/new/", sign_in.new_emergency_codes, name="mfa_generate_recovery_codes"),
    path("devices/", sign_in.devices, name="usersessions_list"),
]
