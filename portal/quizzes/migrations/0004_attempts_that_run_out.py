from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0003_answers_not_taken_in"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("deadline__isnull", False), ("finished_at", None)),
                fields=["deadline"],
                name="attempts_that_run_out",
            ),
        ),
    ]
