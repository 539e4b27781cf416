"""Annotated reports as examples: windows of word pieces with the labels, roles, names and qualifiers to be learned.

    python training/prepare.py TOKENIZER.json corpus/reports OUT_FOLDER

Writes train.pickle and test.pickle.
"""

from __future__ import annotations

import pickle
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from tokenizers import Tokenizer

from kg.catalogue import load_catalogue
from kg.extraction.discourse import Discourse
from kg.extraction.reader import ruled
from kg.extraction.scored import asked, fillings, root_in, trigger_of
from kg.gazetteer import load_gazetteer
from kg.identifiers import text_sha256
from kg.learned.scheme import FILLINGS, LABELS, NAMES, QUALIFIERS, distance
from kg.learned.words import known_of, near_of, path, standings, windows, word_pieces
from kg.model import Report, Span
from kg.nlp.mentions import find_mentions
from kg.nlp.names import load_matcher
from kg.nlp.pipeline import parse
from kg.settings import Settings

MISSED: Counter[str] = Counter()


def find(text: str, phrase: str) -> list[Span]:
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, phrase.split())) + r"(?!\w)"
    return [Span(*m.span()) for m in re.finditer(pattern, text)]


def quoted(text: str, quote: str, trigger: str) -> tuple[Span, Span]:
    """The stretch of a quote and of its trigger in it."""
    match = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    assert match, quote
    whole = Span(*match.span())
    inner = find(whole.cut(text), trigger) if trigger else []
    if not inner:
        return whole, whole
    return whole, Span(whole.start + inner[0].start, whole.start + inner[0].end)


