"""The question of a what if, as a form that is sent in the address: every field may be left empty."""

from django import forms
from django.utils.text import slugify

from agreements.form_fields import IsoDateField
from agreements.swedish import decimal_text, kr, number
from agreements.validators import no_personal_number
from costs.changes import ChangesError
from costs.comparison import decimals_needed
from costs.forms.numbers import AmountField, NumberField, PeopleField
from costs.forms.what_if_changes import NEW_LINES, changes_from, line_key
from costs.queries.scenarios import Base, Table, could_join, latest_population, tables_to_choose
from costs.scenario_text import posts_in


class WhatIfForm(forms.Form):
    """What is thought to be otherwise; `changes` holds it when the form is valid."""

    says_what_is_needed = True

    def __init__(self, data=None, *, base: Base):
        super().__init__(data)
        self.base, self.changes = base, None
        self.tables: dict[str, Table] = {}
        self.sections: list[tuple[str, list[str]]] = []
        self.year = self._asked_year()
        years = [(year, str(year)) for year in base.years]
        self.fields["ar"] = forms.TypedChoiceField(
            label="Ändringarna gäller från och med",
            choices=years,
            coerce=int,
            initial=base.years[0],
            required=False,
            empty_value=base.years[0],
            error_messages={"invalid_choice": "Välj ett av åren i listan."},
        )
        self._add_rates()
        self._add_staffing()
        self._add_lines()
        self._add_grants()
        self._add_parties(years)
        self._add_population()

    def _asked_year(self) -> int:
        asked = self.data.get("ar", "")
        return int(asked) if asked.isdecimal() and int(asked) in self.base.years else self.base.years[0]

    def _section(self, title: str, fields: dict[str, forms.Field]) -> None:
        self.fields |= fields
        self.sections.append((title, list(fields)))

    @property
    def parts(self):
        """The sections as the page shows them: title, fields, and whether one is filled in or wrong."""
        for title, names in self.sections:
            used = any(self.data.get(name) for name in names) or any(name in self.errors for name in names)
            yield title, [self[name] for name in names], used

    # --- The fields

    def _add_rates(self) -> None:
        self._section(
            "Uppräkning och OH",
            {
                "uppr": NumberField(
                    label="Uppräkning, procent per år",
                    lowest=-99,
                    highest=100,
                    help_text=f"{self._uplift_told()} Skriv ett annat tal, till exempel 2.",
                ),
                "oh": NumberField(
                    label="OH, procent av delsumman", lowest=0, highest=100, help_text=self._overhead_told()
                ),
                "oh_kr": AmountField(label="OH, fast belopp i kronor", help_text="I stället för procent."),
            },
        )

    def _uplift_told(self) -> str:
        budgets = [inputs.budget for inputs in self.base.inputs if inputs.budget]
        rates = [percent for budget in budgets for _, percent, _ in budget.rates]
        return f"Avtalet: {_percent(rates[-1])} procent." if rates else "Avtalet har ingen uppräkning."

    def _overhead_told(self) -> str:
        budget = self.base.inputs[0].budget
        if budget is None:
            return "Ingen OH är registrerad."
        overhead = budget.overhead
        if overhead.amount is not None:
            return f"Avtalet: ett fast belopp, {kr(overhead.amount)}."
        percent = overhead.percent
        return f"Avtalet: {_percent(percent)} procent." if percent else "Avtalet har ingen OH."

    def _add_staffing(self) -> None:
        self.staffed = [line for line in self.base.lines(self.year) if posts_in(line.label)]
        if not self.staffed:
            return
        fields: dict[str, forms.Field] = {
            "tj": NumberField(
                label="Tjänster mer eller mindre",
                example="0,5 eller −0,5",
                lowest=-100,
                highest=100,
                help_text="0,5 är en halv tjänst till, −0,5 en halv mindre. Kostnaden ändras i proportion.",
            ),
        }
        if len(self.staffed) > 1:
            fields["tj_post"] = forms.ChoiceField(
                label="På vilken post",
                required=False,
                choices=[(slugify(line.label), line.label) for line in self.staffed],
                error_messages={"invalid_choice": "Välj en av posterna i listan."},
            )
        fields["tj_fran"] = IsoDateField(
            label="Från den dagen",
            required=False,
            help_text="År-månad-dag, till exempel 2027-07-01. Delen av ett år räknas i dagar. "
            "Tomt är från årets början.",
        )
        self._section("Bemanning", fields)

    def _add_lines(self) -> None:
        self.line_keys = {line_key(line): line for line in self.base.lines(self.year)}
        fields: dict[str, forms.Field] = {
            key: AmountField(label=line.label, help_text=f"Avtalet {self.year}: {kr(line.amount)}.")
            for key, line in self.line_keys.items()
        }
        for place in range(1, NEW_LINES + 1):
            fields[f"ny_{place}"] = forms.CharField(
                label="Ny post" if place == 1 else "En ny post till",
                required=False,
                max_length=120,
                validators=[no_personal_number],
            )
            fields[f"ny_{place}_kr"] = AmountField(label="Belopp för den nya posten, kr")
        self._section("Budgetposter", fields)

    def _add_grants(self) -> None:
        self._section(
            "Statsbidrag",
            {f"bidrag_{year}": AmountField(label=f"Bidrag {year}, kr") for year in self.base.years},
        )

    def _add_parties(self, years: list[tuple[int, str]]) -> None:
        wrong = {"invalid_choice": "Välj i listan."}
        names = list(self.base.names.items())
        self.joinable = {organisation.slug: organisation for organisation in could_join(self.base)}
        same_year = [("", "det år ändringarna börjar"), *years]
        others = [(slug, organisation.short_name) for slug, organisation in self.joinable.items()]

        def year_field(label: str) -> forms.TypedChoiceField:
            return forms.TypedChoiceField(
                label=label,
                required=False,
                choices=same_year,
                coerce=int,
                empty_value=None,
                error_messages=wrong,
            )

        self._section(
            "Parter som lämnar eller kommer till",
            {
                "lamnar": forms.MultipleChoiceField(
                    label="Lämnar samverkan",
                    required=False,
                    choices=names,
                    widget=forms.CheckboxSelectMultiple,
                    error_messages={"invalid_choice": "Välj bland parterna i listan."},
                ),
                "lamnar_ar": year_field("Lämnar från och med"),
                "ny_part": forms.ChoiceField(
                    label="Ny part", required=False, choices=[("", "ingen"), *others], error_messages=wrong
                ),
                "ny_part_ar": year_field("Ny part från och med"),
                "ny_part_inv": PeopleField(
                    label="Den nya partens folkmängd",
                    help_text="Tomt är den senast kända, om portalen har någon.",
                ),
            },
        )

    def _add_population(self) -> None:
        known = self.base.populations(self.year)
        if not any(known.values()):
            return
        self.tables = tables_to_choose(self.base)
        choices = [(slug, table.name) for slug, table in self.tables.items()]
        fields: dict[str, forms.Field] = {
            "tabell": forms.ChoiceField(
                label="Folkmängdstabell",
                required=False,
                choices=[("", "den som avtalet anger"), *choices],
                error_messages={"invalid_choice": "Välj en av tabellerna i listan."},
            )
        }
        for slug, name in self.base.names.items():
            if known.get(slug):
                fields[f"inv_{slug}"] = PeopleField(
                    label=f"Invånare i {name}", help_text=f"{self.year} räknas med {number(known[slug])}."
                )
        self._section("Folkmängd", fields)

    # --- The question

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("oh") is not None and cleaned.get("oh_kr") is not None:
            self.add_error("oh_kr", "Skriv OH som procent eller som belopp, inte båda.")
        for place in range(1, NEW_LINES + 1):
            self._check_new_line(cleaned, place)
        if cleaned.get("ny_part"):
            self._find_population(cleaned)
        for name in ("lamnar_ar", "ny_part_ar"):
            if cleaned.get(name) and cleaned[name] < cleaned.get("ar", 0):
                self.add_error(name, f"Välj {cleaned['ar']} eller senare: då börjar ändringarna.")
        if not self.errors:
            try:
                self.changes = changes_from(self, cleaned)
            except ChangesError as wrong:
                self.add_error(None, str(wrong))
        return cleaned

    def _check_new_line(self, cleaned: dict, place: int) -> None:
        label, amount = cleaned.get(f"ny_{place}"), cleaned.get(f"ny_{place}_kr")
        if label and amount is None and not self.has_error(f"ny_{place}_kr"):
            self.add_error(f"ny_{place}_kr", "Skriv vad den nya posten kostar.")
        if amount is not None and not label and not self.has_error(f"ny_{place}"):
            self.add_error(f"ny_{place}", "Skriv vad beloppet gäller.")

    def _find_population(self, cleaned: dict) -> None:
        if cleaned.get("ny_part_inv") or self.has_error("ny_part_inv"):
            return
        found = latest_population(self.joinable[cleaned["ny_part"]])
        if found is None:
            self.add_error("ny_part_inv", "Skriv folkmängden: portalen har ingen för den nya parten.")
        cleaned["ny_part_inv"] = found


def _percent(value) -> str:
    return decimal_text(value, decimals_needed(value))
