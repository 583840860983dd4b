"""The API, version 1, with its schema and the page that shows it."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from onboarding.api import cases, documents, items, memory, proposals, tokens

app_name = "api"
V1 = "v1"
urlpatterns = [
    path("schema", SpectacularAPIView.as_view(), name="schema"),
    path("docs", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    path(f"{V1}/tokens", tokens.TakeToken.as_view(), name="token"),
    path(f"{V1}/tokens/this", tokens.GiveBack.as_view(), name="give_back"),
    path(f"{V1}/cases", cases.Cases.as_view(), name="cases"),
    path(f"{V1}/cases/<uuid:case_id>", cases.OneCase.as_view(), name="case"),
    path(f"{V1}/cases/<uuid:case_id>/documents", documents.Documents.as_view(), name="documents"),
    path(f"{V1}/cases/<uuid:case_id>/requirements", cases.Requirements.as_view(), name="requirements"),
    path(f"{V1}/cases/<uuid:case_id>/fields", cases.Fields.as_view(), name="fields"),
    path(f"{V1}/cases/<uuid:case_id>/findings", cases.Findings.as_view(), name="findings"),
    path(f"{V1}/cases/<uuid:case_id>/checks", cases.Checks.as_view(), name="checks"),
    path(f"{V1}/cases/<uuid:case_id>/decisions", cases.Decisions.as_view(), name="decisions"),
    path(f"{V1}/cases/<uuid:case_id>/events", cases.Events.as_view(), name="events"),
    path(f"{V1}/cases/<uuid:case_id>/versions", memory.Versions.as_view(), name="versions"),
    path(
        f"{V1}/cases/<uuid:case_id>/earlier-decisions",
        memory.EarlierDecisions.as_view(),
        name="earlier_decisions",
    ),
    path(f"{V1}/documents/<uuid:document_id>", documents.OneDocument.as_view(), name="document"),
    path(f"{V1}/items", items.Items.as_view(), name="items"),
    path(f"{V1}/items/<uuid:item_id>", items.OneItem.as_view(), name="item"),
    path(f"{V1}/items/<uuid:item_id>/precedents", memory.Precedents.as_view(), name="precedents"),
    path(f"{V1}/items/<uuid:item_id>/decide", items.DecideItem.as_view(), name="decide"),
    path(f"{V1}/proposals", proposals.Proposals.as_view(), name="proposals"),
    path(f"{V1}/proposals/<int:proposal_id>", proposals.OneProposal.as_view(), name="proposal"),
    path(f"{V1}/proposals/<int:proposal_id>/dry-run", proposals.TryProposal.as_view(), name="proposal_try"),
    path(
        f"{V1}/proposals/<int:proposal_id>/accept", proposals.AcceptProposal.as_view(), name="proposal_accept"
    ),
    path(
        f"{V1}/proposals/<int:proposal_id>/decline",
        proposals.DeclineProposal.as_view(),
        name="proposal_decline",
    ),
]
