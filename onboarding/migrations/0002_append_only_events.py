"""The audit chain cannot be changed, and every role exists as a group."""

from django.db import migrations

from onboarding.models.triggers import install, remove

ROLES = ("requester", "tax", "legal", "manager", "admin", "auditor")


def put(apps, schema_editor):
    for statement in install(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def take(apps, schema_editor):
    for statement in remove(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def make_groups(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("onboarding", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.RunPython(put, take),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
