"""The call and the minutes as they read; what is added after a call; whose decisions are anchored (9.1)."""

from django.db import migrations, models

LATE = models.BooleanField(default=False, verbose_name="tillagt efter kallelsen")
ANCHORS = models.BooleanField(
    default=False, help_text="Om besluten förankras hos varje part.", verbose_name="besluten förankras"
)


def _contents(name: str) -> models.JSONField:
    return models.JSONField(blank=True, editable=False, null=True, verbose_name=name)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0008_notices_between_the_parties")]
    operations = [
        migrations.AddField("agendaitem", "is_late", LATE),
        migrations.AddField("historicalagendaitem", "is_late", LATE),
        migrations.AddField("bodyrole", "anchors", ANCHORS),
        migrations.AddField("historicalbodyrole", "anchors", ANCHORS),
        migrations.AddField("meeting", "call_contents", _contents("kallelsen")),
        migrations.AddField("meeting", "minutes_contents", _contents("protokollet")),
    ]
