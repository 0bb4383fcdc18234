"""What the warnings about free texts find, and what they leave alone (R12)."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.free_text import warnings


def found(text: str) -> list[str]:
    """The words that the warnings quote."""
    return [word for warning in warnings(text) for word in re.findall("”(.*?)”", warning)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Två kvinnor började i gruppen.", ["Två kvinnor"]),
        ("Under hösten bodde en kvinna i lägenheten.", ["en kvinna"]),
        ("Vi tog emot en ung våldsutsatt kvinna.", ["en ung våldsutsatt kvinna"]),
        ("Ett fåtal barn fick vänta.", ["Ett fåtal barn"]),
        ("Enstaka utövare avbröt.", ["Enstaka utövare"]),
        ("Ett par familjer flyttade in.", ["Ett par familjer"]),
        ("Inga barn fick Trappan i Berg.", ["Inga barn"]),
        ("Tre av de placerade barnen var små.", ["Tre av de placerade barnen"]),
        ("3 av kvinnorna kom från Åre.", ["3 av kvinnorna"]),
        ("Av dem var fyra män.", ["fyra män"]),
        ("Fyra var kvinnor.", ["Fyra var kvinnor"]),
        ("Kvinnorna var tre.", ["Kvinnorna var tre"]),
        ("Antalet barn uppgick till fyra under året.", ["barn uppgick till fyra"]),
        ("Kvinnor: 4\nMän: 2", ["Kvinnor: 4", "Män: 2"]),
        ("Flera hushåll (3) väntade.", ["hushåll (3"]),
        ("Vi hade 12 placeringar.", ["12 placeringar"]),
        ("Det gällde 3–4 personer.", ["3–4 personer"]),
        ("Vi startade 14 samtalsserier.", ["14 samtalsserier"]),
        ("En av kvinnorna flyttade.", ["En av kvinnorna"]),
        ("Den enda mannen i gruppen slutade.", ["enda mannen"]),
        ("En äldre man hörde av sig.", ["En äldre man"]),
        ("En sjuårig flicka.", ["En sjuårig flicka"]),
        ("Flicka 7 år.", ["Flicka 7"]),
        ("En 7-åring bodde hos oss.", ["En 7-åring"]),
        ("Båda barnen fick stöd.", ["Båda barnen"]),
        ("Det var tjugotvå klienter.", ["tjugotvå klienter"]),
        ("Ett tiotal anhöriga.", ["Ett tiotal anhöriga"]),
        ("I gruppen fanns fyra deltagare.", ["fyra deltagare"]),
        ("TVÅ KVINNOR", ["TVÅ KVINNOR"]),
        ("Vi hade tre från Bräcke.", ["tre från Bräcke"]),
        ("Av dem gällde tre Bräcke.", ["tre Bräcke"]),
        ("Från Ragunda kom 2.", ["Ragunda kom 2"]),
        ("Ragunda: 4", ["Ragunda: 4"]),
        ("Ragunda 4, Berg 3", ["Ragunda 4", "Berg 3"]),
        ("Övriga kommuner stod för 6.", ["Övriga kommuner stod för 6"]),
        ("Bräcke hade fyra stödsamtal.", ["fyra stödsamtal"]),
        ("Fyra servicesamtal hölls.", ["Fyra servicesamtal"]),
        ("4 i Trappan", ["4 i Trappan"]),
        ("Antalet våldsutövare ökade till 6.", ["våldsutövare ökade till 6"]),
        ("Två-tre kvinnor", ["Två-tre kvinnor"]),
        ("3 transpersoner", ["3 transpersoner"]),
        ("Det blev 7 919 samtal.", ["7 919 samtal"]),
        ("två\u00a0kvin\u00adnor", ["två kvinnor"]),
        ("tva\u030a barn", ["två barn"]),
    ],
)
def test_counts_of_people_are_found(text, words):
    assert found(text) == words
    assert warnings(text)[0].startswith("Texten verkar tala om hur många människor det gäller: ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Fler kvinnor än tidigare sökte stöd.",
        "Kvinnor och barn fick stöd 2025.",
        "Jämfört med 2023–2025 kom fler kvinnor.",
        "Sedan 2025-01-15 har barn fått Trappan.",
        "Den 15 januari 2025 öppnade gruppen för kvinnor.",
        "Den 3 mars flyttade kvinnor in.",
        "Enligt punkt 11.5 delar parterna kostnaden för kvinnor.",
        "Punkterna 11.2 och 11.3 gäller barn.",
        "Mål 9 om barn och mål 10 om anhöriga är nådda.",
        "Se 9 kap. 38 § om familjer.",
        "Stödet till kvinnor kostade 150 000 kr.",
        "Barn: 150 000 kr.",
        "45 % av kvinnorna var nöjda.",
        "Tio procent av kvinnorna svarade.",
        "45 procent kvinnor och 55 procent män.",
        "En grupp för kvinnor startade.",
        "Två grupper för kvinnor startade i oktober.",
        "Fyra utbildningar om barn hölls.",
        "Gruppen för kvinnor träffades tio veckor.",
        "Åtta kommuner och kvinnor i dem.",
        "Stödet till barn gavs två gånger i veckan.",
        "Kvinnor fick tio samtal.",
        "Barn 7–12 år får Trappan.",
        "Kvinnor 18 år och äldre.",
        "Stödet är för barn under 18 år.",
        "I en kommun kan man inte få stöd.",
        "Det är två saker man kan göra.",
        "Trappan steg 2 för barn.",
        "Kursen ”Tre barn berättar” hölls i Åre.",
        "Vid utbildningen var det 40 deltagare från Berg.",
        "CMV har 4,75 tjänster för kvinnor, män och barn.",
        "Jourlägenheterna är två. Kvinnor kan bo där.",
        "Kvinnogruppen har två ledare.",
        "Under de senaste tre åren har fler män sökt stöd.",
        "Folkmängden är 132 466.",
        "Vi besökte tre skolor i Berg.",
        "Berg, Åre och Krokom deltog.",
        "Bräcke hade fyra möten.",
        "Stödet i Berg gavs den 3 april 2025.",
        "Från Berg kom 40 deltagare till kursen.",
        "Organisationsnummer 212000-2502.",
        "Verksamhetsledaren för Centrum mot våld deltog.",
        "Socialsekreterare Östersund.",
        "OCR 1234567897 och bankgiro 5555-5555.",
        "Det kostade 2 000 000 000 kronor.",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert warnings(text) == ()


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Skriv till lisa.lindberg@example.se.", "e-postadress", ["lisa.lindberg@example.se"]),
        ("Ring 070-123 45 67.", "telefonnummer", ["070-123 45 67"]),
        ("Ring +46 70 123 45 67.", "telefonnummer", ["+46 70 123 45 67"]),
        ("Växeln: 063-14 30 00", "telefonnummer", ["063-14 30 00"]),
        ("Hon är f. 1985 i Berg.", "födelsetid", ["f. 1985"]),
        ("född den 3 maj", "födelsetid", ["född den 3 maj"]),
        ("född -85", "födelsetid", ["född -85"]),
        ("Socialsekreterare Lisa Lindberg ringde.", "ett namn", ["Socialsekreterare Lisa Lindberg"]),
        ("Kvinnan Anna flyttade.", "ett namn", ["Kvinnan Anna"]),
        ("Flickan K bodde där.", "ett namn", ["Flickan K"]),
        ("fru Lind", "ett namn", ["fru Lind"]),
    ],
)
def test_what_points_at_somebody_is_found(text, kind, words):
    assert found(text) == words
    assert kind in warnings(text)[0]


def test_each_kind_is_one_warning_and_many_words_are_cut():
    text = "Två barn. Tre barn. Fyra barn. Fem barn. Sex barn. Sju barn. Åtta barn. Ring 070-123 45 67."
    counts, phone = warnings(text)
    assert counts.count("barn”") == 6
    assert "med flera" in counts
    assert "telefonnummer" in phone


NUMBERS = ["två", "tre", "fyra", "7", "12", "enstaka", "inga", "några", "tretton", "tjugoen", "ett fåtal"]
PEOPLE = [
    "kvinnor", "män", "barn", "flickor", "pojkar", "utövare", "våldsutövare", "anhöriga", "familjer",
    "hushåll", "placeringar", "personer", "klienter", "tonårsflickor", "barnfamiljer",
    "vuxna", "föräldrar", "ärenden",
]  # fmt: skip


@given(
    st.sampled_from(NUMBERS),
    st.sampled_from(["", "unga ", "nya ", "av de ", "unga och nya "]),
    st.sampled_from(PEOPLE),
    st.sampled_from([str, str.upper, str.capitalize]),
    st.sampled_from([" ", "\u00a0", "  ", "\u2009"]),
)
def test_a_number_before_people_is_always_found(count, between, people, case, space):
    expected = "och" not in between
    text = case(f"stödet gavs till {count} {between}{people} i länet").replace(" ", space)
    assert bool(warnings(text)) is expected


@given(st.integers(1950, 2100), st.sampled_from(PEOPLE))
def test_a_year_is_never_a_count(year, people):
    assert warnings(f"{people.capitalize()} fick stöd {year}, och {year}–{year + 1} fick {people} mer.") == ()


@given(st.text(alphabet=st.sampled_from("abcdefgåäö ,.\n")))
def test_a_text_without_numbers_or_names_is_never_warned_of(text):
    if not re.search("[a-zåäö]{2}", text):
        assert warnings(text) == ()


@given(st.text(max_size=400))
def test_any_text_gets_an_answer_of_whole_sentences(text):
    answers = warnings(text)
    assert answers == warnings(text)
    assert all(answer.startswith("Texten ") and answer.endswith(".") for answer in answers)


def test_a_long_text_is_read_quickly():
    begun = time.perf_counter()
    warnings("0" * 20_000 + " kvinnor " * 5_000 + "två " * 5_000 + "a@" * 5_000 + "ååå" * 5_000)
    assert time.perf_counter() - begun < 5
