"""The words that betray what a name stands for, kind by kind."""

from functools import cache, lru_cache

from knowledge.identifiers.spelling import key

_FLYING = """
flight flights fly flies flew flying flown airline airlines aviation aircraft airplane airplanes aeroplane plane planes
jet jets jetliner airliner airliners pilot pilots cockpit takeoff landed landing runway crash crashed
طائرة طائرات رحلة طيران مطار مدرج
"""

_CUES = {
    "aircraft": """
        boeing airbus embraer cessna bombardier variant fuselage cabin winglets engines engine range fleet ordered
        orders order deliveries delivered widebody narrowbody grounded grounding retired freighter certification
        simulator maker makers manufacturer wingspan seats mcas dreamliner supersonic seat rating turboprop helicopter
        بوينغ ايرباص اسطول""",
    "airline": """
        carrier carriers passengers passenger fares fare route routes network hub hubs airport airports fleet fleets
        bankruptcy merger alliance alliances codeshare subsidiary subsidiaries fly flies flew flight flights lounge
        luggage baggage tickets ticket loyalty travelers travellers attendants attendant crew boarding budget
        cancelled canceled الخطوط شركة""",
    "airport": """
        airports airport airfield runways terminal terminals gate departed departure departures arrived arrival arrivals
        diverted diversion route routes passengers hub delay delays delayed tsa metar taf iata icao taxiway approach
        tower airspace""",
    "term": """
        mean means meaning stands abbreviation acronym definition defined crew dispatch dispatched maintenance procedure
        procedures approach departure navigation radar surveillance clearance controller atc ifr operator operators
        equipment regulation regulations icao faa easa seat cost capacity""",
    "authority": """
        regulator regulators authority agency investigators investigation investigating report rules rule safety
        certification certified ministry هيئة سلطة""",
    "maker": "maker manufacturer order orders delivery deliveries engine engines company",
    "engine": """
        engine engines turbofan turbofans turbine thrust powered powers blades fan pratt whitney rolls royce cfm
        powerplant محرك محركات""",
    "city": "airport airports city",
    "registration": "registered registration tail helicopter cessna piper",
    "flight": """
        airport departed departure takeoff bound passengers aboard board crew boarding route operated operates diverted
        disappeared disappearance missing wreckage""",
}
"""What betrays each kind of thing, besides the words of flying."""

PLACES = frozenset(
    "airport airports airfield terminal terminals runway runways metar taf atis notam notams airspace".split()
)
TOWARDS = frozenset("at from to via into near in between out leaving departed reached serving".split())

USUAL = ("aircraft", "airline", "term", "authority", "engine", "maker", "airport", "city")
"""What a code alone is most likely to mean, likeliest first."""

TECHNICAL = frozenset(["aircraft", "engine", "term", "authority"])
"""Kinds whose codes people who ask about aviation hardly use for anything else."""

IDLE = frozenset(
    """a an the is are was were what which who where whats s does do did mean means stand stands for of in to me tell
    about explain define definition meaning code abbreviation acronym ما هو هي ماذا يعني معنى من""".split()
)
"""Words that a question consists of besides what it asks for."""

COUNTED = frozenset(
    """passengers people persons seats dead killed million billion thousand percent per km kilometers kilometres miles
    feet meters metres euros dollars pounds days years hours minutes times cases deaths victims employees workers jobs
    points votes pages students men women children others tonnes tons kg lb lbs knots ft m flights airports airlines
    companies stores hotels rooms homes units copies and more other new different of u us راكب شخص مليون""".split()
)
"""What follows a number that only counts something."""

CERTAIN = 100
"""The weight of what a table marks as certain: more than any number of words around."""

ENOUGH = 2
"""The weight from which the words around are believed: one telling word, or two weak ones."""

WEAK = frozenset(
    """
    aviation network hub hubs fare crew crash crashed crashes company merger alliance budget jets lounge luggage
    baggage landing cancelled canceled ticket tickets order orders ordered range engine engines cabin cost capacity
    report rule rules safety investigation agency authority gate approach tower us star city seat seats means meaning
    fan missing bound board box
    """.split()
)
"""Words that betray a kind of thing only together with another one."""

COMPANIONS = frozenset(["aircraft", "engine", "maker", "authority"])
"""Kinds that are seldom alone: an aircraft, maker or airline near speaks for another one."""

ACTS = frozenset(
    """said says has had is was plans planned reported announced expects operates operated flies flew will would
    ordered""".split()
)
"""What an airline does, while the adjective that it is called by does nothing."""

BUSINESS = frozenset(
    """profit profits profitable profitability loss losses revenue revenues results earnings quarter order orders
    ordered strike strikes union sued sues lawsuit ceo chairman shares stock wifi wi starlink internet crew cabin class
    business economy premium seats seat miles rewards safety safe merge merger acquire acquired rival rivals competitor
    competitors market bankrupt bankruptcy chapter operates policy refund refunds outage delays staff hire hiring
    livery destinations destination catering a380 airbus boeing""".split()
)
"""What questions ask about an airline, besides flying."""

PLAINLY_NAMED = frozenset(
    f"airline:{code}" for code in "uae dal ual swa fft nks ibe aee cfg igo cpa azu cmp flr sco lan tgw".split()
)
"""Airlines that are mostly called by a plain word or the name of a place, and that word is no adjective."""

RIVALS = frozenset("american delta emirates frontier southwest spirit united".split())
"""What some of them are called: “Delta or United” are two airlines in a question."""

MONEY = frozenset("$€£¥#.,")

ARTICLES = frozenset("a an the this that its his their every each another".split())


@cache
def of_kind(kind: str) -> frozenset[str]:
    """The words that betray a kind of thing."""
    return frozenset(key(_FLYING + _CUES.get(kind, "")))


@cache
def own_cues(kind: str) -> frozenset[str]:
    """Those of them that betray this kind and no other one."""
    return frozenset(key(f"{kind} {kind}s {_CUES.get(kind, '')}"))


@lru_cache(maxsize=4096)
def of_row(phrases: tuple[str, ...]) -> frozenset[str]:
    """The words of a row's cues; of those of several words the long ones."""
    cut = map(key, phrases)
    return frozenset(word for words in cut for word in words if len(word) > (2 if len(words) == 1 else 3))
