"""Answers without a model: what is quoted, in which form, and what stands in front."""

import asyncio
from collections.abc import Callable, Sequence
from time import perf_counter

import pytest

from assistant.accounts import Accounts, Difference, Value
from assistant.answer import Note, Question, Refusal
from assistant.evidence import Candidate, Standing, Weighed
from assistant.writers import Material, Part, Piece, Quotation
from assistant.writers.quotes import QuoteWriter
from assistant.writers.quoting.answer import closest, quotations
from assistant.writers.quoting.prose import pieces
from knowledge.article import Passage
from knowledge.words import terms

TITLE = "The Northfield fleet"


def passage(
    text: str,
    *,
    article: str = "a",
    title: str = TITLE,
    start: int = 0,
    language: str = "en",
    headings: Sequence[str] = (),
) -> Passage:
    """A passage as the library gives it."""
    return Passage(
        id=f"{article}-{start}",
        article_id=article,
        version=1,
        title=title,
        text=text,
        start=start,
        end=start + len(text),
        headings=tuple(headings),
        language=language,
    )


def weighed(question: str, passages: Sequence[Passage], standing: Standing = "stated") -> Weighed:
    """The sentences by the words that they share with the question: plain, so that a test says what it sees."""
    found = []
    for place, one in enumerate(passages, start=1):
        asked = set(terms(question, one.language))
        for piece in pieces(one):
            text = one.text[piece.start : piece.end]
            share = len(asked & set(terms(text, one.language))) / (len(asked) or 1)
            if piece.kind != "intro":
                score = 0.5 + share - 0.01 * place
                found.append(Candidate(place, one.start + piece.start, one.start + piece.end, text, score))
    found.sort(key=lambda one: -one.score)
    return Weighed(candidates=tuple(found), confidence=1.0, standing=standing)


def write(
    question: str,
    *passages: Passage,
    standing: Standing = "stated",
    accounts: Accounts | None = None,
    language: str = "en",
) -> list[Piece]:
    """All that the writer gives."""
    material = Material(
        question=Question(text=question),
        language=language,
        passages=passages,
        weighed=weighed(question, passages, standing),
        accounts=accounts or Accounts(),
    )

    async def run() -> list[Piece]:
        return [piece async for piece in QuoteWriter().write(material)]

    return asyncio.run(run())


def said(passages: Sequence[Passage], quotation: Piece) -> str:
    """The words of a quotation."""
    assert isinstance(quotation, Quotation)
    source = passages[quotation.passage - 1]
    return source.text[quotation.start - source.start : quotation.end - source.start]


def lead(question: str, *texts: str, language: str = "en", title: str = TITLE) -> str | None:
    """What stands in front of the answer."""
    passages = [passage(text, article=str(n), language=language, title=title) for n, text in enumerate(texts)]
    first = write(question, *passages)[0]
    assert isinstance(first, Quotation)
    source = passages[first.passage - 1]
    return source.text[slice(*first.lead)] if first.lead else None


