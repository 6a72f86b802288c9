"""People, for officers."""

from django.urls import path

from nhipcau.accounts.views import invitations, people

app_name = "people"

urlpatterns = [
    path("", people.people, name="list"),
    path("invite/", people.invite, name="invite"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/contact/", people.contact, name="contact"),
    path("appointments/<int:pk>/end/", people.end, name="end"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/links.xlsx", invitations.export, name="export"),
    path("invitations/print/", invitations.print_sheets, name="print"),
    path("invitations/mail/", invitations.send_mails, name="mail"),
    path("invitations/sent/", invitations.sent, name="sent"),
]
