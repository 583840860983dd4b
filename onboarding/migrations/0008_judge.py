from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("onboarding", "0007_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="part",
            name="judge",
            field=models.CharField(blank=True, default="", max_length=400),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="earlierdecision",
            name="why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("sent_back", "the vendor was asked to change this clause and sent it back unchanged"),
                    ("policy_changed", "our policy has changed since"),
                    ("model_changed", "the model has changed since"),
                    ("judge_changed", "the model that gives a second opinion has changed since"),
                    ("more_severe", "it is judged more severe than before"),
                    ("term_changed", "the meaning of a defined term has changed"),
                    ("four_eyes", "the person who decided then has asked for this vendor"),
                    ("other_finding", "what was found in it is not the same as before"),
                ],
                max_length=20,
            ),
        ),
    ]