def quotes(question: str, *passages: Passage) -> list[str]:
    """The words of every quotation."""
    return [said(passages, one) for one in write(question, *passages)]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("How long is the A350-1000?", "The A350-900 is 66.8 m long and the A350-1000 is 73.8 m long.", "73.8 m"),
        ("A350-900 range", "Airbus gave a range of 8,300 nautical miles (15,372 km) for the A350-900 and 8,700 nm for "
         "the A350-1000.", "8,300 nautical miles"),
        ("When did the A350-900 first fly?", "The A350-900 first flew on 14 June 2013, and EASA certified it on 30 "
         "September 2014.", "14 June 2013"),
        ("In what year did ETOPS 120 begin?", "ETOPS 120 became available and began in 1985.", "1985"),
        ("How many people died in the Tenerife collision?", "The Tenerife collision killed 583 people.", "583 people"),
        ("How much did the runway works at Heathrow cost?", "The runway works at Heathrow cost 31 million euros.",
         "31 million euros"),
        ("How many exits of the A350 were opened?", "Only three of the eight exits of the A350 were opened.",
         "Only three of the eight exits"),
        ("What is the contingency fuel share?", "The contingency fuel share is not less than 5 per cent.",
         "not less than 5 per cent"),
        ("How long did the flight of the 777-200LR take?", "The flight of the 777-200LR took 22 hours and 42 minutes.",
         "22 hours and 42 minutes"),
        ("How long does the runway closure last?", "The runway closure lasts about 12 weeks.", "about 12 weeks"),
        ("What is the ICAO code of the 737 MAX 8?", "The 737 MAX codes are B37M for the MAX 7, B38M for the MAX 8 and "
         "B39M for the MAX 9.", "B38M"),
        ("How much compensation does UK261 set?", "UK261 does set compensation at GBP 220, GBP 350 and GBP 520.",
         "GBP 220, GBP 350 and GBP 520"),
        ("Who was the first officer of flight 1549?", "First Officer Jeffrey Skiles flew flight 1549 that day.",
         "Jeffrey Skiles"),
        ("Who received the first A350-900?", "Qatar Airways received the first A350-900 on 22 December 2014.",
         "Qatar Airways"),
        ("Who certified the C919?", "The C919 was certified by the Chinese authority CAAC in 2022.", "CAAC"),
        ("Who is the director of EASA?", "The director of EASA, Florian Guillermet, gave an interview.",
         "Florian Guillermet"),
        ("Where is the A350 assembled?", "Final assembly of the A350, assembled since 2010, takes place in Toulouse.",
         "Toulouse"),
        ("Which airlines founded Star Alliance?", "The founders of Star Alliance were Air Canada, Lufthansa and United "
         "Airlines.", "Air Canada, Lufthansa and United Airlines"),
        ("How many city pairs does a hub give in total?", "A hub gives 20 direct and 190 other city pairs, or 210 in "
         "total.", "210"),
        ("When did Wizz Air begin flights?", "Wizz Air began flights in May 2004 and had no other flights at the "
         "end of 2024.", "May 2004"),
        ("What does ETOPS mean?", "ETOPS means Extended Operations, which is a set of rules.", "Extended Operations"),
        ("What does APU stand for?", "An auxiliary power unit (APU) is a small turbine.", "auxiliary power unit"),
        ("What does VAAC stand for?", "A VAAC is a Volcanic Ash Advisory Centre, one of nine.",
         "Volcanic Ash Advisory Centre"),
    ],
)  # fmt: skip
def test_a_direct_answer_stands_in_front(question: str, text: str, expected: str) -> None:
    assert lead(question, text) == expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (
            "متى تسلمت طيران الإمارات أول طائرة A380؟",
            "تسلمت طيران الإمارات أول طائرة A380 في 28 يوليو 2008.",
            "28 يوليو 2008",
        ),
        (
            "كم تبلغ تكلفة مبنى الركاب الجديد؟",
            "اعتمد الحاكم مبنى الركاب الجديد بتكلفة 128 مليار درهم.",
            "128 مليار درهم",
        ),
        ("ما هو طول طائرة A380؟", "يبلغ باع طائرة A380 نحو 79.8 مترا، وطولها نحو 72.7 مترا.", "نحو 72.7 مترا"),
        ("أين يقع مطار آل مكتوم؟", "مطار آل مكتوم الدولي هو المطار الواقع في منطقة دبي الجنوب.", "منطقة دبي الجنوب"),
        ("ما رمز طيران الرياض؟", "رمز طيران الرياض هو RX لدى المنظمة.", "RX"),
    ],
)
def test_a_direct_answer_in_arabic(question: str, text: str, expected: str) -> None:
    assert lead(question, text, language="ar", title="مقالة") == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        # Another aircraft.
        ("How long is the A350-1000?", "The A350-900 is 66.8 m long."),
        # Another property.
        ("How long is the A350-900?", "The A350-900 has a wingspan of 64.75 m."),
        # A difference and not a length.
        ("How long is the A350-1000?", "The A350-1000 is about 7 m longer than the A350-900."),
        # Two figures, and nothing tells which.
        ("How many people were in the hangar?", "In the hangar there were 12 people and later 14 people."),
        # The other side of a limit.
        (
            "What rate does the rule require up to 180 minutes?",
            "Beyond 180 minutes the rule does require a rate of 3 %.",
        ),
        # What is counted by, and not what is counted.
        ("How many engines failed?", "The engines that failed are counted per 1,000 engines."),
        # A variant that nobody knows is not the one that everybody knows.
        ("When did the A350-800 first fly?", "The A350 first flew on 14 June 2013."),
        # Something else was counted.
        ("How many aircraft did Emirates receive?", "The aircraft that Emirates did receive had 489 seats."),
        # What the question says of its subject is not said.
        ("How many people on flight 1549 were badly injured?", "All 155 people on flight 1549 survived."),
        # What held before.
        ("How long must the beacon transmit?", "The older standard required that the beacon must transmit 30 days."),
        # Nothing is affirmed that the text does not say in so many words.
        ("Is the A350 longer than 60 m?", "The A350-900 is 66.8 m long."),
        ("Did everyone survive flight 1549?", "All 155 people on board survived flight 1549."),
        # Not an expansion.
        ("What does CAVOK mean?", "CAVOK means visibility of 10 kilometres or more."),
        # Done by somebody else.
        ("Who was elected president of the council?", "Jane Roe elected the president of the council by accident."),
        # No place but an adjective.
        ("Where did the collision happen?", "The collision did happen on the Spanish island."),
        # Why and how are not answered by a word.
        ("Why was the 737 MAX grounded?", "The 737 MAX was grounded on 13 March 2019."),
    ],
)
def test_better_no_direct_answer_than_a_wrong_one(question: str, text: str) -> None:
    assert lead(question, text) is None


