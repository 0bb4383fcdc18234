"""The forms of a notice: what it says, what has happened since, and the day a party leaves."""

from agreements.form_fields import IsoDateField, KronorField
from agreements.models import Agreement, PartyNotice
from agreements.notice_access import acts_for, keeps, senders
from agreements.notice_kinds import NOTICES, NoticeKind
from agreements.row_forms import DAY_HINT, RowForm

NO_PERSON = "Skriv inget om enskilda personer: inga namn, inga ärenden och inga antal."
# What is asked for only of some kinds.
ASKED = {
    "against": {NoticeKind.BREACH},
    "because_of": {NoticeKind.LEAVING},
    "due_on": {NoticeKind.RENEGOTIATION, NoticeKind.LEAVING, NoticeKind.WINDING_UP},
    "amount": {NoticeKind.WINDING_UP},
    "discussed_on": {NoticeKind.WITHDRAWAL},
    "passed_on": {NoticeKind.INFORMATION},
    "mended_on": {NoticeKind.BREACH},
    "answered_on": {NoticeKind.RENEGOTIATION, NoticeKind.BREACH, NoticeKind.LEAVING, NoticeKind.WINDING_UP},
    "answer": {NoticeKind.RENEGOTIATION, NoticeKind.BREACH, NoticeKind.LEAVING, NoticeKind.WINDING_UP},
}
# A party that a breach is demanded of does not itself say that it is mended, nor close the matter.
SENDERS_OWN = ("mended_on", "discussed_on", "amount", "closed_on")
KEEPERS_OWN = ("passed_on",)
_DAYS = (
    *("sent_on", "received_on", "due_on", "answered_on", "passed_on"),
    *("discussed_on", "mended_on", "closed_on"),
)


class _NoticeRowForm(RowForm):
    """Only the fields that the notice's kind has."""

    rows = 5
    amount = KronorField(
        label="Belopp",
        required=False,
        help_text="I hela kronor, så som parterna kommer överens. Det debiteras inte.",
    )

    def __init__(self, data=None, *, instance, initial=None):
        super().__init__(data, instance=instance, initial=initial)
        kind = NoticeKind(instance.kind)
        for name in [name for name in self.fields if kind not in ASKED.get(name, {kind})]:
            del self.fields[name]


class NoticeForm(_NoticeRowForm):
    """What stands in the notice. The sender is one of the parties that the person writes for."""

    lead = NO_PERSON

    class Meta:
        model = PartyNotice
        fields = (
            *("sender", "against", "because_of", "sent_on", "received_on", "discussed_on"),
            *("due_on", "amount", "summary", "document"),
        )
        field_classes = dict.fromkeys(_DAYS, IsoDateField)
        labels = {
            "sender": "Från",
            "against": "Till",
            "because_of": "Avtalsbrottet som är grunden",
            "sent_on": "Skickat",
            "received_on": "Mottaget",
            "discussed_on": "Diskuterat gemensamt",
            "due_on": "Svar senast",
            "summary": "Vad det gäller",
            "document": "Handlingen",
        }
        help_texts = {
            "sent_on": DAY_HINT.format("2026-11-20"),
            "received_on": "Behövs när tiden räknas. Lämna tomt tills det är känt.",
            "discussed_on": "Dagen för den gemensamma diskussionen som ska komma före.",
            "due_on": "Behöver inte fyllas i.",
            "summary": NO_PERSON,
            "document": "Skrivelsen, om den finns bland avtalets handlingar. Behöver inte väljas.",
        }
        error_messages = {
            "sender": {"required": "Välj vem meddelandet kommer från."},
            "summary": {"required": "Skriv vad det gäller."},
        }

    def __init__(self, data=None, *, instance, user, initial=None):
        super().__init__(data, instance=instance, initial=initial)
        agreement: Agreement = instance.agreement
        self.fields["sender"].queryset = senders(user, agreement)
        self.fields["document"].queryset = agreement.cooperation.documents.all()
        self.fields["document"].empty_label = "Ingen"
        if "against" in self.fields:
            self.fields["against"].queryset = self.fields["sender"].queryset.model.objects.filter(
                parties__agreement=agreement
            )
            self.fields["against"].required = True
            self.fields["against"].error_messages["required"] = "Välj vem meddelandet riktas mot."
        if "because_of" in self.fields:
            self.fields["because_of"].queryset = agreement.notices.filter(kind=NoticeKind.BREACH)
            self.fields["because_of"].required = True
            self.fields["because_of"].error_messages["required"] = "Välj avtalsbrottet som är grunden."


class NoticeFollowUpForm(_NoticeRowForm):
    """What has happened since, as far as the person's side of the notice may say it."""

    lead = NO_PERSON

    class Meta:
        model = PartyNotice
        fields = (
            *("received_on", "discussed_on", "passed_on", "answered_on", "answer"),
            *("mended_on", "amount", "closed_on"),
        )
        field_classes = NoticeForm.Meta.field_classes
        labels = {
            "received_on": "Mottaget",
            "discussed_on": "Diskuterat gemensamt",
            "passed_on": "Fört vidare till alla kontaktpersoner",
            "answered_on": "Besvarat",
            "answer": "Svaret i korthet",
            "mended_on": "Rättat",
            "closed_on": "Avslutat",
        }
        help_texts = {
            "received_on": DAY_HINT.format("2026-11-23"),
            "answer": NO_PERSON,
            "closed_on": "När inget återstår. Sedan ändras meddelandet inte mer.",
        }

    def __init__(self, data=None, *, instance, user, initial=None):
        super().__init__(data, instance=instance, initial=initial)
        barred = () if acts_for(user, instance.agreement, instance.sender_id) else SENDERS_OWN
        barred += () if keeps(user, instance.agreement) else KEEPERS_OWN
        for name in [name for name in barred if name in self.fields]:
            del self.fields[name]
        if instance.kind == NoticeKind.FORCE_MAJEURE and "closed_on" in self.fields:
            self.fields["closed_on"].label = "Hindret har upphört"


class LeavingForm(RowForm):
    """The day that a party leaves at once."""

    lead = "Avtalet säger genast. Skriv den sista dag som organisationen är part."

    leaves_on = IsoDateField(label="Part till och med", help_text=DAY_HINT.format("2026-11-30"))

    class Meta:
        model = PartyNotice
        fields = ()


def title_of(kind: NoticeKind) -> str:
    """A kind as a heading: "Begäran om omförhandling"."""
    label = NOTICES[kind].label
    return f"{label[:1].upper()}{label[1:]}"
