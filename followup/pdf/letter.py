"""Page 1 of what is issued, from its frozen contents: every text that the template prints.

Mervärdesskattelagen (2023:200) 17 kap. 22–24 §§ name the fields; `costs/contents.py` froze them.
"""

from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from agreements.swedish import genitive, kr, long_date, number

Json = dict[str, Any]

AT_ISSUE = "ges senare"

# Beyond so many characters a text needs the smaller type, or a row of its own, for page 1 to hold it.
LONG_LINE = 38
LONG_SUBJECT = 48
LONG_VALUE = 64
CROWDED = 750


@dataclass(frozen=True)
class Field:
    """A label and its value. An empty value is shown as missing, an invented one as an example."""

    label: str
    value: str
    width: int = 0
    is_example: bool = False
    style: str = ""


@dataclass(frozen=True)
class Sum:
    """A row under the line; the last one is the amount of the document."""

    label: str
    value: str
    is_lacking: bool = False


@dataclass(frozen=True)
class Invoice:
    """The first page of an invoice; the other kinds say what differs. Widths are millimetres of 165."""

    contents: Json
    draft: bool

    heading = "Faktura"
    amount_label = "Att betala"
    notice = ""
    seller_label = "Säljare"
    contact_label = "Frågor om fakturan"

    # --- Who and what

    @property
    def name(self) -> str:
        """What the document is called: "Faktura 20250002", "Faktura (utkast)"."""
        return f"{self.heading} (utkast)" if self.draft else f"{self.heading} {self.contents['number']}"

    @property
    def number_line(self) -> str:
        return "utkast, inget nummer" if self.draft else f"{self.contents['number']}, original"

    @property
    def title(self) -> str:
        """The document's title: what, from whom, to whom, and about what unless it concerns a person."""
        what = f"{self.name} från {self.seller['name']} till {self.buyer['name']}"
        return what if self.is_neutral else f"{what}: {self.subject}"

    @property
    def author(self) -> str:
        return self.seller["name"]

    @property
    def created(self) -> str:
        return self.contents["issue_date"] or ""

    @property
    def running_head(self) -> str:
        return f"{self.name}, bilaga: uträkning och fördelning"

    @property
    def foot(self) -> str:
        return f"{self.seller['short_name']} till {self.buyer['short_name']}. {self.name}"

    @property
    def demonstration(self) -> str:
        return "Demonstration. Ingen riktig faktura." if self.contents["is_demo"] else ""

    @property
    def is_neutral(self) -> bool:
        """Whether it concerns a person (11.4), and therefore says its fixed text and nothing more."""
        return self.contents["charge"]["kind"] == "abnormal_wear"

    @property
    def seller(self) -> Json:
        return self.contents["seller"]

    @property
    def buyer(self) -> Json:
        return self.contents["buyer"]

    @property
    def sender_unit(self) -> str:
        return "" if self.is_neutral else self.contents["cooperation"]["name"]

    @property
    def is_crowded(self) -> bool:
        """Whether names, addresses and texts are so long together that the whole page needs smaller type."""
        texts = (
            self.recipient,
            *(field.value for field in (*self.seller_fields, *self._concerning, *self.band)),
            self.contents["line"]["text"],
            self.contents["vat"]["text"],
        )
        return sum(map(len, texts)) > CROWDED

    @property
    def sender_style(self) -> str:
        return "long" if len(self.seller["name"]) > LONG_LINE else ""

    @property
    def recipient(self) -> str:
        return "\n".join([self.buyer["name"], *self.buyer["address"]])

    @property
    def recipient_style(self) -> str:
        return "long" if max(map(len, self.recipient.splitlines())) > LONG_LINE else ""

    @property
    def subject(self) -> str:
        if self.is_neutral:
            return self.contents["charge"]["label"]
        return f"{self.contents['cooperation']['name']} {self.contents['charge']['year']}"

    @property
    def subject_style(self) -> str:
        return "long" if len(self.subject) > LONG_SUBJECT else ""

    @property
    def explanation(self) -> str:
        if self.is_neutral:
            return ""
        whose = genitive(self.buyer["short_name"])
        return f"{self.contents['charge']['label']}, {whose} andel enligt avtalet"

    # --- The band: how much, when, where to

    @property
    def band(self) -> list[Field]:
        due, ocr = self.contents["due_date"], self.contents["ocr"]
        days = f"{self.contents['due_days']} dagar efter fakturadatum"
        is_plusgiro = self.seller["plusgiro"] and not self.seller["bankgiro"]
        label, giro = ("Plusgiro", "plusgiro") if is_plusgiro else ("Bankgiro", "bankgiro")
        return [
            self._amount,
            Field("Betalas senast", _long(due) if due else days, 33),
            Field(label, self.seller[giro], 24, self.seller["is_example"]),
            Field("OCR-nummer", ocr or AT_ISSUE, 28, style="" if ocr else "quiet"),
            self._reference(24, fits=11),
        ]

    @property
    def _amount(self) -> Field:
        text = kr(self.contents["amount"])
        size = "" if len(text) < 12 else " long" if len(text) < 15 else " longer"
        return Field(self.amount_label, text, 51, style=f"amount{size}")

    def _reference(self, width: int, *, fits: int) -> Field:
        reference = self.buyer["reference"]
        style = "small" if len(reference) > fits else ""
        return Field("Er referens", reference, width, self.buyer["is_example"], style)

    # --- Details in two columns

    @property
    def details(self) -> list[tuple[Field | None, Field | None]]:
        short = [field for field in self._concerning if len(field.value) <= LONG_VALUE]
        return list(zip_longest(self._identifying, short))

    @property
    def long_details(self) -> list[Field]:
        return [field for field in self._concerning if len(field.value) > LONG_VALUE]

    @property
    def _identifying(self) -> list[Field]:
        due = self.contents["due_date"]
        return [
            Field("Fakturanummer", self.contents["number"] or AT_ISSUE),
            Field("Fakturadatum", self.contents["issue_date"] or AT_ISSUE),
            *([Field("Förfallodatum", due)] if due else []),
            Field("Köparens org.nr", self.buyer["organisation_number"]),
        ]

    @property
    def _concerning(self) -> list[Field]:
        charge, agreement = self.contents["charge"], self.contents["agreement"]
        if self.is_neutral:
            return [Field("Referensnummer", charge["reference"]), Field("Avser år", str(charge["year"]))]
        return [
            Field("Avtal", agreement["title"]),
            *([Field("Avtalspunkt", agreement["clauses"])] if agreement["clauses"] else []),
            Field("Period", " till ".join(charge["period"])),
            *self._term,
            *([Field("Beslut", charge["decision"])] if charge["decision"] else []),
            *([Field("Referensnummer", charge["reference"])] if charge["reference"] else []),
        ]

    @property
    def _term(self) -> list[Field]:
        return [Field("Betalningstid", f"{self.contents['due_days']} dagar ({self.contents['due_source']})")]

    # --- The line and what it adds up to

    @property
    def line(self) -> Json:
        line = self.contents["line"]
        return {**line, "unit_price": number(line["unit_price"]), "amount": number(line["amount"])}

    @property
    def vat_word(self) -> str:
        return "momsfri" if self.contents["vat"]["text"] else number(self.contents["vat"]["amount"])

    @property
    def sums(self) -> list[Sum]:
        amount, vat = number(self.contents["amount"]), self.contents["vat"]
        reason = (
            f"Moms: {_uncapitalised(vat['text'])}" if vat["text"] else "Skäl till momsfrihet är inte angivet"
        )
        return [
            Sum("Summa exklusive moms", amount),
            Sum(reason, number(vat["amount"]), is_lacking=not vat["text"]),
            Sum(self.amount_label, amount),
        ]

    @property
    def bookings(self) -> list[Json]:
        return []

    @property
    def seller_fields(self) -> list[Field]:
        seller = self.seller
        return [
            Field(self.seller_label, "\n".join([seller["name"], *seller["address"]]), 58),
            Field("Org.nr", seller["organisation_number"], 27),
            Field("Momsreg.nr", seller["vat_number"], 34),
            Field(self.contact_label, seller["contact"], 46, seller["is_example"]),
        ]