def test_what_a_question_says_itself_is_no_answer() -> None:
    assert lead("How many A350s did Airbus deliver in 2024?", "Airbus did deliver 57 A350s in 2024.") == "57 A350s"
    assert lead("When were the 12 A350s delivered in 2024?", "The 12 A350s were delivered in 2024.") is None


def test_two_articles_that_differ_leave_it_open() -> None:
    assert lead("How many seats has the Zephyr?", "The Zephyr has 90 seats.", "The Zephyr has 96 seats.") is None


def test_the_sentence_whose_subject_was_asked_about_answers() -> None:
    one = passage("The GE90 entered service on the 777-200 in November 1995.", article="a")
    other = passage("The 777-200 entered service on 7 June 1995.", article="b")
    first = write("When did the 777-200 enter service?", one, other)[0]
    assert said([one, other], first) == other.text


def test_two_articles_that_agree_are_one_quotation() -> None:
    first, *rest = write(
        "How many seats has the Zephyr?",
        passage("The Zephyr has 90 seats.", article="a"),
        passage("The Zephyr has exactly ninety seats in all.", article="b"),
    )
    assert isinstance(first, Quotation)
    assert [place for place, _, _ in first.also] == [2]
    assert not rest


def test_the_same_statement_in_two_articles_is_quoted_once() -> None:
    text = "Northfield airport closed its second runway because the surface had cracked badly."
    first, *rest = write("Why did Northfield close its second runway?", passage(text), passage(text, article="b"))
    assert isinstance(first, Quotation)
    assert first.also == ((2, 0, len(text)),)
    assert not rest


def test_what_no_longer_holds_is_not_quoted() -> None:
    old, new = passage("The Zephyr has 90 seats.", article="a"), passage("The Zephyr now has 96 seats.", article="b")
    sides = (
        (Value(text="96 seats", passage=2, start=0, end=len(new.text)),),
        (Value(text="90 seats", passage=1, start=0, end=len(old.text)),),
    )
    accounts = Accounts(differences=(Difference(kind="superseded", sides=sides),))
    (only,) = write("How many seats has the Zephyr?", old, new, accounts=accounts)
    assert said([old, new], only) == new.text
    assert isinstance(only, Quotation)
    assert only.lead
    assert new.text[slice(*only.lead)] == "96 seats"


