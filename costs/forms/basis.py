"""The forms of the costs' pages: budgets, outcomes, population tables and charges."""

import re
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError

from agreements.form_fields import IsoDateField, KronorField
from agreements.models import Agreement, Organisation, Party
from agreements.swedish import long_date
from agreements.validators import no_personal_number, nothing_like_a_personal_number
from costs.models import Charge
from costs.queries.populations import fits_rule, rule_text

BUDGET_ROWS = 10
DATE_HINT = "År-månad-dag, till exempel {}."
_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,20}")


class TextField(forms.CharField):
    """A short text of a decision or a source, without anything about a person."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 200, "validators": [no_personal_number], **kwargs})


class YearField(forms.IntegerField):
    """A year in four digits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "6"})
    default_error_messages = {
        "required": "Skriv ett år.",
        "invalid": "Skriv året med fyra siffror.",
    }

    def __init__(self, **kwargs):
        wrong = "Skriv ett år från 2000 till 2100."
        super().__init__(min_value=2000, max_value=2100, **kwargs)
        self.error_messages |= {"min_value": wrong, "max_value": wrong}
        self.validators = [
            type(validator)(validator.limit_value, message=wrong) for validator in self.validators
        ]


class CountField(KronorField):
    """A whole number of inhabitants, with or without spaces."""

    default_error_messages = {
        "required": "Skriv hur många invånare.",
        "invalid": "Skriv antalet i hela tal, till exempel 7 114.",
    }

    def validate(self, value):
        super().validate(value)
        if value is not None and value <= 0:
            raise ValidationError("Folkmängden måste vara större än noll.")


# --- Budget


class BudgetForm(forms.Form):
    """A year's decided costs, line by line, without overhead."""

    decision = TextField(
        label="Beslut",
        help_text="Var och när budgeten beslutades, till exempel SocSam 2026-10-08 § 12.",
        error_messages={"required": "Skriv var och när budgeten beslutades."},
    )

    def __init__(self, *args, suggested=(), **kwargs):
        super().__init__(*args, **kwargs)
        for place in range(1, BUDGET_ROWS + 1):
            label, amount = suggested[place - 1] if place <= len(suggested) else ("", None)
            self.fields[f"label_{place}"] = TextField(label=f"Post {place}", required=False, initial=label)
            self.fields[f"amount_{place}"] = KronorField(
                label=f"Belopp för post {place}, kr", required=False, initial=amount
            )

    @property
    def rows(self):
        """The fields two by two, as the page's table shows them."""
        return [(self[f"label_{place}"], self[f"amount_{place}"]) for place in range(1, BUDGET_ROWS + 1)]

    def clean(self):
        cleaned = super().clean()
        lines = []
        for place in range(1, BUDGET_ROWS + 1):
            label, amount = cleaned.get(f"label_{place}", ""), cleaned.get(f"amount_{place}")
            if self.has_error(f"label_{place}") or self.has_error(f"amount_{place}"):
                continue
            if label and amount is None:
                self.add_error(f"amount_{place}", f"Skriv ett belopp för {label}, eller ta bort posten.")
            elif amount is not None and not label:
                self.add_error(f"label_{place}", "Skriv vad beloppet gäller.")
            elif amount is not None and amount < 0:
                self.add_error(f"amount_{place}", "Beloppet får inte vara negativt.")
            elif label:
                lines.append((label, amount))
        if not lines and not self.errors:
            self.add_error(None, "Skriv minst en post med belopp.")
        cleaned["lines"] = lines
        return cleaned


# --- Outcome


class OutcomeForm(forms.Form):
    """What a closed year cost."""

    year = YearField(label="År")
    actual = KronorField(
        label="Utfall, kr",
        help_text="Årets kostnad enligt bokslutet, med OH. Räkna inte med det som debiteras för sig, som "
        "kvalitetsgranskning och ändrad bemanning.",
    )
    closed_on = IsoDateField(label="Bokslutet fastställt", help_text=DATE_HINT.format("2026-02-15"))
    surplus_use = TextField(
        label="Ett överskott används till",
        required=False,
        help_text="Åtgärder som är förankrade i styrgruppen (punkt 11.3). Lämna tomt vid underskott.",
    )

    def clean_actual(self):
        if self.cleaned_data["actual"] < 0:
            raise ValidationError("Utfallet får inte vara negativt.")
        return self.cleaned_data["actual"]


# --- Population