class CreditInvoice(Invoice):
    """One page that cites the invoice it corrects; nothing to pay, so no due date and no OCR number."""

    heading = "Kreditfaktura"
    amount_label = "Tillgodo"

    _term = ()

    @property
    def explanation(self) -> str:
        what = "Hela fakturan" if self.contents["credits"]["whole"] else "En del av fakturan"
        return f"{what} {self.contents['credits']['number']} krediteras"

    @property
    def notice(self) -> str:
        return "Kreditfakturan ska inte betalas. Beloppet räknas av mot den faktura som krediteras."

    @property
    def band(self) -> list[Field]:
        credited = self.contents["credits"]
        return [
            self._amount,
            Field("Krediterar faktura", credited["number"], 32),
            Field("Ställd ut", _long(credited["issue_date"]), 37),
            self._reference(40, fits=19),
        ]

    @property
    def _identifying(self) -> list[Field]:
        credited = self.contents["credits"]
        return [
            Field("Kreditfaktura", self.contents["number"] or AT_ISSUE),
            Field("Dess datum", self.contents["issue_date"] or AT_ISSUE),
            Field("Avser faktura", f"{credited['number']} den {credited['issue_date']}"),
            Field("Dess belopp", kr(credited["amount"])),
            Field("Köparens org.nr", self.buyer["organisation_number"]),
        ]


