"""Units and what they are in the base unit of their kind. Words are lower case, Arabic folded as in `tokens`."""

from functools import cache
from typing import NamedTuple


class Unit(NamedTuple):
    """A unit: value × factor + shift is the value in the base unit of its kind."""

    kind: str
    name: str
    factor: float = 1.0
    shift: float = 0.0


_UNITS = """
percent % 1: %|percent|per cent|pct|percentage point|بالمئه|بالماءه|بالمائه|بالميه|في المئه|في المائه|في الميه
length m 1: m|metre|meter|متر|مترا|امتار
length km 1000: km|kms|kilometre|kilometer|كم|كيلومتر|كيلومترا|كيلومترات|كيلو متر
length cm 0.01: cm|centimetre|centimeter|سم|سنتيمتر|سنتيمترا|سنتيمترات
length mm 0.001: mm|millimetre|millimeter|ملم|مليمتر|مليمترا
length ft 0.3048: ft|foot|feet|قدم|قدما|اقدام
length in 0.0254: inch|inches|بوصه|بوصات
length yd 0.9144: yard|yd
length mi 1609.344: mi|mile|statute mile|ميل|ميلا|اميال
length nmi 1852: nm|nmi|nautical mile|ميل بحري|ميلا بحريا|اميال بحريه
speed m/s 1: m/s|metres per second|meters per second|متر في الثانيه|مترا في الثانيه
speed km/h 0.277777777778: km/h|kph|kmh|kilometres per hour|kilometers per hour|kilometres an hour|kilometers an hour
speed km/h 0.277777777778: كم/س|كم/ساعه|كم في الساعه|كيلومتر في الساعه|كيلومترا في الساعه|كيلومترات في الساعه
speed kt 0.514444444444: kt|kts|knot|kn|عقده|عقدا|عقد
speed mph 0.44704: mph|mi/h|miles per hour|miles an hour|ميل في الساعه|ميلا في الساعه
speed ft/min 0.00508: ft/min|fpm|feet per minute|feet a minute|قدم في الدقيقه|قدما في الدقيقه
mass kg 1: kg|kgs|kilo|kilogram|kilogramme|كغ|كغم|كجم|كلغ|كيلوغرام|كيلوغراما|كيلوجرام|كيلوجراما
mass g 0.001: g|gram|gramme|غرام|جرام|غراما|جراما
mass t 1000: t|tonne|metric ton|ton|طن|طنا|اطنان
mass lb 0.45359237: lb|lbs|pound|رطل|رطلا|ارطال
thrust lbf 4.4482216153: lbf|pounds of thrust|lb of thrust|lbs of thrust|lbf of thrust|pound-force|pounds-force
thrust lbf 4.4482216153: رطل من الدفع|رطلا من الدفع|رطل دفع|رطل من قوه الدفع|رطلا من قوه الدفع
thrust kN 1000: kilonewton|كيلونيوتن
volume L 1: l|litre|liter|لتر|لترا|لترات
volume mL 0.001: ml|millilitre|milliliter|مل|مليلتر|مليلترا|ملليلتر
volume gal 3.785411784: gal|gallon|us gallon|u.s. gallon|غالون|غالونا|جالون|جالونا|غالونات
volume m3 1000: m³|cubic metre|cubic meter|متر مكعب|مترا مكعبا
volume ft3 28.316846592: cubic foot|cubic feet|قدم مكعب|قدم مكعبه
volume bbl 158.987294928: barrel|برميل|برميلا|براميل
area m2 1: m²|square metre|square meter|متر مربع|مترا مربعا
area km2 1000000: km²|square kilometre|square kilometer|كيلومتر مربع|كيلومترا مربعا
area ft2 0.09290304: sq ft|square foot|square feet
duration s 1: s|sec|second|ثانيه|ثوان|ثواني
duration min 60: min|mins|minute|دقيقه|دقايق|دقائق
duration h 3600: h|hr|hrs|hour|ساعه|ساعات
duration d 86400: day|يوم|يوما|ايام
duration wk 604800: week|اسبوع|اسبوعا|اسابيع
duration mo 2629746: month|شهر|شهرا|اشهر|شهور
duration yr 31556952: year|yr|عام|عاما|اعوام|سنه|سنوات|سنين
duration decade 315569520: decade|عقود
temperature °C 1: °c|degrees celsius|degree celsius|degrees centigrade|celsius|deg c|درجه مئويه|درجات مئويه
pressure hPa 100: hpa|mb|mbar|millibar|hectopascal|هكتوباسكال|مليبار
pressure psi 6894.757293: psi|pounds per square inch
pressure inHg 3386.389: inhg|inches of mercury
pressure bar 100000: bar
power W 1: w|watt|واط
power kW 1000: kw|kilowatt|كيلوواط
power MW 1000000: megawatt|ميغاواط|ميجاواط
power hp 745.699872: hp|horsepower|shp|shaft horsepower|حصان|حصانا
energy Wh 1: wh|watt-hour|watt hour
energy kWh 1000: kwh|kilowatt-hour|kilowatt hour
frequency Hz 1: hz|hertz|هرتز
frequency kHz 1000: khz|kilohertz|كيلوهرتز
frequency MHz 1000000: mhz|megahertz|ميغاهرتز|ميجاهرتز
frequency GHz 1000000000: ghz|gigahertz|غيغاهرتز
sound dB 1: db|decibel|dba|ديسيبل
angle ° 1: °|degree|درجه|درجات
money:USD USD 1: $|us$|usd|dollar|us dollar|دولار|دولارا|دولارات|دولار امريكي|دولار اميركي|دولارا امريكيا
money:USD USD 0.01: cent|سنت|سنتا
money:EUR EUR 1: €|eur|euro|يورو
money:GBP GBP 1: £|gbp|pounds sterling|جنيه استرليني
money:JPY JPY 1: ¥|jpy|yen
money:AED AED 1: aed|dh|dhs|dirham|درهم|درهما|دراهم
money:SAR SAR 1: sar|riyal|saudi riyal|ريال|ريالا|ريال سعودي
money:QAR QAR 1: qar|qatari riyal|ريال قطري
money:CNY CNY 1: cny|rmb|yuan|يوان
money:INR INR 1: ₹|inr|rupee|روبيه
money:EGP EGP 1: egp|egyptian pound|جنيه|جنيها
money:CAD CAD 1: c$|cad|canadian dollar
money:AUD AUD 1: a$|aud|australian dollar
money:SGD SGD 1: s$|sgd|singapore dollar
"""
_FAHRENHEIT = ("°f", "degrees fahrenheit", "fahrenheit", "deg f", "درجه فهرنهايت", "فهرنهايت")
_NO_PLURAL = frozenset("foot inch kts kgs lbs".split())

