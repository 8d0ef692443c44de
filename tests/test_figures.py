"""Figures in English and Arabic: what is one, what it is worth, and which two are the same."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.figures import Figure, agree, find_figures


def only(text: str) -> Figure:
    found = find_figures(text)
    assert len(found) == 1, [(one.text, one.kind) for one in found]
    return found[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("35,000 feet", "FL350"),
        ("35,000 feet", "flight level 350"),
        ("35,000 ft", "10,668 m"),
        ("35 000 ft", "٣٥٬٠٠٠ قدم"),
        ("35,000 ft", "خمسة وثلاثون ألف قدم"),
        ("15,000 km", "8,100 nautical miles"),
        ("900 km/h", "486 knots"),
        ("900 km/h", "٩٠٠ كيلومتر في الساعة"),
        ("1,588 kg", "3,500 lb"),
        ("33,000 pounds of thrust", "33,000 lbf"),
        ("147 kN", "33,000 lbf"),
        ("180 minutes", "three hours"),
        ("two hours", "ساعتين"),
        ("1000 ml", "لتر واحد"),
        ("twenty-one", "21"),
        ("two hundred and five", "٢٠٥"),
        ("a dozen", "12"),
        ("half of them", "50 %"),
        ("three quarters of an hour", "45 minutes"),
        ("about 1.9 million", "1,912,000"),
        ("1.9 million", "1,912,000"),
        ("100K", "100,000"),
        ("1.9 مليون", "1.9 million"),
        ("مئة وثمانون", "180"),
        ("ثلاثة آلاف وخمسمئة", "3,500"),
        ("50-70 %", "between 50 and 70 percent"),
        ("50–70%", "50 to 70 per cent"),
        ("بين 50 و70 في المئة", "50-70 %"),
        ("$2.5 billion", "2.5 billion US dollars"),
        ("1.234,5 kg", "1,234.5 kg"),
        ("-57 °C", "minus 57 degrees Celsius"),
        ("32 °F", "0 °C"),
        ("3 March 2024", "March 3, 2024"),
        ("3 March 2024", "2024-03-03"),
        ("3 March 2024", "٣ آذار ٢٠٢٤"),
        ("3 مارس 2024", "3 آذار/مارس 2024"),
        ("March 2024", "3 March 2024"),
        ("in 2024", "3 March 2024"),
        ("3 March", "3 March 2024"),
        ("14:30", "2:30 p.m."),
        ("Mach 0.85", "M0.85"),
        ("the 21st century", "21st"),
    ],
)
def test_the_same_quantity_in_other_words(one: str, other: str) -> None:
    assert agree(only(one), only(other))
    assert agree(only(other), only(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("35,000 ft", "35,000 m"),
        ("35,000 ft", "36,000 ft"),
        ("35,000", "35,100"),
        ("63.7 m", "63.7 feet"),
        ("2.5 million dollars", "2.5 billion dollars"),
        ("5 dollars", "5 euros"),
        ("180", "180 %"),
        ("87.4 percent", "87.3 percent"),
        ("66.8 m", "73.8 m"),
        ("3 March 2024", "4 March 2024"),
        ("3 March 2024", "3 May 2024"),
        ("March 2024", "March 2023"),
        ("مارس 2024", "مايو 2024"),
        ("50-70 %", "50-80 %"),
        ("second", "third"),
        ("3 hours", "3 minutes"),
        ("ساعتين", "ثلاث ساعات"),
    ],
)
def test_another_quantity(one: str, other: str) -> None:
    assert not agree(only(one), only(other))


@pytest.mark.parametrize(
    "text",
    [
        "The A320neo, the 737-800 and the CFM56-7B",
        "under FAR 121.161 and EU261",
        "runway 09R",
        "flight 447",
        "as was shown [1] and again [2, 3]",
        "one of the best",
        "may march on",
        "COVID-19",
        "24/7",
    ],
)
def test_names_codes_and_markers_are_no_figures(text: str) -> None:
    assert find_figures(text) == []


def test_a_number_that_is_also_an_aircraft_is_a_figure_where_it_counts() -> None:
    assert [one.value for one in find_figures("مساحته 742 ألف متر مربع")] == [742_000]


def test_spans_are_those_of_the_text() -> None:
    text = "بلغت السرعةُ ٤٨٦ عقدةً، then 35,000 ft at 3 March 2024, 50–70 % full."
    assert [text[one.start : one.end] for one in find_figures(text)] == [one.text for one in find_figures(text)]
    assert [one.text for one in find_figures(text)] == ["٤٨٦ عقدةً", "35,000 ft", "3 March 2024", "50–70 %"]


def test_rough_figures_say_so() -> None:
    assert only("about 200").approximate
    assert only("more than 200").approximate
    assert only("نحو 200").approximate
    assert not only("exactly 200").approximate
    assert agree(only("more than 200"), only("214"))
    assert not agree(only("200"), only("214"))
    assert not agree(only("about 20 seconds"), only("about 21 seconds"))


@given(st.integers(0, 10**9))
def test_thousands_separators_do_not_matter(number: int) -> None:
    plain = f"{number} kg"
    for separator in (",", "\u202f", "\u2009"):
        assert agree(only(f"{number:,} kg".replace(",", separator)), only(plain))
    assert agree(only(plain), only(plain.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))))


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for one in find_figures(text):
        assert text[one.start : one.end] == one.text
        assert agree(one, one)


@pytest.mark.parametrize(
    "piece",
    ["1,", "1-", "1 ", "twenty ", "3 March ", "12 345 ", "(1/", "[1,", "مئة و", "half a ", "between 5 and ", "$"],
)
def test_long_input_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        begun = time.process_time()
        find_figures(piece * (size // len(piece)))
        return time.process_time() - begun

    assert seconds(100_000) < 10 * seconds(25_000) + 0.5
