from django.urls import path

from nhipcau.sheets import views

app_name = "sheets"

urlpatterns = [
    path("", views.forms, name="forms"),
    path("new/", views.new, name="new-form"),
    path("<int:pk>/", views.form, name="form"),
    path("<int:pk>/copy/", views.copy, name="copy-form"),
    path("<int:pk>/blank.xlsx", views.blank_xlsx, name="blank-xlsx"),
    path("<int:pk>/blank.docx", views.blank_docx, name="blank-docx"),
]
