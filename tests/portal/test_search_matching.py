"""What a search finds, and how it is shown: å, ä, ö and case, several words, and the words in context."""

import pytest

from cmv_portal.search.matching import (
    MOST_WORDS,
    Piece,
    holds_all,
    holds_words,
    in_context,
    marked,
    tidy,
    words_of,
)


def plain(pieces):
    return "".join(piece.text for piece in pieces)


def hits(pieces):
    return [piece.text for piece in pieces if piece.is_hit]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", ()),
        ("   ", ()),
        ("Åre", ("Åre",)),
        ("  Åre\u00a0 kommun\n", ("Åre", "kommun")),
        ("åre Åre ÅRE", ("ÅRE",)),
        ("a\u030are", ("åre",)),
    ],
)
def test_the_words_of_a_query(query, words):
    assert words_of(query) == words


def test_a_query_has_an_end():
    assert len(words_of(" ".join(f"o{number}" for number in range(50)))) == MOST_WORDS
    assert words_of("x" * 500) == ("x" * 100,)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["åre"], "ÅRE kommun"),
        (["ÅRE"], "i Åre"),
        (["östersund"], "Östersunds kommun"),
        (["ÄNDRING"], "ändringar"),
        (["avtal"], "Samverkansavtalet"),
        (["kommun", "åre"], "Åre kommun"),
        (["10.1"], "punkt 10.1"),
        (["%"], "9 %"),
    ],
)
def test_what_is_found(words, text):
    assert holds_all(words, tidy(text))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["are"], "Åre"),
        (["åre"], "are"),
        (["ostersund"], "Östersund"),
        (["åre", "berg"], "Åre kommun"),
        (["10.1"], "punkt 1011"),
        (["_"], "Åre"),
    ],
)
def test_what_is_not_found(words, text):
    assert not holds_all(words, tidy(text))


def test_the_words_may_stand_in_different_texts():
    assert holds_all(["åre", "avtal"], "Avtalet", "i Åre")


def test_a_word_by_itself_is_told_from_a_part_of_one():
    assert holds_words(["åre"], "I Åre, där")
    assert not holds_words(["åre"], "året före våren")
    assert not holds_words(["åre", "berg"], "Åre")


def test_what_is_found_is_marked_as_it_is_written():
    assert marked("Åre och ÅRE", ["åre"]) == (Piece("Åre", True), Piece(" och "), Piece("ÅRE", True))


def test_the_longer_word_is_marked_whole():
    assert hits(marked("avtalet", ["avtal", "avtalet"])) == ["avtalet"]


def test_what_looks_like_a_pattern_is_taken_as_it_stands():
    assert hits(marked("a.c (abc)", ["a.c"])) == ["a.c"]
    assert hits(marked("f(x)", ["("])) == ["("]


def test_markup_stays_text():
    assert plain(marked("<b>Åre</b>", ["åre"])) == "<b>Åre</b>"


def test_a_short_text_is_shown_whole():
    assert plain(in_context("Avtalet gäller i Åre.", ["åre"])) == "Avtalet gäller i Åre."


def test_a_long_text_is_cut_between_words():
    text = "ord " * 100 + "Åre " + "mera " * 100
    shown = plain(in_context(text.strip(), ["åre"]))
    assert shown.startswith("… ord ")
    assert shown.endswith("mera …")
    assert len(shown) < 200
    assert hits(in_context(text, ["åre"])) == ["Åre"]


def test_words_far_apart_are_both_shown():
    text = f"{'ord ' * 80}Åre {'ord ' * 80}Berg {'ord ' * 80}"
    pieces = in_context(text.strip(), ["berg", "åre"])
    assert hits(pieces) == ["Åre", "Berg"]
    assert plain(pieces).count("…") == 3


def test_words_near_each_other_are_shown_once():
    text = f"{'ord ' * 80}Åre och Berg {'ord ' * 80}"
    assert plain(in_context(text, ["berg", "åre"])).count("Åre") == 1


def test_without_the_words_there_is_no_context():
    assert in_context("Härjedalen", ["åre"]) == ()
    assert in_context("", ["åre"]) == ()
