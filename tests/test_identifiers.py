"""Aviation names and codes: spellings that are one, things that are not, and what the words around decide."""

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.identifiers import Mention, Names
from knowledge.identifiers.spelling import key
from knowledge.names import Row, rows, shipped

HEADER = "id,name,aliases,codes,part_of,cues\n"


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.load()


@pytest.fixture(scope="module")
def table() -> list[Row]:
    known: set[str] = set()
    return [row for name, text in shipped() for row in rows(name, text, known)]


def ids(found: list[Mention]) -> list[str]:
    return [mention.id for mention in found]


@pytest.mark.parametrize(
    ("id", "spellings"),
    [
        ("aircraft:737-8", "B38M|737 MAX 8|737-8|737–8|Boeing 737 MAX 8|Boeing 737-8|MAX 8|7M8|بوينغ 737 ماكس 8"),
        ("aircraft:737-max", "737 MAX|737 MAXes|Boeing 737 Max|بوينج ٧٣٧ ماكس"),
        ("aircraft:777", "Boeing 777|777s|B777|بوينغ 777"),
        ("aircraft:777-300er", "777-300ER|B77W|Boeing 777-300ER"),
        ("aircraft:787", "Dreamliner|Dreamliners|787 Dreamliner|الدريملاينر"),
        ("aircraft:a320", "A320|A320s|a320|Airbus A320|Airbus 320|إيرباص A320|ايرباص A٣٢٠|أيرباص 320"),
        ("aircraft:a320neo", "A320-200N|إيه 320 نيو|A320neo|A320 neo|A320-neo|A320neos|A20N|A320-251N"),
        ("aircraft:dash-8-400", "Q400|Dash 8 Q400|Dash 8-400|DH8D"),
        ("aircraft:c909", "C909|ARJ21|COMAC ARJ21-700"),
        ("aircraft:a321neo", "A321neo|A321-200N|A321-200NX|A321-251NX"),
        ("aircraft:737-800", "737-800|737-86N|737-8K5|Boeing 737-8AS|Boeing 737-823"),
        ("aircraft:777-300er", "777-31H(ER)|777-312ER|777-3F2(ER)"),
        ("aircraft:a350-1000", "A350-1000|A350-1041|إيه 350-1000|ايه ٣٥٠-١٠٠٠"),
        ("engine:leap-1a", "LEAP-1A|ليب 1 إيه"),
        ("engine:leap-1b", "LEAP-1B|CFM LEAP-1B|ليب 1 بي|ليب-1بي"),
        ("engine:pw1100g", "PW1100|PW1100G|PW1100G-JM|Pratt & Whitney PW1100G"),
        ("engine:trent-1000", "Trent 1000|Rolls-Royce Trent 1000|ترنت 1000"),
        ("maker:airbus", "Airbus|إيرباص|ايرباص|أيرباص|لإيرباص"),
        ("maker:boeing", "Boeing|Boeing’s|بوينغ|بوينج|وبوينغ"),
        ("authority:faa", "FAA|Federal Aviation Administration|إدارة الطيران الفيدرالية"),
        ("authority:gaca", "GACA|الهيئة العامة للطيران المدني السعودي"),
        ("maker:ge-aerospace", "GE|GE Aerospace|GE Aviation"),
        ("airport:kpwm", "PWM|Portland International Jetport|Portland Jetport|Portland airport in Maine"),
        ("airport:kpdx", "PDX|Portland International Airport|Portland airport"),
        ("term:flight-level", "FL350|FL 350|flight level"),
        ("term:general-aviation", "general aviation|GA aviation|GA aircraft"),
        ("term:toga", "TO/GA|TOGA thrust"),
        ("term:etops", "ETOPS|EDTO|extended operations"),
        ("term:tcas", "TCAS|ACAS|traffic collision avoidance system"),
        ("term:wet-lease", "wet lease|wet-lease|wet leases|ACMI"),
        ("term:load-factor", "load factor|load factors|معامل الحمولة"),
    ],
)
def test_spellings_of_one_thing_meet_in_one_id(names: Names, id: str, spellings: str) -> None:
    assert {spelling: ids(names.find(spelling)) for spelling in spellings.split("|")} == {
        spelling: [id] for spelling in spellings.split("|")
    }


