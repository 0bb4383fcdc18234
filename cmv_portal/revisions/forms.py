"""The forms of a revision and of its way to force. `version` is what the page was read at."""

from django import forms

from agreements.form_fields import IsoDateField
from agreements.models import ClauseChange, DecisionStep, Organisation, Party
from agreements.row_forms import DAY_HINT, LONGEST_TEXT
from agreements.terms import SPECS, TermKind
from costs.forms.basis import BudgetForm, TextField

APPROVED, REFUSED = DecisionStep.Outcome.APPROVED, DecisionStep.Outcome.REFUSED


class Versioned(forms.Form):
    """A form that tells what it was read at, so that a colleague's change meanwhile is seen."""

    says_what_is_needed = True
    version = forms.IntegerField(widget=forms.HiddenInput)


def long_text(label: str, help_text: str = "", rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class StartForm(forms.Form):
    """A new revision of an agreement."""

    says_what_is_needed = True
    starts_on = IsoDateField(
        label="Gäller från",
        help_text="Den dag den nya utgåvan ska börja gälla. " + DAY_HINT.format("2027-01-01"),
    )
    uplift = forms.ChoiceField(
        label="Budgeten",
        choices=[
            ("yes", "Senast beslutade budget, uppräknad till startåret"),
            ("no", "Senast beslutade budget som den är"),
        ],
        initial="yes",
        widget=forms.RadioSelect,
    )
    purpose = long_text("Vad revideringen ska uppnå", "Står överst i beslutsunderlaget. Får vara tomt.")


class HeadForm(Versioned):
    """What a draft is called, when it begins, and what it is for."""

    title = TextField(label="Titel", max_length=160)
    starts_on = IsoDateField(label="Gäller från", help_text=DAY_HINT.format("2027-01-01"))
    first_end = IsoDateField(
        label="Första avtalstidens slut",
        required=False,
        help_text="Lämna tomt om avtalet inte ska ha något första slutdatum.",
    )
    purpose = long_text("Vad revideringen ska uppnå")


class TermForm(Versioned):
    """One term; an empty value takes it away."""

    value = TextField(label="Värde", required=False)
    clause = TextField(label="Punkt", max_length=40, required=False)
    note = TextField(label="Anmärkning", required=False)

    def __init__(self, *args, kind: TermKind, **kwargs):
        super().__init__(*args, **kwargs)
        unit = SPECS[kind].unit
        self.fields["value"].help_text = f"Anges som {unit}. Ett tomt fält tar bort villkoret ur avtalet."

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("value") and not cleaned.get("clause"):
            self.add_error("clause", "Skriv vilken punkt i avtalet som säger det.")
        return cleaned


class ClauseForm(Versioned):
    """A changed clause: the words in force, the new ones, and why."""

    clause = TextField(label="Punkt", max_length=40)
    heading = TextField(label="Rubrik", max_length=120, required=False)
    before = long_text("Lydelse nu", "Tomt om punkten är ny.")
    after = long_text("Ny lydelse", "Tomt om punkten tas bort.")
    reason = long_text("Skäl", rows=3)

    FACTS = ("clause", "heading", "before", "after", "reason")

    @classmethod
    def initial_of(cls, change: ClauseChange | None) -> dict:
        return {field: getattr(change, field) for field in cls.FACTS} if change else {}


class LinesForm(BudgetForm):
    """A draft's budget, line by line, without overhead."""

    decision = None
    version = forms.IntegerField(widget=forms.HiddenInput)


class PartiesForm(Versioned):
    """Who is a party, and who shares the cost; one more may be added."""

    ROLES = (("", "inte part"), ("payer", "part, delar kostnaden"), ("party", "part, delar inte kostnaden"))

    def __init__(self, *args, parties: list[Party], others: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.parties, self.others = parties, others
        for party in parties:
            self.fields[f"part_{party.organisation.slug}"] = forms.ChoiceField(
                label=party.organisation.name,
                choices=self.ROLES,
                required=False,
                initial="payer" if party.pays else "party",
            )
        self.fields["new"] = forms.ChoiceField(
            label="Ny part",
            choices=[("", "Ingen"), *((each.slug, each.name) for each in others)],
            required=False,
        )
        self.fields["new_role"] = forms.ChoiceField(
            label="Den nya parten", choices=self.ROLES[1:], required=False, initial="payer"
        )

    def chosen(self) -> list[tuple[Organisation, str, bool]]:
        """Organisation, role and whether it pays; only of a valid form."""
        given = self.cleaned_data
        found = [
            (party.organisation, party.role, given[name] == "payer")
            for party in self.parties
            if given[name := f"part_{party.organisation.slug}"]
        ]
        new = next((each for each in self.others if each.slug == given["new"]), None)
        return [*found, (new, Party.Role.PARTY, given["new_role"] == "payer")] if new else found


class StepForm(Versioned):
    """What a body answered, or when it meets."""

    outcome = forms.ChoiceField(
        label="Beslut",
        choices=[("", "Har inte beslutat än"), (APPROVED, "Ja"), (REFUSED, "Nej")],
        required=False,
        widget=forms.RadioSelect,
    )
    body_name = TextField(label="Organ", max_length=120, required=False)
    decided_on = IsoDateField(label="Beslutat", required=False, help_text=DAY_HINT.format("2026-11-12"))
    paragraph = TextField(label="Paragraf", max_length=20, required=False)
    diary_number = TextField(label="Diarienummer", max_length=60, required=False)
    announced_on = IsoDateField(
        label="Protokollet anslaget",
        required=False,
        help_text="Beslutet kan överklagas i tre veckor från anslaget.",
    )
    minutes_file = forms.FileField(label="Protokoll", required=False, help_text="PDF eller Word.")
    planned_on = IsoDateField(label="Nästa möte", required=False, help_text="Om beslutet inte är fattat än.")
    contact = TextField(
        label="Kontakt",
        max_length=120,
        required=False,
        help_text="Funktion, telefon eller e-post till den som kan svara.",
    )
    note = TextField(label="Anmärkning", required=False)

    FACTS = (
        *("body_name", "decided_on", "paragraph", "diary_number", "announced_on", "planned_on"),
        *("contact", "note"),
    )

    @classmethod
    def initial_of(cls, step: DecisionStep) -> dict:
        return {"outcome": step.outcome, **{field: getattr(step, field) for field in cls.FACTS}}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") and not cleaned.get("decided_on") and not self.has_error("decided_on"):
            self.add_error("decided_on", "Skriv vilken dag beslutet fattades.")
        if cleaned.get("decided_on") and not cleaned.get("outcome"):
            self.add_error("outcome", "Välj ja eller nej.")
        return cleaned


class SignatureForm(forms.Form):
    """A signed file."""

    file = forms.FileField(
        label="Undertecknad PDF",
        help_text="Filen så som den kom från tjänsten där ni skrev under, högst 20 MB.",
        error_messages={"required": "Välj filen."},
    )


class AcceptForm(forms.Form):
    """Why a signature is trusted that the portal cannot trust by itself."""

    reason = TextField(
        label="Varför underskriften godtas",
        help_text="Till exempel hur ni har fått bekräftat vem som skrev under.",
        error_messages={"required": "Skriv varför underskriften godtas."},
    )
