"""People and things in tests: Vera and Wes are vendors; Rita, Leo, Mona and Ada are staff."""

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from onboarding.models import Case, Role, User
from onboarding.services import invitations

PASSWORD = "correct horse battery staple"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@northwind.example")
    is_staff = True

    @factory.post_generation
    def password(self, create, extracted, **_):
        self.set_password(extracted or PASSWORD)
        self.save()

    @factory.post_generation
    def roles(self, create, extracted, **_):
        for role in extracted or ():
            self.groups.add(Group.objects.get_or_create(name=role)[0])


def rita() -> User:
    return UserFactory(username="rita", roles=[Role.TAX])


def leo() -> User:
    return UserFactory(username="leo", roles=[Role.LEGAL])


def mona() -> User:
    return UserFactory(username="mona", roles=[Role.MANAGER])


def ada() -> User:
    return UserFactory(username="ada", roles=[Role.ADMIN])


def vera_case(**values) -> Case:
    """The case of Vera, a vendor who was invited."""
    given = {"vendor_name": "Ada Lumber LLC", "vendor_email": "vera@lumber.example", **values}
    return invitations.create_case(**given)