@pytest.mark.parametrize(
    "things",
    [
        "A320|A220|A321|A320neo|A320 family",
        "737-8|737-800",
        "787-8|747-8",
        "A350-900|A350-1000",
        "E190|E190-E2",
        "ATR 42|ATR 72",
        "CFM56|CFM LEAP|LEAP-1A|LEAP-1B",
        "GE90|GE9X",
        "PW1100G|PW1500G",
        "Trent 700|Trent 7000",
        "Boeing 767|Boeing 777",
        "MD-11|MD-80",
        "Dash 8-300|Q400",
        "AD 2024-01-02|AD 2024-01-20",
    ],
)
def test_what_looks_alike_stays_apart(names: Names, things: str) -> None:
    found = [tuple(ids(names.find(thing))) for thing in things.split("|")]
    assert all(map(len, found))
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AD 2024-01-02", ["directive:faa-2024-01-02"]),
        ("FAA AD 2024–01–02", ["authority:faa", "directive:faa-2024-01-02"]),
        ("the airworthiness directive (AD) 2024-01-02 applies", ["directive:faa-2024-01-02"]),
        ("AD 95-12-03", ["directive:faa-1995-12-03"]),
        ("ADs 2024-01-02 and 2024-03-05", ["directive:faa-2024-01-02", "directive:faa-2024-03-05"]),
        ("EASA AD No.: 2023-0123R1", ["authority:easa", "directive:easa-2023-0123-r1"]),
        ("emergency AD 2023-0123-E", ["directive:easa-2023-0123"]),
        ("توجيه صلاحية الطيران ٢٠٢٤-٠١-٠٢", ["directive:faa-2024-01-02"]),
        ("on 2024-01-02", []),
        ("SB 737-57-1326", ["bulletin:737-57-1326"]),
        ("Service Bulletin A320\u201157\u20111193 Revision 02", ["bulletin:a320-57-1193-rev-2"]),
        ("Alert Service Bulletin 737-24A1148", ["bulletin:737-24a1148"]),
        ("SAIB 2021-03", ["bulletin:saib-2021-03"]),
        ("N123AB", ["registration:n123ab"]),
        ("G-EUUU, D-AIMA and F-GZCP", ["registration:g-euuu", "registration:d-aima", "registration:f-gzcp"]),
        ("A6-EDA HZ-AK1 9V-SKA", ["registration:a6-eda", "registration:hz-ak1", "registration:9v-ska"]),
        ("JA8119, B-1234", ["registration:ja8119", "registration:b-1234"]),
        ("N95 masks", []),
        ("N-704AL", ["registration:n704al"]),
        ("call 737-823-1234, room 747-451", []),
        ("climb to FL390", ["term:flight-level"]),
        ("PW1100 recall", ["engine:pw1100g"]),
        ("رحلة مصر للطيران 804", ["airline:msr", "flight:msr-804"]),
        ("رحلة ٨٠٤", ["flight:804"]),
        ("MH 370", []),
        ("Ryanair 200 orders", ["airline:ryr"]),
        ("AF447", ["flight:afr-447"]),
        ("AF 447 was a flight", ["flight:afr-447"]),
        ("Air France flight 447", ["airline:afr", "flight:afr-447"]),
        ("QZ8501", ["flight:awq-8501"]),
    ],
)
def test_patterns(names: Names, text: str, expected: list[str]) -> None:
    assert ids(names.find(text)) == expected


@pytest.mark.parametrize("code", "F-16 B-52 C-130 T-38 A-320".split())
def test_a_type_is_no_registration(names: Names, code: str) -> None:
    assert [mention.kind for mention in names.find(code)] == ["aircraft"]


