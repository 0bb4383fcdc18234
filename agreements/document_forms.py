"""The forms that documents are uploaded with."""

from django import forms

from agreements.files.kinds import ACCEPTED, KINDS
from agreements.models import FiledDocument
from agreements.validators import no_personal_number

_ENDS = ",".join([*(kind.suffix for kind in KINDS), ".jpeg"])


def _file() -> forms.FileField:
    return forms.FileField(
        label="Fil",
        help_text=f"{ACCEPTED}. Högst 20 MB.",
        error_messages={"required": "Välj en fil som är högst 20 MB.", "empty": "Filen är tom."},
        widget=forms.FileInput(attrs={"accept": _ENDS}),
    )


def _looked_through() -> forms.BooleanField:
    """The person's word for what the portal cannot read."""
    return forms.BooleanField(
        label="Filen har inga uppgifter om enskilda",
        help_text="Portalen hittar personnummer i text, men kan inte läsa bilder och inskannade sidor.",
        error_messages={"required": "Kontrollera filen och kryssa i rutan."},
    )


class DocumentForm(forms.ModelForm):
    """A new document of an edition."""

    file = _file()
    looked_through = _looked_through()

    class Meta:
        model = FiledDocument
        fields = ("title", "kind", "clause", "diary_number")
        help_texts = {"clause": "Punkten i avtalet som handlingen hör till, till exempel 10.1."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Välj"), *FiledDocument.Kind.choices]

    @property
    def written(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "looked_through"}


class VersionForm(forms.Form):
    """The next version of a document."""

    diary_number = forms.CharField(
        label="Diarienummer", max_length=60, required=False, validators=[no_personal_number]
    )
    file = _file()
    looked_through = _looked_through()

    @property
    def written(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "looked_through"}
