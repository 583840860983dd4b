"""A vendor's link: made, checked, renewed, revoked. Only a hash of its secret is kept."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from onboarding import conf
from onboarding.models import Case, PortalLink
from onboarding.models.link import MAX_WRONG, new_handle
from onboarding.services import audit
from onboarding.services.errors import Gone, NotFound

SECRET_BYTES = 32
PORTAL_PATH = "/v/{token}/"


@dataclass(frozen=True, slots=True)
class Issued:
    """The only moment at which the token is known."""

    link: PortalLink
    token: str
    url: str

    def __repr__(self) -> str:
        return f"Issued({self.link.handle})"


def issue(*, case: Case, actor: str) -> Issued:
    """A new link to ``case``; older ones go on working until they expire or are revoked."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        link = PortalLink.objects.create(
            case=case,
            handle=new_handle(),
            secret_hash=_hash(secret),
            expires_at=timezone.now() + conf.times().link,
        )
        audit.record(case=case, actor=actor, action="link_issued", data={"link": link.handle})
    token = f"{link.handle}.{secret}"
    return Issued(link, token, conf.company().base_url + PORTAL_PATH.format(token=token))


def check(*, token: str) -> PortalLink:
    """The link of ``token``. Raises NotFound(link_unknown), Gone(link_expired, link_revoked, link_locked)."""
    link, genuine = _find(token)
    if link.wrong_tries >= MAX_WRONG:
        raise Gone("link_locked", "This link was locked after too many wrong tries. Ask for a new one.")
    if not genuine:
        PortalLink.objects.filter(pk=link.pk).update(wrong_tries=F("wrong_tries") + 1)
        raise NotFound("link_unknown", "This link is not known.")
    if link.revoked_at is not None:
        raise Gone("link_revoked", "This link was withdrawn. Ask your contact for a new one.")
    now = timezone.now()
    if link.expires_at <= now:
        raise Gone("link_expired", "This link has expired. We can send a new one to your address.")
    if link.last_used_at is None or now - link.last_used_at > timedelta(minutes=1):
        PortalLink.objects.filter(pk=link.pk).update(last_used_at=now)
    return link


def _find(token: str) -> tuple[PortalLink, bool]:
    handle, _, secret = token.partition(".")
    link = PortalLink.objects.select_related("case").filter(handle=handle).first()
    if link is None:
        raise NotFound("link_unknown", "This link is not known.")
    return link, hmac.compare_digest(link.secret_hash, _hash(secret))


def known(*, token: str) -> PortalLink | None:
    """The link of ``token`` if it is genuine and was not withdrawn, also when it has expired or is locked."""
    try:
        link, genuine = _find(token)
    except NotFound:
        return None
    return link if genuine and link.revoked_at is None else None


def revoke(*, link: PortalLink, actor: str) -> None:
    with transaction.atomic():
        PortalLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
        audit.record(case=link.case, actor=actor, action="link_revoked", data={"link": link.handle})


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
