"""One's own account: roles, another password, the authenticator app."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from onboarding.models import User
from onboarding.review.access import chrome
from onboarding.services import second_factor, staff


class PasswordForm(PasswordChangeForm):
    """Django's own; what is refused says why by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = "Four words that have nothing in common are hard to guess."


@method_decorator(never_cache, name="dispatch")
class Account(PasswordChangeView):
    """GET: who one is here. POST old_password, new_password1, new_password2: another password."""

    form_class = PasswordForm
    template_name = "registration/account.html"
    success_url = reverse_lazy("review:account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)
        has_app = second_factor.device_of(user) is not None
        return super().get_context_data(**kwargs) | chrome(self.request) | {"has_app": has_app}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        answer = super().form_valid(form)
        staff.note_password(user=cast(User, self.request.user))
        messages.success(self.request, "Your new password counts from now on.")
        return answer
