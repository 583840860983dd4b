from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('onboarding', '0003_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='ModelGate',
            fields=[
                ('name', models.CharField(default='judge', max_length=20, primary_key=True, serialize=False)),
                ('stopped', models.BooleanField(default=False)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('shut_until', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='modelusage',
            name='lease_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='modelusage',
            name='prompt_version',
            field=models.CharField(blank=True, default='', max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='modelusage',
            name='redaction',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddIndex(
            model_name='modelusage',
            index=models.Index(fields=['created_at'], name='calls_by_time'),
        ),
        migrations.AddIndex(
            model_name='modelusage',
            index=models.Index(condition=models.Q(('lease_until__isnull', False)), fields=['lease_until'], name='calls_at_once'),
        ),
    ]