def example(
    report: Report, sentences: Any, mentions: Any, gold: dict[str, Any], tokenizer: Tokenizer
) -> dict[str, Any]:
    discourse = Discourse(report, sentences, mentions, load_catalogue())
    drafts = ruled(discourse)
    known = asked(discourse, drafts)
    words, n = known.words, len(known.words)
    pieces = word_pieces(words, tokenizer)

    # rules' roles by trigger word
    ruled_at: dict[int, dict[int, int]] = {}
    heads: list[tuple[Any, int | None]] = []
    for d in drafts:
        t = trigger_of(d, discourse)
        w = known.at.get(t) if t is not None else None
        heads.append((d, w))
        if w is not None:
            ruled_at.setdefault(w, {}).update(fillings(d, discourse, known))

    labels: dict[int, set[int]] = {}
    claims: list[dict[str, Any]] = []
    taken: set[int] = set()
    for claim in gold["claims"]:
        span, trigger = quoted(report.text, claim["quote"], claim.get("trigger", ""))
        at = root_in(trigger, discourse)
        word = known.at.get(at) if at is not None else None
        # the rules may hang the same claim on another word of the quote
        near = [
            (i, w)
            for i, (d, w) in enumerate(heads)
            if w is not None
            and i not in taken
            and d.type == claim["type"]
            and span.start <= words[w].token.start < span.end
        ]
        if near:
            exact = [x for x in near if x[1] == word]
            same = [x for x in near if heads[x[0]][0].status == claim["status"]]
            i, word = (exact or same or near)[0]
            taken.add(i)
        if word is None:
            MISSED["trigger"] += 1
            continue
        labels.setdefault(word, set()).add(LABELS.index(f"{claim['type']}/{claim['status']}"))
        roles: dict[int, int] = {}
        blurred: set[int] = set()
        everyone = [*claim["roles"].items(), ("attribution", claim.get("attribution") or [])]
        for role, fillers in everyone:
            for filler in fillers:
                MISSED["fillers"] += 1
                spots = find(report.text, filler["text"])
                name = filler.get("name") or filler["text"]
                alike = [m.mention.span for m in mentions if m.name == name or m.mention.text == filler["text"]]
                found = set()
                for spot in [*spots, *alike]:
                    at = root_in(spot, discourse)
                    w = known.at.get(at) if at is not None else None
                    if w is not None:
                        found.add(w)
                cands = sorted(found & set(known.candidates))
                if not cands:
                    MISSED["filler " + role] += 1
                    continue
                hinted = [c for c in cands if ruled_at.get(word, {}).get(c) == FILLINGS.index(role)]
                own = words[word].sentence
                best = (
                    hinted
                    or sorted(cands, key=lambda c: (words[c].sentence != own, words[c].sentence > own, abs(c - word)))
                )[0]
                roles.setdefault(best, FILLINGS.index(role))
                blurred.update(cands)
        for values, gold_value, filling in (
            ({w: (c.min, c.max) for w, c in known.counts.items()}, _ends(claim.get("count"), "min", "max"), "count"),
            ({w: (i.start, i.end) for w, i in known.times.items()}, _ends(claim.get("time"), "start", "end"), "time"),
        ):
            if gold_value is None:
                continue
            alike = sorted(w for w, value in values.items() if value == gold_value and w not in roles)
            if not alike:
                MISSED[filling] += 1
                # what the rules for numbers and times misread is better not learned as wrong
                blurred.update(values)
                continue
            own, kind = words[word].sentence, FILLINGS.index(filling)
            near = [w for w in alike if filling == "time" or span.start - 40 <= words[w].token.start <= span.end + 40]
            if not near:
                blurred.update(alike)
                continue
            best = min(near, key=lambda w: (words[w].sentence != own, words[w].sentence > own, abs(w - word)))
            roles.setdefault(best, kind)
            blurred.update(alike)
        scope = claim.get("scope") or ("event" if claim.get("count") else None)
        qualifiers = {
            "polarity": claim.get("polarity") or "positive",
            "modality": claim.get("modality") or "actual",
            "certainty": claim.get("certainty") or "asserted",
            "basis": claim.get("basis") or "none",
            "scope": scope or -1,
        }
        claims.append(
            {
                "word": word,
                "label": LABELS.index(f"{claim['type']}/{claim['status']}"),
                "roles": roles,
                "blurred": blurred - set(roles),
                "qualifiers": [QUALIFIERS[k].index(v) if v != -1 else -1 for k, v in qualifiers.items()],
            }
        )

    names = [0] * n
    for e in sorted(gold.get("entities") or [], key=lambda e: len(e["text"])):
        for span in find(report.text, e["text"]):
            inside = [i for i, w in enumerate(words) if w.token.start < span.end and span.start < w.token.end]
            for k, i in enumerate(inside):
                names[i] = NAMES.index(("B-" if k == 0 else "I-") + e["type"])
    # words of one claim set share pair scores; merge claims of one trigger and type
    cut = list(windows(words, pieces))
    window_of = [window for window in cut for _ in range(window.own, window.last)]
    pairs = {}
    for c in claims:
        w = c["word"]
        if w in pairs:
            continue
        s = discourse.sentences[words[w].sentence]
        rows = []
        near = near_of(words, known.candidates, w, window_of[w].first, window_of[w].last)
        for j, standing in zip(near, standings(words, near, w), strict=True):
            ds = words[j].sentence - words[w].sentence
            p = path(s, words[w].token.i, words[j].token.i) if ds == 0 else "far"
            rows.append((j, distance(j - w, ds), p, ruled_at.get(w, {}).get(j, 0), standing))
        pairs[w] = rows
    return {
        "id": report.id, "pieces": pieces, **known_of(words), "heads": [w.head for w in words],
        "sentences": [w.sentence for w in words], "names": names, "labels": {k: sorted(v) for k, v in labels.items()}, "claims": claims,
        "pairs": pairs, "windows": [(w.first, w.own, w.last) for w in cut],
    }  # fmt: skip


def _ends(value: dict[str, Any] | None, low: str, high: str) -> tuple[Any, Any] | None:
    return (value.get(low), value.get(high)) if value else None


def for_testing(name: str) -> bool:
    """Whether a report of the corpus is kept aside, by the digest of its name: about one in five."""
    return int(text_sha256(name), 16) % 5 == 0


def main(tokenizer_file: str, corpus: str, out: str) -> None:
    tokenizer = Tokenizer.from_file(tokenizer_file)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    settings = Settings()
    golds = []
    for file in sorted(Path(corpus).glob("*.yaml")):
        gold = yaml.safe_load(file.read_text("utf-8"))
        text = file.with_suffix(".txt").read_text("utf-8")
        golds.append((text, (Report(file.stem, text, text_sha256(text), gold["date"]), gold)))
    parts: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    for (report, gold), sentences in parse(golds, model=settings.model):
        mentions = find_mentions(report, sentences, load_matcher(), load_catalogue(), load_gazetteer(settings.cache))
        parts[for_testing(report.id)].append(example(report, sentences, mentions, gold, tokenizer))
    for aside, examples in parts.items():
        name = "test" if aside else "train"
        (Path(out) / f"{name}.pickle").write_bytes(pickle.dumps(examples))
        print(f"{name}: {len(examples)} reports, {sum(len(e['claims']) for e in examples)} claims")
    print(f"without a word in the text: {dict(MISSED)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