def test_a_disputed_value_does_not_stand_in_front() -> None:
    one, other = passage("The Zephyr has 90 seats.", article="a"), passage("Zephyr seats number 96.", article="b")
    sides = tuple(
        (Value(text=text, passage=place, start=0, end=len(where.text)),)
        for place, (text, where) in enumerate((("90 seats", one), ("96", other)), start=1)
    )
    accounts = Accounts(differences=(Difference(kind="conflicting", sides=sides),))
    first = write("How many seats has the Zephyr?", one, other, accounts=accounts)[0]
    assert isinstance(first, Quotation)
    assert first.lead is None


def test_a_pronoun_brings_the_sentence_that_names_it() -> None:
    text = "The Zephyr flies to Northfield. It left the hangar with new engines in May. Rain fell."
    assert quotes("When did new engines leave the hangar?", passage(text))[0] == text.removesuffix(" Rain fell.")
    arabic = "طائرة زفير تصل إلى المطار. وهي تحمل محركات جديدة منذ مايو."
    assert quotes("ما محركات جديدة تحمل؟", passage(arabic, language="ar"))[0] == arabic


def test_a_sentence_that_names_its_subject_stands_alone() -> None:
    text = "The hangar is new. Both variants of the A350 have a wingspan of 64.75 m."
    assert quotes("What is the wingspan of the A350?", passage(text)) == [text[19:]]


def test_it_grows_by_two_sentences_at_most_and_never_over_a_paragraph() -> None:
    text = "Rain fell.\n\nThe Zephyr is old. It is loud. It is slow. It burns much kerosene."
    assert quotes("How does it burn kerosene?", passage(text))[0] == "It is loud. It is slow. It burns much kerosene."
    text = "The Zephyr is old.\n\nIt burns much kerosene."
    assert quotes("How does it burn kerosene?", passage(text))[0] == "It burns much kerosene."


def test_fragments_questions_and_headings_are_no_prose() -> None:
    text = "and burned kerosene. Why kerosene?\n\nKerosene burning\n\nKerosene | 12 | 14.\n\nJet engines burn kerosene."
    assert quotes("What burns kerosene?", passage(text, start=40)) == ["Jet engines burn kerosene."]


def test_where_there_is_no_whole_sentence_a_fragment_is_better_than_nothing() -> None:
    text = "Runway 09R closed until May"
    assert quotes("Which runway is closed until May?", passage(text)) == [text]


LEVELS = (
    "Rules differ. The guidelines divide airports into three levels:\n\n- Level 1: there is room for all.\n"
    "- Level 2: there may be queues.\n- Level 3: every flight needs a slot.\n\nAirports may change."
)


def test_a_list_answers_a_question_for_several_things() -> None:
    first, *items = write("What are the three levels of airports?", passage(LEVELS))
    assert said([passage(LEVELS)], first) == "The guidelines divide airports into three levels:"
    assert [one.form for one in items if isinstance(one, Quotation)] == ["item"] * 3
    assert said([passage(LEVELS)], items[2]) == "Level 3: every flight needs a slot."


def test_an_item_that_is_no_sentence_stands_behind_what_announces_it() -> None:
    text = "The rule fixes these amounts:\n\n- EUR 250 for short flights\n- EUR 600 for intercontinental journeys"
    first, item = write("How much for intercontinental journeys?", passage(text))
    assert said([passage(text)], first) == "The rule fixes these amounts:"
    assert isinstance(item, Quotation)
    assert item.form == "item"
    assert said([passage(text)], item) == "EUR 600 for intercontinental journeys"


def test_a_sentence_that_only_counts_brings_what_it_counts() -> None:
    text = "ICAO uses two wake categories. Light means less than 7,000 kg. Heavy means more than that."
    assert quotes("What are the wake categories of ICAO?", passage(text)) == [text]


def test_a_comparison_is_a_table() -> None:
    text = (
        "The A350-900 has a length of 66.8 m and four wheels. Rain fell on that day. "
        "Boeing gave the 777-9 a length of 76.7 m and folding tips."
    )
    rows = write("Is the A350-900 longer than the 777-9?", passage(text))
    assert [(one.form, one.label) for one in rows if isinstance(one, Quotation)] == [
        ("row", "A350-900"),
        ("row", "777-9"),
    ]


