"""Whoever has no right to a case does not learn that it exists."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from onboarding import selectors
from onboarding.models import PortalLink, Role
from onboarding.services import invitations, links
from onboarding.services.errors import Gone, NotFound
from tests.factories import UserFactory, leo, vera_case
from tests.work import drain

pytestmark = pytest.mark.django_db


def test_a_link_opens_its_own_case_only():
    hers, his = vera_case(), vera_case(vendor_name="Wes LLC")
    assert links.check(token=links.issue(case=hers, actor="system").token).case == hers
    assert links.check(token=links.issue(case=his, actor="system").token).case == his


def test_an_unknown_link_is_not_found():
    with pytest.raises(NotFound):
        links.check(token="0123456789abcdef.nothing")
    with pytest.raises(NotFound):
        links.check(token="")


def test_five_wrong_tries_lock_the_link():
    issued = links.issue(case=vera_case(), actor="system")
    for _ in range(5):
        with pytest.raises(NotFound):
            links.check(token=f"{issued.link.handle}.guess")
    with pytest.raises(Gone, match="link_locked"):
        links.check(token=issued.token)


def test_an_expired_link_mails_a_new_one_to_the_address_on_file():
    case = vera_case()
    issued = links.issue(case=case, actor="system")
    PortalLink.objects.filter(pk=issued.link.pk).update(expires_at=timezone.now() - timedelta(days=1))
    with pytest.raises(Gone, match="link_expired"):
        links.check(token=issued.token)
    drain()
    before = len(mail.outbox)
    invitations.renew_link(token=issued.token)
    invitations.renew_link(token=issued.token)
    invitations.renew_link(token=f"{issued.link.handle}.guess")
    drain()
    assert [one.to for one in mail.outbox[before:]] == [[case.vendor_email]]


def test_a_revoked_link_is_gone():
    issued = links.issue(case=vera_case(), actor="system")
    links.revoke(link=issued.link, actor="user:1")
    with pytest.raises(Gone, match="link_revoked"):
        links.check(token=issued.token)


def test_no_secret_is_kept():
    issued = links.issue(case=vera_case(), actor="system")
    secret = issued.token.split(".")[1]
    assert secret not in str(PortalLink.objects.values_list().get(pk=issued.link.pk))


def test_who_sees_which_cases():
    rob = UserFactory(username="rob", roles=[Role.REQUESTER])
    own, other = vera_case(requester=rob), vera_case()
    assert set(selectors.visible_cases(rob)) == {own}
    assert set(selectors.visible_cases(leo())) == {own, other}
    assert not selectors.visible_cases(UserFactory()).exists()
    rob.is_active = False
    assert not selectors.visible_cases(rob).exists(), "a disabled user sees nothing on the next request"
