"""The vendor's pages. The token is the only key; every page behind it belongs to one case."""

from django.urls import path

from onboarding.portal import actions, files, views

app_name = "portal"
urlpatterns = [
    path("v/<str:token>/", views.home, name="home"),
    path("v/<str:token>/live/", views.live, name="live"),
    path("v/<str:token>/upload/", actions.upload, name="upload"),
    path("v/<str:token>/confirm/", actions.confirm, name="confirm"),
    path("v/<str:token>/correct/", actions.correct, name="correct"),
    path("v/<str:token>/message/", actions.message, name="message"),
    path("v/<str:token>/withdraw/", actions.withdraw, name="withdraw"),
    path("v/<str:token>/renew/", actions.renew, name="renew"),
    path("v/<str:token>/files/<uuid:document_id>/", files.download, name="download"),
    path("v/<str:token>/forms/<uuid:document_id>.png", files.form_page, name="form_page"),
    path("v/<str:token>/lines/<int:finding_id>.png", files.line, name="line"),
    path("v/<str:token>/needs/<int:requirement_id>.png", files.need_line, name="need_line"),
]
