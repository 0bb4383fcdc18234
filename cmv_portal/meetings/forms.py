"""The forms of a meeting's decisions and minutes: the outcome, what it sets going, adjusting, anchoring."""

from django import forms

from agreements.form_fields import IsoDateField, KronorField
from agreements.models import Anchoring, Decision, Meeting
from agreements.row_forms import DAY_HINT, RowForm
from agreements.swedish import kr
from agreements.validators import no_personal_number
from cmv_portal.effects import Effect
from costs.models import Budget
from followup.forms.rows import confirmation

NOTHING_MORE = "inget"


class TextField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(**{"validators": [no_personal_number], **kwargs})


class TitlesField(TextField):
    """One title a line. The value is a list."""

    widget = forms.Textarea(attrs={"rows": 5})

    def clean(self, value):
        titles = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if any(len(title) > 200 for title in titles):
            raise forms.ValidationError("Skriv varje fokusområde med högst 200 tecken.")
        return titles


EXTRA = {
    "use": lambda: TextField(
        label="Överskottet används till",
        max_length=200,
        error_messages={"required": "Skriv vad överskottet används till."},
    ),
    "reviewer": lambda: TextField(
        label="Granskare",
        max_length=160,
        help_text="Firma eller funktion, inte en persons namn.",
        error_messages={"required": "Skriv vem som granskar."},
    ),
    "independence": lambda: TextField(
        label="Så är granskaren oberoende",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Av verksamheten och av parterna.",
        error_messages={"required": "Skriv hur granskaren är oberoende."},
    ),
    "amount": lambda: KronorField(
        label="Kostnad, kr",
        help_text="Styrgruppen beslutar upp till avtalets gräns (punkt 11.5). Över den avgör parterna.",
    ),
    "titles": lambda: TitlesField(
        label="Fokusområden",
        help_text="Ett på varje rad.",
        error_messages={"required": "Skriv minst ett område."},
    ),
}


class EffectChoice(forms.Form):
    """The first step: what the decision sets going in the portal."""

    says_what_is_needed = True

    verkan = forms.ChoiceField(label="Vad händer i portalen?", widget=forms.RadioSelect)

    def __init__(self, data=None, *, effects):
        super().__init__(data)
        self.fields["verkan"].choices = [
            (NOTHING_MORE, "Inget mer, beslutet står bara i protokollet"),
            *((effect.kind.value, effect.label) for effect in effects),
        ]


class TargetField(forms.ModelChoiceField):
    """Which row the decision concerns, as the effect names it; a budget with what it comes to."""

    effect: Effect

    def label_from_instance(self, row) -> str:
        if isinstance(row, Budget):
            return f"{self.effect.named(row)}, {kr(sum(line.amount for line in row.lines.all()))} utan OH"
        return self.effect.named(row)


class DecisionForm(forms.Form):
    """The second step: the outcome, the words of the minutes, and what the effect needs."""

    says_what_is_needed = True

    outcome = forms.ChoiceField(label="Utgång", choices=Decision.Outcome.choices, widget=forms.RadioSelect)
    text = TextField(
        label="Beslut",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Så som det ska stå i protokollet. Skriv inget om enskilda, och inga opublicerade siffror.",
        error_messages={"required": "Skriv vad mötet beslutade."},
    )

    def __init__(self, data=None, *, effect: Effect | None, cooperation, initial=None):
        super().__init__(data, initial=initial)
        if effect is None:
            return
        self.fields["outcome"].choices = [
            choice for choice in Decision.Outcome.choices if choice[0] in effect.outcomes
        ]
        rows = effect.rows(cooperation)
        self.fields["target"] = TargetField(label=f"{effect.label}: vilken?", queryset=rows, empty_label=None)
        self.fields["target"].effect = effect
        for name in effect.fields:
            self.fields[name] = EXTRA[name]()

    @property
    def given(self) -> dict:
        """What the effect asked for."""
        known = ("outcome", "text", "target")
        return {name: value for name, value in self.cleaned_data.items() if name not in known}


class DecisionTextForm(RowForm):
    """Other words in a draft of the minutes; the paragraph and what was carried out stay."""

    lead = "Paragrafen, utgången och det som är verkställt ändras inte."

    class Meta:
        model = Decision
        fields = ("text",)
        labels = {"text": "Beslut"}
        error_messages = {"text": {"required": "Skriv vad mötet beslutade."}}


class CallForm(forms.Form):
    """The day the call is sent, and that its texts say nothing of individuals."""

    says_what_is_needed = True

    called_on = IsoDateField(label="Kallelsen skickas", help_text=DAY_HINT.format("2026-11-19"))
    names_nobody = confirmation()


class AdjustForm(forms.Form):
    """Who has adjusted the minutes, and when."""

    says_what_is_needed = True

    adjusted_on = IsoDateField(label="Justerat den", help_text=DAY_HINT.format("2026-12-10"))
    adjusted_by = TextField(
        label="Justerat av",
        max_length=160,
        help_text="Namn på den eller dem som har justerat.",
        error_messages={"required": "Skriv vem som har justerat."},
    )
    names_nobody = confirmation()


class AnnounceForm(forms.Form):
    announced_on = IsoDateField(label="Anslaget den", help_text=DAY_HINT.format("2026-12-11"))


class AnchoringForm(forms.Form):
    """When a party's own officers were told, and by which function."""

    anchored_on = IsoDateField(label="Förankrat den", help_text=DAY_HINT.format("2026-12-15"))
    note = TextField(
        label="Hos vem",
        required=False,
        max_length=160,
        help_text="Funktion eller grupp, till exempel förvaltningens ledningsgrupp.",
    )


def anchoring_form(data, row: Anchoring | None, meeting: Meeting) -> AnchoringForm:
    known = {"anchored_on": row.anchored_on, "note": row.note} if row else {"anchored_on": meeting.day}
    return AnchoringForm(data, initial=known)
