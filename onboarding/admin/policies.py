"""The playbook as published and edited, and the sanctions lists."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from onboarding.admin.base import ReadOnlyAdmin, actor, each, in_words, user_of
from onboarding.models import Policy, SanctionsList
from onboarding.services import policies, proposals
from onboarding.services.errors import ServiceError


class PolicyText(forms.Form):
    """A policy as it is written in the folder, and why it should change."""

    source = forms.CharField(
        label="Text",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "true"}),
    )
    why = forms.CharField(label="Why", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


@admin.register(Policy)
class PolicyAdmin(ReadOnlyAdmin[Policy]):
    list_display = [
        "key",
        "title",
        "category_words",
        "severity",
        "owner",
        "current",
        "edited",
        "author",
        "version_short",
        "published_at",
    ]
    list_filter = ["current", "edited", "owner", "severity"]
    search_fields = ["key", "title", "category"]
    list_select_related = ["author"]
    category_words = in_words("category")
    actions = ["publish", "withdraw"]
    exclude = ["body"]
    readonly_fields = ["text"]
    change_form_template = "admin/policy.html"

    @admin.display(description="Version")
    def version_short(self, policy: Policy) -> str:
        return policy.version[:8]

    @admin.display(description="Text")
    def text(self, policy: Policy) -> str:
        return format_html('<pre class="policy-text">{}</pre>', policy.body.get("source", ""))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.edit)
        return [path("<int:pk>/edit/", view, name="onboarding_policy_edit"), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        more = {"can_operate": self.has_operate_permission(request)}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def edit(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new text becomes a proposal: it is tried and accepted there, never here."""
        user = user_of(request)
        if user is None or not self.has_operate_permission(request):
            raise PermissionDenied
        row = get_object_or_404(Policy, pk=pk)
        form = PolicyText(request.POST or None, initial={"source": row.body.get("source", "")})
        if request.method == "POST" and form.is_valid():
            try:
                made = proposals.edit_policy(
                    source=form.cleaned_data["source"], user=user, why=form.cleaned_data["why"]
                )
                messages.success(request, "Not in force yet: start the dry run, then accept it.")
                return redirect(reverse("admin:onboarding_proposal_change", args=[made.pk]))
            except ServiceError as error:
                form.add_error("source", error.message)
        context = {**self.admin_site.each_context(request), "form": form, "policy": row, "opts": self.opts}
        title = {"title": f"Propose another text of {row.key}"}
        return render(request, "admin/policy_edit.html", {**context, **title})

    @admin.action(description="Publish the playbook folder as it is now", permissions=["operate"])
    def publish(self, request: HttpRequest, rows: QuerySet[Policy]) -> None:
        try:
            count = policies.publish(actor=actor(request))
            messages.success(
                request,
                f"Published: {count} new versions. Earlier ones stay for the findings that name them.",
            )
        except ServiceError as error:
            messages.error(request, error.message)

    @admin.action(description="Withdraw the chosen edits: back to the folder's text", permissions=["operate"])
    def withdraw(self, request: HttpRequest, rows: QuerySet[Policy]) -> None:
        user = user_of(request)
        assert user is not None
        why = "Back to the text of the folder."
        each(
            request,
            rows.filter(current=True),
            lambda row: policies.withdraw(key=row.key, author=user, why=why),
            "withdrawn",
        )


@admin.register(SanctionsList)
class SanctionsListAdmin(ReadOnlyAdmin[SanctionsList]):
    list_display = ["name", "version", "entries", "current", "loaded_at"]
    exclude = ["path"]
