"""The learned scores of a report: how likely each word tells each kind of claim, and what each other word is to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kg.errors import SettingsError
from kg.learned.scheme import ALLOWED, FILLINGS, GROUPS, KINDS, LABELS, SCHEME, TYPES, distance, group
from kg.learned.words import Window, Word, known_of, laid_out, near_of, path, standings, windows, word_pieces
from kg.syntax import Sentence

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
_LABELS_OF = [[n for n, label in enumerate(LABELS) if label.startswith(f"{kind}/")] for kind in TYPES]
_ALLOWED = np.array(ALLOWED)


@dataclass(frozen=True, slots=True)
class _Encoded:
    """One window with what the encoder says of its words."""

    window: Window
    triggers: Floats
    names: Floats
    from_trigger: Floats
    to_filler: Floats


@dataclass(frozen=True, slots=True)
class _Paired:
    """The candidates near a trigger, and what the tables are indexed by for each, whatever type the claim is of."""

    words: Sequence[int]
    ways: Numbers
    kinds: Numbers
    groups: Numbers
    steps: Numbers
    stands: Numbers


class Scores:
    """The scores of one report.

    `triggers` holds the probability of each of `LABELS` per word, `chances` that of each of `TYPES`, `names` that of
    each of `NAMES`.
    """

    def __init__(self, words: Sequence[Word], encoded: Sequence[_Encoded], tables: Mapping[str, Any]) -> None:
        self.words = words
        self._encoded = encoded
        self._tables = tables
        self._pairs: dict[int, _Paired] = {}
        self._of = [n for n, e in enumerate(encoded) for _ in range(e.window.own, e.window.last)]
        self.triggers = _sigmoid(np.concatenate([e.triggers[e.window.own - e.window.first :] for e in encoded]))
        self.names = _softmax(np.concatenate([e.names[e.window.own - e.window.first :] for e in encoded]))
        untold = np.log1p(-np.minimum(self.triggers, 0.999999))
        self.chances = 1.0 - np.exp(np.stack([untold[:, labels].sum(-1) for labels in _LABELS_OF], axis=-1))

    def status(self, word: int, type: str) -> str:
        """The status that a claim of a type told by a word has most likely."""
        labels = _LABELS_OF[TYPES.index(type)]
        return LABELS[labels[int(self.triggers[word, labels].argmax())]].split("/")[1]

    def _row(self, word: int) -> tuple[_Encoded, int]:
        encoded = self._encoded[self._of[word]]
        return encoded, word - encoded.window.first

    def _paired(self, word: int, candidates: Sequence[int], sentence: Sentence) -> _Paired:
        window, own = self._row(word)[0].window, self.words[word]
        near = near_of(self.words, candidates, word, window.first, window.last)
        paths: Mapping[str, int] = self._tables["paths"]
        apart = [self.words[j].sentence - own.sentence for j in near]
        ways = [
            paths.get("far" if d else path(sentence, own.token.i, self.words[j].token.i), 0)
            for j, d in zip(near, apart, strict=True)
        ]
        kinds = [self.words[j].kind for j in near]
        steps = [distance(0 if d else j - word, d) for j, d in zip(near, apart, strict=True)]
        stands = standings(self.words, near, word)
        return _Paired(near, *map(np.array, (ways, kinds, list(map(group, kinds)), steps, stands)))

    def fillings(
        self, word: int, type: str, candidates: Sequence[int], sentence: Sentence, hints: Mapping[int, int]
    ) -> dict[int, Floats]:
        """Of each of the sorted candidates in the window of a trigger, the probability of each of `FILLINGS`."""
        encoded, row = self._row(word)
        tables, kind = self._tables, TYPES.index(type)
        if word not in self._pairs:
            self._pairs[word] = self._paired(word, candidates, sentence)
        pairs = self._pairs[word]
        near = pairs.words
        if not near:
            return {}
        ruled = np.array([hints.get(j, 0) for j in near])
        rank = encoded.from_trigger.shape[-1] // len(FILLINGS)
        ours = (encoded.from_trigger[row] + tables["typed"][kind]).reshape(len(FILLINGS), rank)
        theirs = encoded.to_filler[np.array(near) - encoded.window.first].reshape(len(near), len(FILLINGS), rank)
        scores = (
            (ours * theirs).sum(-1) / rank**0.5
            + tables["bias"]
            + tables["distance"][pairs.steps]
            + tables["path"][pairs.ways]
            + tables["typed_path"][kind * len(tables["path"]) + pairs.ways]
            + tables["kind"][kind * len(KINDS) + pairs.kinds]
            + tables["standing"][pairs.stands * (len(GROUPS) + 1) + pairs.groups]
            + tables["typed_standing"][pairs.stands * len(TYPES) + kind]
            + tables["hint"][ruled]
        )
        scores = np.where(_ALLOWED[kind], scores, -30.0)
        return dict(zip(near, _softmax(scores), strict=True))


def score(words: Sequence[Word]) -> Scores:
    """The scores of a report's words. Each window is encoded by itself, so that they are the same in any batch."""
    tokenizer, session, tables = _tokenizer(), _session(), _tables()
    pieces = word_pieces(words, tokenizer)
    encoded = [_encode(window, words, session) for window in windows(words, pieces)]
    return Scores(words, encoded, tables)


def _encode(window: Window, words: Sequence[Word], session: onnxruntime.InferenceSession) -> _Encoded:
    inside = words[window.first : window.last]
    rows = laid_out(window.pieces, known_of(inside), [w.head - window.first for w in inside])
    given = {name: np.array([row], dtype=np.int64) for name, row in rows.items()}
    return _Encoded(window, *(found[0] for found in session.run(None, given)))


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)), dtype=np.float32)


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True), dtype=np.float32)


def _loaded(name: str, load: Callable[[str], Any]) -> Any:
    with as_file(files("kg.learned") / "weights" / name) as file:
        return load(str(file))


@cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # one thread: processes read side by side, and sums in one order are the same sums
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # on the CPU, the fused operator takes several times as long as an addition and a normalisation
    without = ["SkipLayerNormFusion"]
    return _loaded(
        "encoder.onnx",
        lambda f: onnxruntime.InferenceSession(
            f, options, providers=["CPUExecutionProvider"], disabled_optimizers=without
        ),
    )


@cache
def _tokenizer() -> Tokenizer:
    tokenizer: Tokenizer = _loaded("pieces.json", Tokenizer.from_file)
    return tokenizer


@cache
def _tables() -> Mapping[str, Any]:
    with _loaded("pairs.npz", np.load) as stored:
        if "scheme" not in stored or tuple(map(str, stored["scheme"])) != SCHEME:
            raise SettingsError("kg/learned/weights were trained for another vocabulary: run `make train`")
        tables: dict[str, Any] = {
            name: stored[name].astype(np.float32) for name in stored.files if name not in ("paths", "scheme")
        }
        tables["paths"] = {str(way): n for n, way in enumerate(stored["paths"])}
    return tables