DUALS = {
    "ساعتين": "ساعه", "ساعتان": "ساعه", "دقيقتين": "دقيقه", "دقيقتان": "دقيقه", "يومين": "يوم", "يومان": "يوم",
    "اسبوعين": "اسبوع", "اسبوعان": "اسبوع", "شهرين": "شهر", "شهران": "شهر", "عامين": "عام", "عامان": "عام",
    "سنتين": "سنه", "سنتان": "سنه", "طنين": "طن", "طنان": "طن", "كيلومترين": "كيلومتر", "مترين": "متر",
    "متران": "متر", "ميلين": "ميل", "ثانيتين": "ثانيه", "عقدين": "عقود",
}  # fmt: skip
"""Arabic duals, which say "two" without a number."""

CAPITALS = {"MW": Unit("power", "MW", 1e6), "kN": Unit("thrust", "kN", 1e3), "KN": Unit("thrust", "kN", 1e3)}
"""Units that only their capitals tell."""


@cache
def units() -> dict[str, Unit]:
    """Every unit by the words for it, of one to five tokens.

    >>> units()["nautical miles"]
    Unit(kind='length', name='nmi', factor=1852.0, shift=0.0)
    """
    found: dict[str, Unit] = {}
    for line in filter(None, _UNITS.splitlines()):
        head, _, words = line.rpartition(": ")
        kind, name, factor = head.split()
        for word in words.split("|"):
            found[word] = Unit(kind, name, float(factor))
            if word.isascii() and len(word) > 2 and word[-1].isalpha() and word not in _NO_PLURAL:
                found.setdefault(f"{word}s", found[word])
    found.update(dict.fromkeys(_FAHRENHEIT, Unit("temperature", "°F", 5 / 9, -160 / 9)))
    return found


@cache
def currencies() -> dict[str, Unit]:
    """The units that stand before their number: "$5", "USD 5"."""
    before = "$ us$ usd € eur £ gbp ¥ jpy aed sar qar cny rmb ₹ inr c$ cad a$ aud s$ sgd chf dh dhs".split()
    return {word: units()[word] for word in before if word in units()}
