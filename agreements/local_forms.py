"""The forms of a regional agreement's local life."""

from decimal import Decimal

from django import forms
from django.core.validators import MinValueValidator

from agreements.form_fields import IsoDateField
from agreements.models import (
    Agreement,
    Deviation,
    Indicator,
    LocalAgreement,
    LocalFollowUp,
    Organisation,
    SelfAssessment,
    SimpleAmendment,
)
from agreements.row_forms import DAY_HINT, RowForm
from agreements.validators import no_personal_number

GROUP_LEVEL = (
    "Skriv på gruppnivå. Skriv inget om enskilda personer, inte heller hur många de var."
    " I en liten kommun kan ett litet antal peka ut någon."
)


def _first_upper(names: tuple[str, ...], model) -> dict[str, str]:
    labels = {name: str(model._meta.get_field(name).verbose_name) for name in names}
    return {name: f"{label[:1].upper()}{label[1:]}" for name, label in labels.items()}


class LocalAgreementForm(RowForm):
    """How far the local agreement has come, what it covers and where it was decided."""

    class Meta:
        model = LocalAgreement
        fields = ("state", *LocalAgreement.AREAS, "decided_on", "body_name", "paragraph", "document", "note")
        field_classes = {"decided_on": IsoDateField}
        labels = _first_upper(fields, model)
        help_texts = {
            "has_structure": "Hur samverkan är organiserad, vem som leder, rutiner och riktlinjer.",
            "has_picture": "Våldets omfattning i kommunen och det utvecklingsarbete som pågår.",
            "has_services": "Vilka insatser som finns, saknas och ska utvecklas.",
            "has_sip": "Vem som tar initiativ till en samordnad individuell plan och följer upp den.",
            "has_implementation": "Vem som driver införandet och hur det hålls i gång.",
            "has_followup": "Lokala mål, när och hur de följs upp, och vem som får veta resultatet.",
            "decided_on": DAY_HINT.format("2025-05-20"),
            "body_name": "Till exempel socialnämnden. Inte en persons namn.",
            "document": "Överenskommelsens text, om den finns bland handlingarna.",
        }

    def __init__(self, data=None, *, instance, initial=None):
        super().__init__(data, instance=instance, initial=initial)
        self.fields["document"].queryset = instance.agreement.cooperation.documents.all()
        self.fields["document"].empty_label = "Ingen"


class LocalFollowUpForm(RowForm):
    """The source's four questions of a year."""

    lead = GROUP_LEVEL
    rows = 7

    class Meta:
        model = LocalFollowUp
        fields = (*LocalFollowUp.QUESTIONS, "names_nobody", "done_on")
        field_classes = {"done_on": IsoDateField}
        labels = {
            "activities": "Vilka aktiviteter har genomförts, och vilka resultat har nåtts?",
            "cooperation_lessons": "Vad har ni lärt av samverkan?",
            "implementation_lessons": "Vad har ni lärt av införandet?",
            "goal_progress": "Hur går arbetet mot syfte och mål?",
            "names_nobody": "Texterna innehåller inga uppgifter om enskilda",
            "done_on": "Klar",
        }
        help_texts = {
            "activities": "Och för vilka grupper.",
            "cooperation_lessons": "Vad var framgångsrikt, och vad var svårt?",
            "implementation_lessons": "Vad var framgångsrikt, och vad var svårt?",
            "names_nobody": "Intyga det innan uppföljningen är klar.",
            "done_on": "När en dag står här kan alla i samverkan läsa uppföljningen.",
        }

    def __init__(self, data=None, *, instance, initial=None):
        # Whoever saves has read the texts as they are now: the box is ticked anew each time.
        super().__init__(data, instance=instance, initial={"names_nobody": False, **(initial or {})})


class SelfAssessmentForm(RowForm):
    """The four phases, each with how far it has come."""

    class Meta:
        model = SelfAssessment
        fields = SelfAssessment.PHASES
        labels = _first_upper(fields, model)


class IndicatorForm(RowForm):
    """A published indicator."""

    lead = (
        "Här följs statistik som redan är publicerad. Antal personer skrivs inte in:"
        " därför finns bara andelar, tal per invånare, index och ja eller nej."
    )

    class Meta:
        model = Indicator
        fields = ("name", "source", "code", "unit")
        labels = _first_upper(fields, model)
        help_texts = {
            "name": "Så som källan skriver det.",
            "code": "Till exempel Koladas nyckeltalsnummer.",
        }
        error_messages = {"name": {"required": "Skriv vad indikatorn heter."}}


