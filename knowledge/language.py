"""Which language a text is written in: Arabic by its letters, the rest by a small statistical model."""

import re
from collections.abc import Callable
from functools import lru_cache

from knowledge.article import UNKNOWN_LANGUAGE

_SAMPLE = 2000
"""Code points that are looked at: more of them change no verdict and only cost time."""

_ARABIC_SHARE = 0.4
"""An Arabic article may name many aircraft and airlines in Latin letters."""

_CLEARLY = 0.6
"""The probability from which another language than English is believed of a Latin text. Measured on 5,000
English questions, titles and paragraphs: one is lost, and French or German questions of four words are found."""

_ABBREVIATION = 5
"""Letters of a long abbreviation: ETOPS, CPDLC."""

_CANDIDATES = (
    "ar az bg bn ca cs da de el en es et fa fi fr he hi hr hu hy id is it ja ka kk ko lt lv mk mn ms nl no"
    " pl ps pt ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi zh"
)
"""Languages that news is written in. Their small relatives (Walloon, Extremaduran) only steal sentences."""

_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LATIN_WORD = re.compile("[A-Za-z0-9\u00c0-\u024f]+(?:['’-][A-Za-z0-9\u00c0-\u024f]+)*")
_WORD = re.compile(r"[^\W\d_]+")


def detect(text: str) -> str:
    """The ISO 639-1 code of the language that a text is mostly written in; `und` if it holds no letters.

    Codes and abbreviations do not count, because a question may consist of little else. A Latin text too
    short to tell, or made of names only, is taken for English.

    >>> [detect(text) for text in ("ما هي قواعد ETOPS؟", "Quelle est la portée du 787 ?", "QNH FL350", "42")]
    ['ar', 'fr', 'en', 'und']
    """
    sample = text[:_SAMPLE]
    if not any(map(str.isalpha, sample)):
        return UNKNOWN_LANGUAGE
    if _shouts(sample):
        sample = sample.lower()
    prose = _LATIN_WORD.sub(lambda word: " " if _is_code(word[0]) else word[0], sample)
    words = _WORD.findall(prose)
    if _is_arabic(words):
        return _arabic_script(sample)
    if _latin_share(prose) > 0.5:
        return _latin(words, _ARABIC.sub("", prose))
    return _likeliest(prose)[0] if words else "en"


def _shouts(sample: str) -> bool:
    """Whether a text in capitals is made of words, not of abbreviations."""
    words = _WORD.findall(sample)
    return sample.isupper() and _latin_share(sample) == 1 and len(words) > 2 and max(map(len, words)) > _ABBREVIATION


def _is_code(word: str) -> bool:
    return any(map(str.isdigit, word)) or (len(word) > 1 and word.isascii() and word.isupper())


def _is_arabic(words: list[str]) -> bool:
    # A Latin name inside an Arabic sentence starts with a capital, so only the other words count against it.
    arabic = sum(len(_ARABIC.findall(word)) for word in words)
    others = sum(len(word) for word in words if word[0].islower())
    return arabic > 0 and arabic >= _ARABIC_SHARE * (arabic + others)


def _arabic_script(sample: str) -> str:
    # Persian and Urdu share the script, and a single borrowed letter must not move an Arabic text there.
    language, probability = _likeliest(sample)
    return language if language in {"fa", "ur", "ps"} and probability > _CLEARLY else "ar"


def _latin_share(text: str) -> float:
    return len(_LATIN.findall(text)) / max(1, sum(map(str.isalpha, text)))


def _latin(words: list[str], prose: str) -> str:
    if len(words) < 2 or not any(word[0].islower() for word in words):
        return "en"
    language, probability = _likeliest(prose)
    return language if probability >= _CLEARLY else "en"


def _likeliest(text: str) -> tuple[str, float]:
    return _classifier()(text)


@lru_cache(maxsize=1)
def _classifier() -> Callable[[str], tuple[str, float]]:
    # The package carries no types; what is used of it is written down in the signature above.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_CANDIDATES.split())
    classify: Callable[[str], tuple[str, float]] = identifier.classify
    return classify
