"""Staff pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from onboarding.review import (
    account,
    actions,
    ask,
    bulk,
    cases,
    insights,
    invite,
    item,
    login,
    pages,
    queue,
    second_factor,
    tin,
    views,
)

app_name = "review"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("login/", login.Login.as_view(), name="login"),
    path("second-factor/", second_factor.check, name="second_factor"),
    path("second-factor/set-up/", second_factor.set_up, name="second_factor_set_up"),
    path("account/", account.Account.as_view(), name="account"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("next/", actions.claim_next, name="claim_next"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("views/save/", views.save, name="save_view"),
    path("views/forget/", views.forget, name="forget_view"),
    path("items/<uuid:item_id>/", item.item, name="item"),
    path("items/<uuid:item_id>/claim/", actions.claim, name="claim"),
    path("items/<uuid:item_id>/release/", actions.release, name="release"),
    path("items/<uuid:item_id>/assign/", actions.assign, name="assign"),
    path("items/<uuid:item_id>/snooze/", actions.snooze, name="snooze"),
    path("items/<uuid:item_id>/decide/", actions.decide, name="decide"),
    path("items/<uuid:item_id>/undo/", actions.undo_decision, name="undo"),
    path("items/<uuid:item_id>/key/", tin.key, name="key"),
    path("items/<uuid:item_id>/value/", tin.key_value, name="key_value"),
    path("items/<uuid:item_id>/reveal/", tin.reveal, name="reveal"),
    path("items/<uuid:item_id>/tin.png", tin.crop, name="tin_crop"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/replay/", cases.replay, name="replay"),
    path("cases/<uuid:case_id>/resend/<int:push_id>/", cases.resend, name="resend"),
    path("cases/<uuid:case_id>/retry/<int:run_id>/", cases.retry, name="retry"),
    path("cases/<uuid:case_id>/ask/", ask.ask, name="ask"),
    path("documents/<uuid:document_id>/", pages.document, name="document"),
    path("documents/<uuid:document_id>/pages/<int:number>.png", pages.image, name="page"),
    path("documents/<uuid:document_id>/original/", pages.original, name="original"),
    path("invite/", invite.invite, name="invite"),
    path("insights/", insights.insights, name="insights"),
]