def test_one_sentence_on_both_is_better_than_a_table() -> None:
    text = "The A350-900 is 66.8 m long and the A350-1000 is 73.8 m long. The A350-1000 has six wheels."
    (only,) = write("Compare the length of the A350-900 and the A350-1000", passage(text))
    assert isinstance(only, Quotation)
    assert only.form == "sentence"


def test_without_a_sentence_for_each_there_is_no_table() -> None:
    found = write("Is the A350-900 longer than the 777-9?", passage("The A350-900 has a length of 66.8 m."))
    assert [one.form for one in found if isinstance(one, Quotation)] == ["sentence"]


def test_a_definition_comes_first() -> None:
    text = "Without ETOPS, twins flew longer routes. Rules change.\n\nETOPS is a set of rules for twins."
    assert quotes("What is ETOPS?", passage(text))[0] == "ETOPS is a set of rules for twins."
    assert quotes("ETOPS", passage(text))[0] == "ETOPS is a set of rules for twins."


def test_another_aircraft_is_no_further_detail() -> None:
    text = "The A220 burns less fuel on short sectors. The A380 burns more fuel on short sectors."
    assert quotes("Why does the A220 burn less fuel on short sectors?", passage(text)) == [text[:42]]


def test_quotes_keep_the_language_of_their_article() -> None:
    text = "The A350-900 is 66.8 m long and the A350-1000 is 73.8 m long."
    first = write("كم يبلغ طول A350-1000؟", passage(text), language="ar")[0]
    assert isinstance(first, Quotation)
    assert first.lead
    assert text[slice(*first.lead)] == "73.8 m"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who is the largest aircraft lessor?", "AerCap, based in Dublin, was the largest aircraft lessor."),
        (
            "When did the rule take effect?",
            "The administrator signed the powered-lift rule on 22 October 2024.",
        ),
        (
            "How far behind a superjumbo must a light plane stay?",
            "The range of the A380 is about 8,000 nautical miles.",
        ),
    ],
)
def test_the_place_of_the_asked_or_a_day_of_another_event_does_not_stand_in_front(question: str, text: str) -> None:
    assert lead(question, text) is None


FLEET = passage("The Northfield fleet has 12 aircraft. The Northfield pilots began a strike. Northfield sells food.")
STRIKE = passage("The strike at Westland ended after nine days in May.", article="b", title="Westland")


def parted(*standings: Standing) -> list[str]:
    """The answer to a question of two parts that stand as given."""
    questions = "How many aircraft has the Northfield fleet?", "After how many days did the strike at Westland end?"
    both = (FLEET, STRIKE)
    parts = tuple(Part(one, weighed(one, both, how)) for one, how in zip(questions, standings, strict=True))
    whole = " and ".join(questions)
    whole_standing: Standing = "stated" if "stated" in standings else "close"
    material = Material(
        question=Question(text=whole), passages=both, weighed=weighed(whole, both, whole_standing), parts=parts
    )
    return [said(both, one) for one in (quotations if whole_standing == "stated" else closest)(material)]


def test_each_part_of_a_question_gets_its_quotation_in_order() -> None:
    fleet, strike = parted("stated", "stated")
    assert fleet.startswith("The Northfield fleet has 12")
    assert "nine days" in strike


def test_a_part_that_nothing_answers_gets_no_quotation() -> None:
    assert [text[:10] for text in parted("none", "stated")] == ["The strike"]


def test_what_is_close_to_each_part_is_quoted() -> None:
    assert len(parted("close", "close")) >= 2


def test_what_is_only_close_is_one_sentence_behind_a_note() -> None:
    text = "The Zephyr has 90 seats. The Zephyr has 40 windows. The Zephyr has two doors."
    note, *found = write("How many toilets has the Zephyr?", passage(text), standing="close", language="ar")
    assert isinstance(note, Note)
    assert note.type == "closest_only"
    assert "المقالات" in note.message
    (only,) = found
    assert isinstance(only, Quotation)
    assert only.lead is None


