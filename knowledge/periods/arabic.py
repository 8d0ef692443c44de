"""How Arabic speaks of days: "الأسبوع الماضي", "منذ عام 2023". Text comes folded: one alef, haa for taa marbuta."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from knowledge.arabic import MONTHS
from knowledge.periods.calendar import Part, Unit
from knowledge.periods.compounds import Compounds
from knowledge.periods.grammar import Grammar, Relation, Rule
from knowledge.periods.readings import LAST

_WEEKDAYS = ("الاثنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه", "السبت", "الاحد")
_SEASONS = {"ربيع": 3, "صيف": 6, "خريف": 9, "شتاء": 12}
_PARTS: Mapping[str, Part] = {
    **dict.fromkeys(("اوائل", "مطلع", "بدايه", "بدايات", "مستهل"), "early"),
    **dict.fromkeys(("منتصف", "اواسط", "وسط"), "mid"),
    **dict.fromkeys(("اواخر", "نهايه", "نهايات"), "late"),
}
_NTH = ("الاول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر")
_UNITS_OF_NTH = ("الحادي", *_NTH[1:9])
_SMALL = ("ثلاثه|ثلاث", "اربعه|اربع", "خمسه|خمس", "سته|ست", "سبعه|سبع", "ثمانيه|ثماني|ثمان", "تسعه|تسع", "عشره|عشر")
_TENS = ("عشرين", "ثلاثين", "اربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين")
_VAGUE = ("بضعه", "بضع", "عده")
_UNITS: Mapping[Unit, str] = {
    "day": "يوم|يوما|ايام",
    "week": "اسبوع|اسبوعا|اسابيع",
    "month": "شهر|شهرا|اشهر|شهور",
    "year": "عام|عاما|اعوام|سنه|سنوات|سنين",
    "decade": "عقد|عقدا|عقود",
    "quarter": "الربع",
    "weekend": "نهايه الاسبوع|عطله نهايه الاسبوع",
}
_PAIRS: Mapping[Unit, str] = {
    "day": "يومين",
    "week": "اسبوعين",
    "month": "شهرين",
    "year": "عامين|سنتين",
    "decade": "عقدين",
}
_PLURALS: Mapping[Unit, str] = {
    "day": "الايام",
    "week": "الاسابيع",
    "month": "الاشهر|الشهور",
    "year": "السنوات|الاعوام|السنين",
}
_LAST = ("الماضي", "الماضيه", "المنصرم", "المنصرمه", "الفائت", "الفائته", "السابق", "السابقه")
_THIS = ("هذا", "هذه", "الجاري", "الجاريه", "الحالي", "الحاليه")
_LATELY = "الماضيه|الاخيره|المنصرمه|الفائته|السابقه|الماضيين|الاخيرين|الماضيتين|الاخيرتين"
_WITH_END = ("بحلول", "حتي", "قبل", "مع", "لغايه", "الي")
_RELATIONS: Mapping[str, Relation] = {
    **dict.fromkeys(("في", "خلال", "اثناء", "طوال", "طيله", "علي مدي", "علي مدار", "بتاريخ"), "in"),
    **dict.fromkeys(("منذ", "اعتبارا من", "ابتداء من"), "since"),
    **dict.fromkeys(("حتي", "لغايه", "بحلول", "بنهايه", *(f"{word} نهايه" for word in _WITH_END)), "until"),
    **{"قبل": "before", "بعد": "after", "من": "from", "بين": "between"},
}


@cache
def arabic() -> Grammar:
    """What the Arabic words of time mean."""
    return Grammar(
        rules=tuple(_rules(_vocabulary())),
        relations=_RELATIONS,
        lead=re.compile(rf"(?:^|(?<!اكثر)(?<!اقل)(?<!ازيد)[^\w])[وف]?({_one_of(_RELATIONS)}) $"),
        to=re.compile(r" و?(?:الي|حتي|لغايه) (?:نهايه )?| ?- ?| و ?"),
        both=re.compile(r" و ?| ?- ?"),
        also=re.compile(r" و?(?:الي|حتي|لغايه|او) (?:نهايه )?| و ?| ?[,-] ?"),
        onward=re.compile(r" (?:فصاعدا|وما بعده|وما بعدها)\b"),
        denied=re.compile(r"\b(?:ليس|ليست|لا|باستثناء|عدا|ماعدا|سوي|غير|الا) $"),
        within=re.compile(
            r"\b(?:الاسبوع|الاسابيع|الايام|اليوم|الاشهر|الشهور|النصف|الثلث|الربع|عطله) (?:\w+ ){1,2}"
            r"(?:من|حتي|الي) (?:شهر |عام )?$"
            r"|\b(?:اسبوع|نصف) (?:شهر )?$|\bالمنتهيه? (?:في )?(?:شهر )?$"
        ),
        edge=r"(?:(?<![\w$€£#@/+&-])|(?<=(?<!\w)[وفب]))(?<!\d[.,:])",
    )


def _vocabulary() -> Compounds:
    units = {said: unit for unit, words in _UNITS.items() for said in words.split("|")}
    return Compounds(
        months={name: number for number, names in enumerate(MONTHS, start=1) for name in names.split("|")},
        weekdays={name: number for number, name in enumerate(_WEEKDAYS)},
        seasons=_SEASONS | {f"ال{name}": month for name, month in _SEASONS.items()},
        parts=_PARTS,
        ordinals={**{name: number for number, name in enumerate(_NTH[:4], start=1)}, "الاخير": LAST},
        numbers=_numbers(),
        units=units | {f"ال{said}": unit for said, unit in units.items()},
        days_back={
            **dict.fromkeys(("اول امس", "اول من امس", "امس الاول"), 2),
            **dict.fromkeys(("امس", "يوم امس", "مساء امس", "صباح امس", "البارحه", "الليله الماضيه"), 1),
            **dict.fromkeys(("اليوم", "صباح اليوم", "مساء اليوم", "هذا اليوم", "هذا الصباح"), 0),
        },
        which={**dict.fromkeys(_LAST, "last"), **dict.fromkeys(_THIS, "this")},
        inside=frozenset(("في", "خلال", "اثناء", "طوال", "طيله", "علي مدي", "علي مدار", "من")),
        on=frozenset(("في", "بتاريخ", "من")),
        since=frozenset(("منذ",)),
        undated=frozenset(("منذ", "قبل", "بعد", "حتي")),
        open=frozenset(word for word, relation in _RELATIONS.items() if relation not in ("in", "from", "between")),
        between=frozenset(("بين",)),
        vague=frozenset(_VAGUE),
        hours=frozenset(("ساعه", "ساعات", "الساعات")),
        counted={
            **{
                f"{the}{said}": (2, unit)
                for unit, words in _PAIRS.items()
                for said in words.split("|")
                for the in ("", "ال")
            },
            **{
                f"{said} {lately}": (5, unit)
                for unit, words in _PLURALS.items()
                for said in words.split("|")
                for lately in _LATELY.split("|")
            },
        },
        future=re.compile(
            r"\b(?:سوف|سيتم|ستتم|سيكون|ستكون|المقبله?|القادمه?|المتوقع|المقرر|متوقعه?|مقرره?|[يت]عتزم|[يت]خطط)\b"
        ),
        duty=re.compile(r"\b(?:يجب|يتعين|يشترط|يلزم|شروط|متطلبات|صلاحيه|الراحه|الطبيه)\b"),
        directive=re.compile(r"\b(?:ads?|sbs?|توجيه|التوجيه|نشره|النشره|رقم)\b"),
    )


def _numbers() -> dict[str, int]:
    found = {said: number for number, words in enumerate(_SMALL, start=3) for said in words.split("|")}
    found |= {said: number for number, said in zip(range(20, 100, 10), _TENS, strict=True)}
    found |= {f"ال{said}": number for said, number in found.items()}
    found |= {"احد عشر": 11, "اثني عشر": 12, "اثنا عشر": 12, "الاثني عشر": 12, **dict.fromkeys(_VAGUE, 5)}
    found |= {said: number for number, said in enumerate(_NTH, start=1)}
    found |= {f"{said} عشر": number for number, said in enumerate(_UNITS_OF_NTH, start=11)}
    found |= {f"{said} والعشرين": number for number, said in enumerate(_UNITS_OF_NTH, start=21)}
    found |= {"الحادي والثلاثين": 31}
    decades = {f"{ten[:-2]}ين{end}": 10 * number for number, ten in enumerate(_TENS, start=2) for end in ("ات", "يات")}
    return found | decades | {f"ال{said}": number for said, number in decades.items()}


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_COUNTED = (
    "ساعه|ساعات|قدم|قدما|متر|مترا|كيلومتر|كيلومترا|كم|ميل|ميلا|كيلوغرام|طن|طنا|دوره|رحله|رحلات|طائره|طائرات|مقعد"
    "|مقعدا|راكب|راكبا|مسافر|مسافرا|دولار|دولارا|يورو|دقيقه|يوم|يوما|موظف|موظفا|طيار|طيارا|شخص|شخصا|وظيفه"
)
_IS_A_YEAR = rf"(?!\w|[.,:/'-]\w|%|(?: ?(?:الي|و|او|-) ?[\d.,]+)? (?:{_COUNTED})\b)"


def _rules(words: Compounds) -> Iterable[Rule]:
    last, this = _one_of(_LAST), _one_of(_THIS[2:])
    the_year = "(?:(?:عام|العام|سنه|السنه) )?"
    any_year = rf"(?P<year>(?:19|20)\d\d{_IS_A_YEAR}|(?:العام|السنه) (?:{last}|{this})\b|هذا العام\b|هذه السنه\b)"
    of_year = rf"(?: (?:من |في |خلال )?{the_year}{any_year})"
    not_an_end = "".join(f"(?<!{word} )" for word in _WITH_END) + "(?<!ب)"
    part = rf"(?P<part>{_one_of(set(_PARTS) - {'نهايه'})}|{not_an_end}نهايه) (?:شهر )?"
    name = _one_of(words.months)
    month = rf"(?:شهر )?(?P<month>{name})\b(?: ?[/(-] ?(?:{name})\b\)?)?"
    weekday = rf"(?P<weekday>{_one_of(words.weekdays)})\b"
    nth = _one_of(word for word in words.numbers if word.startswith("ال") and words.numbers[word] < 32)
    days = rf"(?P<day>\d{{1,2}}|{nth})(?:(?: الي | حتي | و ?| ?- ?)(?P<until>\d{{1,2}}|{nth}))?"
    before_day = rf"(?:(?:يوم )?(?:{_one_of(words.weekdays)}),? )?(?:يوم )?(?:الموافق )?"
    seasons, the_seasons = _one_of(_SEASONS), _one_of(f"ال{name}" for name in _SEASONS)
    units = "يوما?|ايام|اسبوعا?|اسابيع|شهرا?|اشهر|شهور|عاما?|اعوام|سنه|سنوات|سنين|عقود"
    pairs = _one_of(said for said in words.counted if " " not in said and not said.startswith("ال"))
    count = rf"(?:(?P<count>\d{{1,3}}|{_one_of(words.numbers)}) )?(?P<unit>{units}|{pairs})\b"
    counted = rf"{count}(?! من\b| علي\b| \d| (?:{name})\b| واحده?\b| (?:ال|{_one_of(words.weekdays)}))"
    the_plurals = "الايام|الاسابيع|الاشهر|الشهور|السنوات|الاعوام|السنين|الساعات"
    the_pairs = _one_of(said for said in words.counted if " " not in said and said.startswith("ال"))
    the_units = "الاسبوع|الشهر|العام|السنه|الربع|عطله نهايه الاسبوع|نهايه الاسبوع"
    yield Rule("iso", r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\w|[-/.]\w)", words.iso)
    yield Rule(
        "numeric", r"(?P<one>\d{1,2})[/.](?P<two>\d{1,2})[/.](?P<year>(?:19|20)\d\d)(?!\w|[-/.]\w)", words.numeric
    )
    nth_of = rf"(?P<count>)(?:ال)?(?P<unit>اسبوع|يوم|شهر) (?P<nth>{_one_of(words.ordinals)}) من (?:شهر )?"
    yield Rule("nth_of_month", rf"{nth_of}{month}{of_year}?", words.nth)
    yield Rule("nth_of_year", rf"{nth_of}(?P<month>){the_year}{any_year}", words.nth)
    yield Rule("half_month", rf"النصف (?P<nth>الاول|الثاني|الاخير) من (?:شهر )?{month}{of_year}?", words.half_month)
    yield Rule(
        "before_last",
        rf"(?P<unit>الاسبوع|عطله نهايه الاسبوع|الشهر|الربع|العام|السنه) (?:ما )?قبل (?:{last})\b",
        words.before_last,
    )
    yield Rule(
        "start",
        rf"(?:بدايه|مطلع) (?:هذا |هذه )?(?P<unit>الاسبوع|الشهر|العام|السنه)(?: (?:{this}))?\b(?! ال| \d)",
        words.start,
    )
    yield Rule(
        "day", rf"(?<!اسبوع )(?<!النصف )(?<!الربع )(?<!الثلث ){before_day}{days} (?:من )?{month}{of_year}?", words.day
    )
    yield Rule("month", rf"(?:{part})?{month}(?:(?P<which> (?:{last}|{this}))\b|{of_year})?", words.month)
    yield Rule("years", rf"{the_year}(?P<year>(?:19|20)\d\d)-(?P<until>(?:19|20)\d\d|\d\d){_IS_A_YEAR}", words.years)
    yield Rule("part_of_year", rf"{part}{the_year}{any_year}", words.part_of_year)
    yield Rule("quarter", rf"الربع (?P<nth>{_one_of(words.ordinals)})\b(?:{of_year}|(?! من))", words.quarter)
    yield Rule("half", rf"النصف (?P<nth>الاول|الثاني|الاخير)\b{of_year}", words.half)
    yield Rule("season", rf"(?:فصل )?(?P<season>{seasons}) {the_year}{any_year}", words.season)
    yield Rule("last_season", rf"(?P<season>{the_seasons}) (?P<which>{last})\b", words.this_season)
    yield Rule("this_season", rf"(?P<which>هذا) (?P<season>{the_seasons})\b", words.this_season)
    yield Rule(
        "year",
        r"(?:(?<!توقعات )(?P<named>(?<!العالم )(?:لعام|لسنه|للعام|للسنه)|"
        r"عامي|العامين|عام|العام|سنه|السنه|سنتي) )?"
        rf"(?P<year>(?:19|20)\d\d{_IS_A_YEAR})",
        words.year,
    )
    decades = _one_of(said for said, number in words.numbers.items() if said.endswith("ات") and number > 20)
    yield Rule("decade", rf"(?:{part})?(?P<decade>{decades})\b", words.decade)
    yield Rule("since_many", rf"(?<=منذ ){counted}", words.last_many)
    yield Rule("ago", rf"قبل (?:حوالي |نحو )?{counted}", words.ago)
    yield Rule("last_many", rf"(?:ال)?اخر {count}", words.last_many)
    yield Rule(
        "the_many",
        rf"(?P<unit>{the_plurals}) (?P<count>{_one_of(words.numbers)}|(?:ال)?\d{{1,3}}) (?:{_LATELY})\b(?! من\b)",
        words.last_many,
    )
    yield Rule("many", rf"ال ?(?P<count>\d{{1,3}}) (?P<unit>{units}|ساعه|ساعات) (?:{_LATELY})\b", words.last_many)
    yield Rule("the_pair", rf"(?P<count>)(?P<unit>{the_pairs}) (?:{_LATELY})\b", words.last_many)
    yield Rule(
        "several", rf"(?P<count>)(?P<unit>{_one_of(said for said in words.counted if ' ' in said)})\b", words.last_many
    )
    yield Rule(
        "past",
        r"(?P<count>)(?P<unit>(?:الاسبوع|الشهر|العام|السنه|العقد)(?= الاخير)|العقد(?= الماضي)) (?:الاخيره?|الماضي)\b",
        words.last_many,
    )
    yield Rule("this_unit", rf"(?P<which>هذا|هذه) (?P<unit>{the_units})\b", words.unit)
    yield Rule("unit", rf"(?P<unit>{the_units}) (?P<which>{last}|{this})\b(?! من\b)", words.unit)
    not_nowadays = "".join(
        f"(?<!{word} )" for word in ("في", "ذلك", "مدار", "مدي", "طوال", "خلال", "العالم", "نفس", "نصف", "كل")
    )
    yield Rule(
        "today",
        rf"{not_nowadays}(?P<days>اليوم|صباح اليوم|مساء اليوم|هذا اليوم|هذا الصباح)\b"
        r"(?! (?:الواحد|التالي|السابق|العالمي|الدولي|الوطني|نفسه|الاول|الثاني))",
        words.relative_day,
    )
    past_days = _one_of(said for said, back in words.days_back.items() if back)
    yield Rule("yesterday", rf"(?P<days>{past_days})\b", words.relative_day)
    yield Rule(
        "weekday",
        rf"(?<!كل )(?<!كل يوم )(?:(?P<named>يوم|نهار|صباح|مساء|فجر|ليله) )?{weekday}"
        rf"(?: (?P<which>{last}))?(?! (?:المقبل|القادم|التالي))",
        words.weekday,
    )
    yield Rule("now", r"(?:الان|الوقت الحاضر|وقتنا هذا)\b", words.now)