class IndicatorValuesForm(forms.Form):
    """A year's published values, a field for each party that the person writes for."""

    says_what_is_needed = True
    lead = "Skriv värdena så som källan har publicerat dem. Lämna tomt där källan inte redovisar något."

    def __init__(self, data=None, *, parties: list[Organisation], stored, initial):
        super().__init__(data, initial=initial)
        self.parties = parties
        for party in parties:
            self.fields[party.slug] = forms.DecimalField(
                label=party.short_name,
                required=False,
                max_digits=8,
                decimal_places=2,
                localize=True,
                initial=stored.get(party.pk),
                validators=[MinValueValidator(Decimal(0))],
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": "8"}),
            )
        self.fields["read_from"] = forms.CharField(
            label="Hämtat ur",
            max_length=200,
            validators=[no_personal_number],
            help_text="Publikationen eller sidan.",
            error_messages={"required": "Skriv var värdena är publicerade."},
        )
        self.fields["read_on"] = IsoDateField(label="Hämtat", help_text=DAY_HINT.format("2026-11-20"))

    @property
    def values(self) -> dict[Organisation, Decimal | None]:
        return {party: self.cleaned_data[party.slug] for party in self.parties}


class _ResponsibleForm(RowForm):
    def __init__(self, data=None, *, instance, initial=None):
        super().__init__(data, instance=instance, initial=initial)
        agreement: Agreement = instance.agreement
        parties = Organisation.objects.filter(parties__agreement=agreement)
        if instance.pk:
            parties = parties.filter(deviations=instance)
        self.fields["responsible"].queryset = parties
        self.fields["responsible"].empty_label = "Ingen ensam"


class DeviationForm(_ResponsibleForm):
    """A new deviation: kind, parties, who answers meanwhile. There is nowhere to write of anybody."""

    lead = (
        "Här finns inget fält för text, eftersom en avvikelse handlar om någon."
        " Det som har hänt utreds i parternas egna system för avvikelser."
        " Dagen sätts av portalen och är dagen då avvikelsen registreras här."
    )

    class Meta:
        model = Deviation
        fields = ("kind", "parties", "responsibility", "responsible")
        labels = {
            "kind": "Vad avvikelsen gäller",
            "parties": "Parter som berörs",
            "responsibility": "Tillfällig ansvarsfördelning",
            "responsible": "Part som ansvarar tillfälligt",
        }
        widgets = {"parties": forms.CheckboxSelectMultiple}
        help_texts = {"responsible": "Bara när en part ansvarar ensam."}
        error_messages = {"parties": {"required": "Välj parterna som berörs."}}

    def __init__(self, data=None, *, instance, initial=None):
        super().__init__(data, instance=instance, initial=initial)
        self.fields["parties"].queryset = self.fields["responsible"].queryset


class DeviationStepForm(_ResponsibleForm):
    """Who answers for it meanwhile, and the day it was handled."""

    lead = DeviationForm.lead

    class Meta:
        model = Deviation
        fields = ("responsibility", "responsible", "handled_on")
        field_classes = {"handled_on": IsoDateField}
        labels = {**DeviationForm.Meta.labels, "handled_on": "Hanterad"}
        help_texts = {
            **DeviationForm.Meta.help_texts,
            "handled_on": "Dagen då parterna är klara. Sedan ändras avvikelsen inte mer.",
        }


class AmendmentForm(RowForm):
    """A simple amendment: what is changed, decided when, told when, and its document."""

    lead = "Bara det som inte rör syfte och mål. Större ändringar går som en revidering av avtalet."

    class Meta:
        model = SimpleAmendment
        fields = ("kind", "clause", "description", "decided_on", "paragraph", "informed_on", "document")
        field_classes = {"decided_on": IsoDateField, "informed_on": IsoDateField}
        labels = _first_upper(fields, model)
        help_texts = {
            "description": "Den nya lydelsen, eller vad som ändras.",
            "decided_on": DAY_HINT.format("2026-11-20"),
            "document": "Ändringen ska bifogas överenskommelsen. Lägg in den bland handlingarna först.",
        }

    def __init__(self, data=None, *, instance, initial=None):
        super().__init__(data, instance=instance, initial=initial)
        self.fields["document"].queryset = instance.agreement.cooperation.documents.all()
        self.fields["document"].empty_label = "Ingen än"
