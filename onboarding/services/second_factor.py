"""A second factor for staff: codes of an authenticator app (RFC 6238), through django-otp."""

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from onboarding import conf
from onboarding.models import User
from onboarding.services import audit
from onboarding.services.errors import Invalid

NAME = "authenticator app"
WRONG = Invalid("wrong_code", "This code is wrong or was used. Wait for the next one and type that.")


def device_of(user: User) -> TOTPDevice | None:
    """The app that this person has set up; None when there is none."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_required(user: User) -> bool:
    """Whether the person's role may do nothing without a second factor."""
    return bool({role.value for role in user.roles} & conf.second_factor_roles())


def begin(user: User) -> TOTPDevice:
    """The app's key, to be shown once and confirmed with a code. Raises Invalid(second_factor_there)."""
    if device_of(user) is not None:
        raise Invalid("second_factor_there", "You have set up an authenticator app already.")
    return TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": NAME})[0]


def confirm(user: User, code: str) -> TOTPDevice:
    """The first code of the app makes it count. Raises Invalid(wrong_code, second_factor_there)."""
    with transaction.atomic():
        device = begin(user)
        good = _verify(device, code)
        if good:
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            _record(user, audit.actor_of(user), "second_factor_set_up")
    if not good:
        raise WRONG
    return device


def check(user: User, code: str) -> TOTPDevice:
    """Raises Invalid(wrong_code): each wrong one makes the next wait longer, and no code counts twice."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        good = device is not None and _verify(device, code)
    if device is None or not good:
        raise WRONG
    return device


def remove(user: User, *, actor: str) -> bool:
    """For somebody who lost the phone. False when there was nothing to take away."""
    with transaction.atomic():
        count, _ = TOTPDevice.objects.filter(user=user).delete()
        if count:
            _record(user, actor, "second_factor_removed")
    return bool(count)


def _verify(device: TOTPDevice, code: str) -> bool:
    digits = "".join(code.split())
    return bool(digits.isascii() and digits.isdigit() and device.verify_token(digits))


def _record(user: User, actor: str, action: str) -> None:
    audit.record(case=None, actor=actor, action=action, data={"user": user.pk})