class InternalAllocation(Invoice):
    """The principal's own share: a booking voucher, since nobody invoices itself."""

    heading = "Internfördelning"
    amount_label = "Att bokföra"
    seller_label = "Huvudman"
    contact_label = "Frågor om underlaget"
    _term = ()

    @property
    def demonstration(self) -> str:
        return "Demonstration. Inget riktigt bokföringsunderlag." if self.contents["is_demo"] else ""

    @property
    def notice(self) -> str:
        return (
            f"{self.seller['name']} är huvudman och fakturerar inte sig själv. Den egna andelen bokförs "
            "internt med detta underlag, och ingenting ska betalas."
        )

    @property
    def band(self) -> list[Field]:
        issued = self.contents["issue_date"]
        return [
            self._amount,
            Field(
                "Underlagets datum",
                _long(issued) if issued else AT_ISSUE,
                37,
                style="" if issued else "quiet",
            ),
            Field("Nummer", self.contents["number"] or AT_ISSUE, 34, style="" if issued else "quiet"),
            Field("Avser året", str(self.contents["charge"]["year"]), 38),
        ]

    @property
    def _identifying(self) -> list[Field]:
        return [
            Field("Nummer", self.contents["number"] or AT_ISSUE),
            Field("Datum", self.contents["issue_date"] or AT_ISSUE),
            Field("Organisationsnr", self.buyer["organisation_number"]),
        ]

    @property
    def vat_word(self) -> str:
        return "ingen"

    @property
    def sums(self) -> list[Sum]:
        return [Sum(self.amount_label, number(self.contents["amount"]))]

    @property
    def bookings(self) -> list[Json]:
        amount = number(self.contents["amount"])
        return [
            {"label": "Kostnad, egen andel", "debit": amount, "credit": ""},
            {"label": f"Intäkt, {self.sender_unit or 'verksamheten'}", "debit": "", "credit": amount},
        ]


LETTERS = {"invoice": Invoice, "credit_invoice": CreditInvoice, "internal_allocation": InternalAllocation}


def letter(contents: Json, *, draft: bool) -> Invoice:
    """Page 1 of a document, by its kind."""
    return LETTERS[contents["kind"]](contents, draft)


def _long(day: str) -> str:
    return long_date(date.fromisoformat(day))


def _uncapitalised(text: str) -> str:
    return text[0].lower() + text[1:]