@pytest.mark.parametrize(
    ("text", "code", "id", "reason"),
    [
        ("A 777 landed in Doha.", "777", "aircraft:777", "aircraft, because “landed” stands near"),
        ("777 passengers were on board the plane", "777", None, ""),
        ("The plane ticket costs $777", "777", None, ""),
        ("Delta flights were late", "Delta", "airline:dal", "airline, because “flights” stands near"),
        ("The Delta variant emptied flights", "Delta", None, ""),
        ("The letter Delta", "Delta", None, ""),
        ("United Airlines flights", "United Airlines", "airline:ual", ""),
        ("United Nations flights", "United", None, ""),
        ("Dispatched under the MEL", "MEL", "term:mel", "term, because “dispatched” stands near"),
        ("They flew to MEL via Doha", "MEL", "airport:ymml", "airport, because “to” stands before"),
        ("The aircraft stood at DEN", "DEN", "airport:kden", "airport, because “at” stands before"),
        ("The lion’s DEN", "DEN", None, ""),
        ("Denver (DEN) reported snow", "DEN", "airport:kden", "airport, because “denver” stands before"),
        ("PVG–CAN is sold out", "CAN", "airport:zggg", "airport, because another airport’s code stands beside it"),
        ("Etihad and Emirates did well", "Emirates", "airline:uae", "airline, because “Etihad” stands beside it"),
        ("Lufthansa and Swiss banks", "Swiss", None, ""),
        ("Emirates profit", "Emirates", None, ""),
        ("Who leads the Emirates?", "Emirates", None, ""),
        ("GE engines", "GE", "maker:ge-aerospace", "maker, because “engines” stands near"),
        ("BUS from MAN airport", "MAN", "airport:egcc", "airport, because “airport” stands beside it"),
        ("BUS from the airport", "BUS", None, ""),
        ("GOT–MAN", "GOT", "airport:esgg", "airport, because another airport’s code stands beside it"),
        ("The CEO of the airport met NASA and the FAA", "CEO", None, ""),
        ("AI will change how airlines sell flights", "AI", None, ""),
    ],
)
def test_the_words_around_decide(names: Names, text: str, code: str, id: str | None, reason: str) -> None:
    found = [(mention.id, mention.reason) for mention in names.find(text) if mention.text == code]
    assert found == ([(id, reason)] if id else [])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How did Emirates and Etihad do?", "airline:uae airline:etd"),
        ("Emirates vs Qatar Airways", "airline:uae airline:qtr"),
        ("Emirates profit", "airline:uae"),
        ("Delta sued CrowdStrike", "airline:dal"),
        ("Delta or United?", "airline:dal airline:ual"),
        ("United Starlink", "airline:ual"),
        ("Southwest baggage policy", "airline:swa"),
        ("How many people live in the Emirates?", ""),
        ("the Emirates", ""),
        ("American profits", ""),
        ("Southwest of the city", ""),
        ("Spirit Lake safety", ""),
        ("are there results southwest from here", ""),
        ("HOT weather at the airport of Dubai", "city:dubai"),
        ("I am going TO the airport at 10 AM", ""),
        ("FLY with A4 paper or the U2 band", ""),
        ("How many runways does DEN have?", "airport:kden"),
        ("Georgetown airport", ""),
        ("flights from lhr to jfk", "airport:egll airport:kjfk"),
        ("b38m seats", "aircraft:737-8"),
        ("who owns n704al and g-viip", "registration:n704al registration:g-viip"),
        ("is it a sin to be mad at the oy-vey t-shirt", ""),
        ("Which aircraft is GVIIP?", "registration:g-viip"),
        ("A GIANT aircraft", ""),
        ("MH 370", "flight:mas-370"),
        ("AI 171", "flight:aic-171"),
        ("mh370", "flight:mas-370"),
        ("MH 370 search", "flight:mas-370"),
        ("Malaysia Airlines 370", "airline:mas flight:mas-370"),
        ("Ryanair 2024", "airline:ryr"),
        ("AD 2024", ""),
        ("SB 737", ""),
        ("AC 120", ""),
        ("GE 90", "engine:ge90"),
        ("is 100 ok", ""),
    ],
)
def test_a_question_says_less(names: Names, question: str, expected: str) -> None:
    assert ids(names.find(question, asked=True)) == expected.split()


def test_a_title_helps_to_decide_and_is_not_searched(names: Names) -> None:
    assert ids(names.find("The MAX is back.")) == []
    assert ids(names.find("The MAX is back.", "Why the Boeing 737 was grounded")) == ["aircraft:737-max"]


@pytest.mark.parametrize(
    ("text", "id"), [("DEN?", "airport:kden"), ("What is MEL?", "term:mel"), ("BA", "airline:baw")]
)
def test_a_code_alone_has_its_most_usual_meaning(names: Names, text: str, id: str) -> None:
    (mention,) = names.find(text)
    assert mention.id == id
    assert mention.reason.endswith("its most usual meaning where nothing else is said")


def test_the_meanings_that_lost_are_told(names: Names) -> None:
    (mention,) = names.find("MEL")
    assert "airport:ymml" in mention.others


def test_offsets_are_those_of_the_text(names: Names) -> None:
    text = "İstanbul: الـ737 ماكس والـ A٣٢٠neo, São Paulo’s A350‑900s — AD 2024-01-02"
    found = names.find(text)
    assert {"aircraft:737-max", "aircraft:a320neo", "aircraft:a350-900", "directive:faa-2024-01-02"} <= set(ids(found))
    assert all(text[mention.start : mention.end] == mention.text for mention in found)
    assert all(before.end <= after.start for before, after in zip(found, found[1:], strict=False))


