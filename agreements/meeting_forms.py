"""The forms of bodies and meetings: a seat, a reference group, a meeting, a matter, who was there."""

import re
from datetime import date, datetime, time

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone

from agreements.form_fields import IsoDateField
from agreements.models import AgendaItem, Attendance, Body, FiledDocument, Meeting, Membership, Organisation
from agreements.row_forms import DAY_HINT, RowForm

_HOUR = re.compile(r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])")
Office, Status = Membership.Office, Attendance.Status


class HourField(forms.CharField):
    """An hour of the day: "13.00". The value is a time."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "6"})

    def clean(self, value):
        text = super().clean(value)
        if text in self.empty_values:
            return None
        found = _HOUR.fullmatch(text.strip())
        if found is None:
            raise ValidationError("Skriv klockslaget med två siffror för minuterna, till exempel 13.00.")
        return time(int(found[1]), int(found[2]))


# --- Bodies


class BodyForm(RowForm):
    """Mandate, convener and lifetime."""

    lead = "Uppdraget ska gå att läsa utan avtalet bredvid."
    rows = 5

    class Meta:
        model = Body
        fields = ("convened_by", "mandate", "valid_from", "valid_until")
        field_classes = {"valid_from": IsoDateField, "valid_until": IsoDateField}
        labels = {
            "convened_by": "Kallas av",
            "mandate": "Uppdrag",
            "valid_from": "Från",
            "valid_until": "Till och med",
        }
        help_texts = {
            "valid_from": "Lämna tomt om det inte är bestämt.",
            "valid_until": "Lämna tomt om organet inte har någon sista dag.",
        }


class ReferenceGroupForm(BodyForm):
    lead = "Styrgruppen bestämmer uppdraget och hur länge gruppen ska finnas."
    field_order = ("name",)

    class Meta(BodyForm.Meta):
        fields = ("name", *BodyForm.Meta.fields)
        labels = {**BodyForm.Meta.labels, "name": "Namn"}
        error_messages = {"name": {"required": "Skriv vad gruppen heter."}}

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["mandate"].required = True
        self.fields["mandate"].error_messages["required"] = "Skriv vilket uppdrag styrgruppen har gett."


class MembershipForm(RowForm):
    """A seat. Who leaves gets a last day; the row stays, since old minutes name it."""

    lead = "Den som lämnar organet får en sista dag. Platsen står kvar i gamla protokoll."

    class Meta:
        model = Membership
        fields = (
            *("name", "title", "organisation", "office", "substitutes_for"),
            *("user", "valid_from", "valid_until"),
        )
        field_classes = {"valid_from": IsoDateField, "valid_until": IsoDateField}
        labels = {
            "name": "Namn",
            "title": "Befattning",
            "organisation": "Företräder",
            "office": "Uppdrag",
            "substitutes_for": "Ersätter",
            "user": "Konto i portalen",
            "valid_from": "Från",
            "valid_until": "Till och med",
        }
        help_texts = {
            "substitutes_for": "Bara för en ersättare. Lämna tomt om ersättaren kan ersätta vem som helst.",
            "user": "Om personen loggar in i portalen.",
            "valid_until": "Lämna tomt så länge uppdraget pågår.",
        }
        error_messages = {
            "name": {"required": "Skriv personens namn."},
            "organisation": {"required": "Välj vem personen företräder."},
        }

    def __init__(self, data=None, *, instance, **kwargs):
        super().__init__(data, instance=instance, **kwargs)
        body = instance.body
        served = body.roles.values("cooperation")
        parties = Organisation.objects.filter(parties__agreement__cooperation__in=served)
        self.fields["organisation"].queryset = (
            parties | Organisation.objects.filter(kind=Organisation.Kind.ASSOCIATION)
        ).distinct()
        self.fields["substitutes_for"].queryset = body.memberships.exclude(office=Office.SUBSTITUTE).exclude(
            pk=instance.pk
        )
        users = get_user_model().objects.filter(assignments__cooperation__in=served)
        self.fields["user"].queryset = users.distinct().order_by("first_name", "last_name")
        for name, empty in {
            "organisation": "Välj",
            "substitutes_for": "Ingen särskild",
            "user": "Inget konto",
        }.items():
            self.fields[name].empty_label = empty


# --- Meetings


class MeetingForm(RowForm):
    """When and where. The hours are Swedish time."""

    lead = "Ett möte som redan är kallat behöver kallas på nytt när tid eller plats ändras."
    field_order = ("day", "starts", "ends", "place")

    day = IsoDateField(label="Dag", help_text=DAY_HINT.format("2026-12-03"))
    starts = HourField(label="Börjar", error_messages={"required": "Skriv när mötet börjar."})
    ends = HourField(label="Slutar", required=False, help_text="Behöver inte fyllas i.")

    class Meta:
        model = Meeting
        fields = ("place",)
        labels = {"place": "Plats"}
        help_texts = {"place": "Lokal, eller hur man ansluter på distans."}

    def __init__(self, data=None, *, instance, **kwargs):
        given = (
            {"day": instance.day, "starts": instance.starts, "ends": instance.ends}
            if instance.starts_at
            else {}
        )
        super().__init__(data, instance=instance, initial=given)

    @property
    def written(self) -> dict:
        given = self.cleaned_data
        return {
            "starts_at": _moment(given["day"], given["starts"]),
            "ends_at": _moment(given["day"], given["ends"]) if given["ends"] else None,
            "place": given["place"],
        }


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


class ItemForm(RowForm):
    """A matter on the agenda."""

    lead = "Skriv inget om enskilda personer, inte heller hur många de var."
    rows = 6

    class Meta:
        model = AgendaItem
        fields = ("cooperation", "title", "background", "proposal")
        labels = {
            "cooperation": "Samverkan",
            "title": "Ärende",
            "background": "Bakgrund",
            "proposal": "Förslag till beslut",
        }
        help_texts = {
            "title": "Så som det ska stå på dagordningen.",
            "proposal": "Lämna tomt om ärendet bara är information.",
        }
        error_messages = {"title": {"required": "Skriv vad ärendet gäller."}}
        widgets = {"title": forms.TextInput(attrs={"size": "60"})}

    def __init__(self, data=None, *, instance, **kwargs):
        super().__init__(data, instance=instance, **kwargs)
        self.fields["cooperation"].empty_label = None


def item_form(cooperations) -> type[ItemForm]:
    """The form of a matter, with the cooperations it may belong to; a single one is not asked about."""

    class ChosenItemForm(ItemForm):
        def __init__(self, data=None, *, instance, **kwargs):
            if instance.cooperation_id is None:
                instance.cooperation = cooperations[0]
            super().__init__(data, instance=instance, **kwargs)
            field = self.fields["cooperation"]
            field.queryset = field.queryset.filter(pk__in=[row.pk for row in cooperations])
            if len(cooperations) == 1:
                del self.fields["cooperation"]

        @property
        def written(self) -> dict:
            return {"cooperation": self.instance.cooperation, **super().written}

    return ChosenItemForm


class ItemDocumentsForm(forms.Form):
    """Which of the cooperation's documents a matter rests on."""

    says_what_is_needed = True

    documents = forms.ModelMultipleChoiceField(
        label="Handlingar",
        queryset=FiledDocument.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, item: AgendaItem):
        super().__init__(data, initial={"documents": item.documents.all()})
        current = FiledDocument.objects.filter(cooperation=item.cooperation, replaced_by=None)
        self.fields["documents"].queryset = (current | item.documents.all()).distinct()


class AttendanceForm(forms.Form):
    """One choice for each seat; a substitute may be there without serving."""

    says_what_is_needed = True

    def __init__(self, data=None, *, seats, stored):
        super().__init__(data)
        self.seats = seats
        for seat in seats:
            is_substitute = seat.office == Office.SUBSTITUTE
            usual = Status.ABSENT if is_substitute else Status.PRESENT
            choices = [
                (status.value, status.label) for status in Status if status != Status.SERVING or is_substitute
            ]
            self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
                label=f"{seat.name}, {seat.organisation.short_name}",
                help_text=_about(seat),
                choices=choices,
                initial=stored.get(seat.pk, usual),
            )

    @property
    def statuses(self) -> dict[Membership, str]:
        return {seat: self.cleaned_data[f"seat_{seat.pk}"] for seat in self.seats}


def _about(seat: Membership) -> str:
    for_whom = f" för {seat.substitutes_for.name}" if seat.substitutes_for else ""
    return f"{seat.get_office_display().capitalize()}{for_whom}"
