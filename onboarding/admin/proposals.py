"""Changes of how contracts are judged: tried, then accepted or declined; and what is in force."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import pluralize
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from onboarding import judging
from onboarding.admin.base import InWords, ReadOnlyAdmin, actor, each, in_words, user_of
from onboarding.models import Precedent, Proposal, Threshold
from onboarding.review.recall import reason_words
from onboarding.services import proposals
from onboarding.services.errors import ServiceError
from onboarding.wording import words


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin[Proposal]):
    list_display = ["about", "kind", "state", "why", "is_tried", "created_at"]
    list_filter = ["state", "kind"]
    search_fields = ["target", "why"]
    fields = [
        "kind",
        "about",
        "why",
        "state",
        "made_by",
        "created_at",
        "tried_at",
        "decided_by",
        "decided_at",
        "note",
    ]
    change_form_template = "admin/proposal.html"
    change_list_template = "admin/proposals.html"

    @admin.display(description="About", ordering="target")
    def about(self, row: Proposal) -> str:
        return words(row.target)

    @admin.display(description="Tried", ordering="tried_at", boolean=True)
    def is_tried(self, row: Proposal) -> bool:
        return row.tried_at is not None

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("build/", view(require_POST(self.build)), name="onboarding_proposal_build"),
            path("<int:pk>/try/", view(require_POST(self.try_it)), name="onboarding_proposal_try"),
            path("<int:pk>/decide/", view(require_POST(self.decide)), name="onboarding_proposal_decide"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        more = {"can_operate": self.has_operate_permission(request)}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = Proposal.objects.filter(pk=object_id).first() if object_id.isdigit() else None
        policy = judging.playbook().by_id(row.target) if row is not None else None
        more = {
            "proposal": row,
            "is_open": row is not None and row.state == Proposal.State.OPEN,
            "can_operate": self.has_operate_permission(request),
            "now": policy.source_text if policy else "",
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def build(self, request: HttpRequest) -> HttpResponse:
        self._only_administrators(request)
        made = proposals.build(actor=actor(request))
        messages.success(request, f"{len(made)} new proposal{pluralize(len(made))}.")
        return redirect("admin:onboarding_proposal_changelist")

    def try_it(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._only_administrators(request)
        row = get_object_or_404(Proposal, pk=pk)
        try:
            proposals.dry_run(proposal=row)
        except ServiceError as error:
            messages.error(request, error.message)
        return redirect(reverse("admin:onboarding_proposal_change", args=[pk]))

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._only_administrators(request)
        row, user = get_object_or_404(Proposal, pk=pk), user_of(request)
        assert user is not None
        act = proposals.accept if "accept" in request.POST else proposals.decline
        try:
            done = act(proposal=row, user=user, note=request.POST.get("note", ""))
            messages.success(request, f"{done}: {done.get_state_display()}.")
        except ServiceError as error:
            messages.error(request, error.message)
        return redirect(reverse("admin:onboarding_proposal_change", args=[pk]))

    def _only_administrators(self, request: HttpRequest) -> None:
        if not self.has_operate_permission(request):
            raise PermissionDenied


@admin.register(Threshold)
class ThresholdAdmin(ReadOnlyAdmin[Threshold]):
    list_display = ["category_words", "value", "current", "author", "why", "created_at"]
    category_words = in_words("category")
    list_filter = ["current"]
    list_select_related = ["author"]
    actions = ["withdraw"]

    @admin.action(description="Back to the model's own threshold", permissions=["operate"])
    def withdraw(self, request: HttpRequest, rows: QuerySet[Threshold]) -> None:
        user = user_of(request)
        assert user is not None
        each(
            request,
            rows.filter(current=True),
            lambda row: proposals.withdraw_threshold(category=row.category, user=user),
            "withdrawn",
        )


@admin.register(Precedent)
class PrecedentAdmin(ReadOnlyAdmin[Precedent]):
    list_display = ["about", "outcome_words", "said", "who", "decided_at", "case", "version_short"]
    list_filter = [("outcome", InWords), ("reason_code", InWords), "decided_at"]
    about = in_words("policy")
    outcome_words = in_words("outcome")
    said = in_words("reason_code", "Reason", know=reason_words)
    search_fields = ["policy", "category", "quote", "case__reference"]
    list_select_related = ["who", "case"]
    exclude = ["words", "figures", "length"]
    raw_id_fields = ["item"]

    @admin.display(description="Policy version")
    def version_short(self, row: Precedent) -> str:
        return row.version[:8]