def test_the_closest_sentence_does_not_grow() -> None:
    text = "The Zephyr is old. It burns kerosene."
    _, only = write("Why does it burn kerosene?", passage(text), standing="close")
    assert said([passage(text)], only) == "It burns kerosene."


def test_nothing_found_is_a_refusal_with_the_nearest_passages() -> None:
    (refusal,) = write("Who won?", passage("Rain fell on the apron."), standing="none")
    assert isinstance(refusal, Refusal)
    assert refusal.type == "not_in_library"
    assert refusal.nearest


def test_offsets_count_in_the_article() -> None:
    text = "The A350-900 is 66.8 m long."
    here = passage(text, start=1000)
    (only,) = write("How long is the A350-900?", here)
    assert isinstance(only, Quotation)
    assert (only.start, only.end) == (1000, 1000 + len(text))
    assert only.lead == (1016, 1022)


@pytest.mark.parametrize(
    "make",
    [
        lambda: "A " * 20_000,
        lambda: "Aa-" * 30_000 + ".",
        lambda: "is " * 30_000 + ".",
        lambda: "(" * 50_000 + ".",
        lambda: "Air Canada, Lufthansa, " * 4_000 + "and United.",
        lambda: "12 of the " * 9_000 + "men.",
        lambda: "- a\n" * 20_000,
        lambda: "وهو في " * 14_000 + ".",
    ],
)
def test_hostile_texts_take_no_time(make: Callable[[], str]) -> None:
    text = make()
    here = passage(text, language="ar" if "و" in text else "en")
    begun = perf_counter()
    for question in (
        "Who is the head of A?",
        "How many men?",
        "Where is Lufthansa?",
        "What does A mean?",
        "أين يقع A؟",
    ):
        candidate = Candidate(1, 0, len(text), text, 1.0)
        material = Material(
            question=Question(text=question),
            passages=(here,),
            weighed=Weighed(candidates=(candidate,), confidence=1.0, standing="stated"),
        )

        async def run(material: Material = material) -> list[Piece]:
            return [piece async for piece in QuoteWriter().write(material)]

        asyncio.run(run())
    assert perf_counter() - begun < 5


def test_items_of_one_list_are_the_rows_of_a_table() -> None:
    traffic = "جاءت حركة المسافرين في عام 2024 على النحو الآتي:\n\n- مطار حمد الدولي: 52.7 مليون مسافر.\n"
    traffic += "- مطار جدة الدولي: 49 مليون مسافر.\n\nأعلن مطار حمد أن 12 مليون مسافر في عام 2024 كانت الدوحة وجهتهم."
    hubs = passage(traffic, language="ar")
    rows = write("أيهما استقبل مسافرين أكثر في 2024، مطار حمد أم مطار جدة؟", hubs)
    told = [said((hubs,), one) for one in rows]
    assert told == ["مطار حمد الدولي: 52.7 مليون مسافر.", "مطار جدة الدولي: 49 مليون مسافر."]


def test_what_goes_on_behind_a_quoted_sentence_is_quoted_too() -> None:
    text = "The Northfield fleet has 12 aircraft. It also flies over the sea to Westland every day in the summer."
    fleet = passage(text)
    questions = "How many aircraft has the Northfield fleet?", "Does it fly over the sea to Westland in the summer?"
    parts = tuple(Part(one, weighed(one, (fleet,), "stated")) for one in questions)
    whole = " and ".join(questions)
    material = Material(
        question=Question(text=whole), passages=(fleet,), weighed=weighed(whole, (fleet,), "stated"), parts=parts
    )
    assert [said((fleet,), one) for one in quotations(material)] == [text[:37], text[38:]]


@pytest.mark.parametrize("question", ["كم عدد مقاعد طائرة نورثفيلد؟", "كم مقعدا في طائرة نورثفيلد؟"])
def test_an_arabic_plural_counts_its_singular(question: str) -> None:
    text = "في طائرة نورثفيلد 3 طوابق و489 مقعدا وتطير إلى البحر."
    (only,) = write(question, passage(text, language="ar", title="طائرة نورثفيلد"), language="ar")
    assert isinstance(only, Quotation)
    assert only.lead is not None
    assert text[slice(*only.lead)].startswith("489")