class PopulationForm(forms.Form):
    """One figure for every paying party, from one source and date."""

    reference_date = IsoDateField(label="Folkmängden den", help_text=DATE_HINT.format("2026-11-01"))
    source = TextField(
        label="Källa",
        help_text="Vem som har tagit fram siffrorna och var de finns, till exempel SCB:s statistikdatabas.",
        error_messages={"required": "Skriv varifrån siffrorna kommer."},
    )

    def __init__(self, *args, agreement: Agreement, payers: list[Party], **kwargs):
        super().__init__(*args, **kwargs)
        self.agreement, self.payers = agreement, payers
        for party in payers:
            self.fields[self._name(party)] = CountField(label=party.organisation.short_name)
        self.fields["key_year"] = YearField(
            label="Ska användas för år",
            required=False,
            help_text="Lämna tomt om datumet är det som avtalet anger. Då hittar portalen tabellen själv.",
        )
        self.fields["use_anyway"] = forms.BooleanField(
            label="Använd ändå",
            required=False,
            help_text="Kryssa bara om datumet avviker från avtalets regel och det är meningen.",
        )
        self.fields["reason"] = TextField(
            label="Varför datumet avviker",
            required=False,
            max_length=300,
            help_text="Visas tillsammans med beloppen så länge de bygger på tabellen.",
        )

    def clean(self):
        cleaned = super().clean()
        day, year = cleaned.get("reference_date"), cleaned.get("key_year")
        if day is None or self.has_error("key_year"):
            return cleaned
        years = [year] if year else [day.year, day.year + 1, day.year + 2]
        if any(fits_rule(self.agreement, day, each) for each in years):
            return cleaned
        if not cleaned.get("use_anyway"):
            rule = rule_text(self.agreement, years[0])
            self.add_error("use_anyway", f"Avtalets regel är {rule}. Datumet {long_date(day)} avviker.")
        elif year and not cleaned.get("reason") and not self.has_error("reason"):
            self.add_error("reason", "Skriv varför det här datumet används i stället för avtalets.")
        return cleaned

    @staticmethod
    def _name(party: Party) -> str:
        return f"population_{party.organisation.slug}"

    @property
    def figures(self) -> dict[Organisation, int]:
        """Each party's inhabitants; only of a valid form."""
        return {party.organisation: self.cleaned_data[self._name(party)] for party in self.payers}


# --- Charges


class ChargeForm(forms.Form):
    """A charge beside the fixed cost. Each kind asks for its own of the fields."""

    says_what_is_needed = True  # in the help texts, since a field may be needed for one kind alone

    kind = forms.ChoiceField(label="Slag")
    year = YearField(label="År")
    amount = KronorField(
        label="Belopp, kr",
        required=False,
        help_text="Behövs utom vid underskott, där bokslutets belopp tas. "
        "Vid ändrad bemanning kostnaden för ett helt år.",
    )
    decision = TextField(
        label="Beslut",
        required=False,
        max_length=130,
        help_text="Var och när det beslutades. Behövs för ändrad bemanning (alla parter) "
        "och för en granskning över styrgruppens gräns.",
    )
    starts_on = IsoDateField(
        label="Gäller från",
        required=False,
        help_text="Behövs för ändrad bemanning, annars lämnas fältet tomt. " + DATE_HINT.format("2027-07-01"),
    )
    organisation = forms.ModelChoiceField(
        label="Hemkommun",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Ingen",
        help_text="Behövs för särskild kostnad enligt 11.4, som hemkommunen betalar ensam. "
        "Annars lämnas fältet tomt.",
    )
    reference = forms.CharField(
        label="Referensnummer",
        required=False,
        max_length=20,
        validators=[nothing_like_a_personal_number],
        help_text="Behövs för särskild kostnad enligt 11.4. Bokstäver, siffror och bindestreck. "
        "Inga uppgifter om enskilda.",
    )

    def __init__(
        self, *args, kinds: Iterable[Charge.Kind], payers: list[Organisation], handles_wear: bool, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        if handles_wear:
            self.fields["organisation"].queryset = Organisation.objects.filter(
                pk__in=[organisation.pk for organisation in payers]
            )
            self.fields["organisation"].label_from_instance = lambda organisation: organisation.name
        else:
            del self.fields["organisation"], self.fields["reference"]

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == Charge.Kind.ABNORMAL_WEAR:
            self._clean_wear(cleaned)
        elif cleaned.get("organisation") or cleaned.get("reference"):
            self.add_error(None, "Hemkommun och referensnummer hör bara till särskild kostnad enligt 11.4.")
        if kind != Charge.Kind.DEFICIT and not self.has_error("amount") and (cleaned.get("amount") or 0) <= 0:
            self.add_error("amount", "Skriv ett belopp större än noll.")
        if kind != Charge.Kind.STAFFING and cleaned.get("starts_on"):
            self.add_error("starts_on", "Startdag hör bara till ändrad bemanning.")
        return cleaned

    def _clean_wear(self, cleaned: dict) -> None:
        """Clause 11.4 concerns a person: a home municipality, a number that says nothing, and no words."""
        if not cleaned.get("organisation"):
            self.add_error("organisation", "Välj den hemkommun som ska betala.")
        if not self.has_error("reference") and not _REFERENCE.fullmatch(cleaned.get("reference") or ""):
            self.add_error(
                "reference",
                "Skriv ett referensnummer med bokstäver, siffror och bindestreck, högst 20 tecken.",
            )
        if cleaned.get("decision"):
            self.add_error("decision", "Lämna fältet tomt. Här får bara referensnumret stå.")