@pytest.mark.parametrize("text", ["", " ", "و" * 5000, "ـ" * 5000, "AD " * 2000, "-A" * 2000, "\ud800 A320 \x00"])
def test_strange_texts_do_no_harm(names: Names, text: str) -> None:
    assert ids(names.find(text)) in ([], ["aircraft:a320"])


def test_families(names: Names) -> None:
    assert names.broader("aircraft:737-8") == ("aircraft:737-max", "aircraft:737")
    assert {"aircraft:a320-family", "aircraft:a320neo-family", "aircraft:a320"} == set(
        names.broader("aircraft:a320neo")
    )
    assert "aircraft:737-8" in names.narrower("aircraft:737")
    assert names.broader("directive:easa-2023-0123-r1") == ("directive:easa-2023-0123",)
    assert names.broader("flight:afr-447") == ("flight:447", "airline:afr")
    assert names.name("flight:afr-447") == "Air France flight 447"
    assert names.name("airport:egkb") == "London Biggin Hill Airport"


def test_a_city_is_broader_than_its_airports(names: Names) -> None:
    assert ids(names.find("London airport")) == ["city:london"]
    assert "airport:egll" in names.narrower("city:london")
    assert ids(names.find("Heathrow Airport")) == ["airport:egll"]


def test_an_own_table_extends_what_is_known(tmp_path: Path, names: Names) -> None:
    own = tmp_path / "mine.csv"
    own.write_text(HEADER + "aircraft:737-8,,Fridolin,,,\nairline:zzq,Zebra Quest Air,,Z0?,,\n", encoding="utf-8")
    more = Names.load(own)
    assert ids(more.find("Fridolin of Zebra Quest Air")) == ["aircraft:737-8", "airline:zzq"]
    assert more.name("aircraft:737-8") == "Boeing 737 MAX 8"
    assert more.digest != names.digest
    own.write_text(HEADER + "aircraft:737-8,,Friederike,,,\n", encoding="utf-8")
    assert ids(Names.load(own).find("Fridolin, Friederike")) == ["aircraft:737-8"]


def test_an_own_name_that_is_certain_is_nothing_else(tmp_path: Path) -> None:
    own = tmp_path / "mine.csv"
    own.write_text(HEADER + "maker:delta-works,Delta Works,Delta|Dreamliner,DXB,,\n", encoding="utf-8")
    found = Names.load(own).find("Delta flights, the Dreamliner and DXB. Delta Air Lines")
    assert ids(found) == ["maker:delta-works"] * 3 + ["airline:dal"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("aircraft:x", "line 2: 1 columns"),
        ("Aircraft X,X,,,,", "line 2: 'Aircraft X' is no id"),
        ("aircraft:x,,,,,", "line 2: aircraft:x has no name"),
        ("aircraft:x,X One,,,aircraft:nowhere,", "aircraft:x is part of aircraft:nowhere"),
        ("aircraft:737,,,,aircraft:737-8,", "is part of itself"),
    ],
)
def test_a_bad_row_is_named_with_what_to_do(tmp_path: Path, row: str, message: str) -> None:
    own = tmp_path / "mine.csv"
    own.write_text(f"{HEADER}{row}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=message) as raised:
        Names.load(own)
    assert raised.value.hint


@pytest.mark.parametrize("text", ["", "one\ntwo", "\ufeffid,name\n"])
def test_a_table_without_its_first_line_is_refused(tmp_path: Path, text: str) -> None:
    own = tmp_path / "mine.csv"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="line 1"):
        Names.load(own)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        Names.load(tmp_path / "none.csv")


def test_no_two_rows_have_one_id(table: list[Row]) -> None:
    assert len({row.id for row in table}) == len(table)


def test_no_certain_name_stands_for_two_things(table: list[Row]) -> None:
    owners: dict[str, set[str]] = {}
    for row in table:
        if row.id.startswith("word:"):
            continue
        doubtful = {alias[:-1].casefold() for alias in row.aliases if alias.endswith("?")}
        spellings = [(alias, " ".join(key(alias))) for alias in (row.name, *row.aliases)]
        for alias, plain in [*spellings, *((code, f"code {code}") for code in row.codes)]:
            if alias and not alias.endswith("?") and alias.casefold() not in doubtful:
                owners.setdefault(plain, set()).add(row.id)
    assert {alias: one for alias, one in owners.items() if len(one) > 1} == {}
