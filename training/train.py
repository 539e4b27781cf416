"""Fine-tunes the encoder on prepared examples and reports what it finds in others.

python training/train.py TRAIN.pickle TEST.pickle ENCODER_FOLDER OUT.pt [--epochs N]
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from collections import Counter
from pathlib import Path

import torch
from model import Encoder, Pairs, pair_scores
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel

from kg.learned.scheme import ALLOWED, FILLINGS, LABELS, QUALIFIERS, TYPES, group
from kg.learned.words import KNOWN, laid_out

MASK = 103
PIECES = 1 + len(KNOWN)
"""The first rows of a window are of its pieces, those that follow of its words."""

MAY_FILL = torch.tensor(ALLOWED)
TYPE_OF = torch.tensor([TYPES.index(label.split("/")[0]) for label in LABELS])


def windows_of(example):
    for first, own, last in example["windows"]:
        yield example, first, own, last


def rounded(n):
    """Few different shapes: every new one costs the CPU's libraries a compilation."""
    return -(-n // 64) * 64


def batches_of(items, size, rng):
    """Random batches of windows that are padded to the same length, in random order."""
    items = rng.sample(items, len(items))
    items.sort(key=lambda item: rounded(2 + sum(map(len, item[0]["pieces"][item[1] : item[3]]))))
    batches = [items[at : at + size] for at in range(0, len(items), size)]
    rng.shuffle(batches)
    return batches


def batch_of(items, *, hint_drop=0.0, kind_drop=0.0, word_drop=0.0, rng=None):
    rows = []
    for example, first, _own, last in items:
        bare = rng is not None and rng.random() < hint_drop
        words = range(first, last)
        known = {name: example[name][first:last] for name in KNOWN}
        known["kinds"] = [0 if rng is not None and rng.random() < kind_drop else kind for kind in known["kinds"]]
        if bare:
            known["hints"] = [0 for _ in words]
        pieces = [
            (MASK,) * len(p) if rng is not None and rng.random() < word_drop else p
            for p in example["pieces"][first:last]
        ]
        laid = laid_out(pieces, known, [head - first for head in example["heads"][first:last]])
        rows.append((*laid.values(), bare))
    size, words = (rounded(max(len(r[k]) for r in rows)) for k in (0, PIECES))

    def pad(row, n):
        return row + [0] * (n - len(row))

    tensors = [
        torch.tensor([pad(r[k], size if k < PIECES else words) for r in rows]) for k in range(len(rows[0]) - 1)
    ]
    mask = torch.tensor([pad([1] * len(r[0]), size) for r in rows])
    return (*tensors, mask), [r[-1] for r in rows]


def groups(example, first, own, last):
    """(trigger word, type) → the roles of its claims, words that may be either, qualifiers."""
    found = {}
    for claim in example["claims"]:
        w = claim["word"]
        if not own <= w < last:
            continue
        key = (w, int(TYPE_OF[claim["label"]]))
        roles, blurred, _quals = found.setdefault(key, ({}, set(), claim["qualifiers"]))
        for j, r in claim["roles"].items():
            roles.setdefault(j, r)
        blurred |= claim["blurred"]
    return found


def losses(encoder, pairs, paths, items, rng=None, **drops):
    inputs, bare = batch_of(items, rng=rng, **drops)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        trigger, names, quals, a, b = (x.float() for x in encoder(*inputs))
    total = {"trigger": 0.0, "names": 0.0, "roles": 0.0, "quals": 0.0}
    n_words = n_claims = 0
    for row, (example, first, own, last) in enumerate(items):
        lo, hi = own - first, last - first
        gold = torch.zeros(hi - lo, len(LABELS))
        for w, found in example["labels"].items():
            if own <= w < last:
                gold[w - own, found] = 1.0
        total["trigger"] += F.binary_cross_entropy_with_logits(trigger[row, lo:hi], gold, reduction="sum")
        total["names"] += F.cross_entropy(
            names[row, lo:hi], torch.tensor(example["names"][own:last]), reduction="sum"
        )
        n_words += hi - lo
        found = groups(example, first, own, last)
        n_claims += len(found)
        if not found:
            continue
        at = 0
        heads = torch.tensor([w - first for w, _ in found])
        for n, values in enumerate(QUALIFIERS.values()):
            want = torch.tensor([qualifiers[n] for _, _, qualifiers in found.values()])
            total["quals"] += F.cross_entropy(
                quals[row, heads, at : at + len(values)], want, ignore_index=-1, reduction="sum"
            )
            at += len(values)
        asked = [
            (k, w, kind, [p for p in example["pairs"][w] if first <= p[0] < last and p[0] not in blurred], roles)
            for k, ((w, kind), (roles, blurred, _)) in enumerate(found.items())
        ]
        scores = score_pairs(pairs, paths, a[row], b[row], heads, first, asked, example, bare[row])
        want = torch.tensor([roles.get(p[0], 0) for _, _, _, rows, roles in asked for p in rows])
        if len(want):
            total["roles"] += F.cross_entropy(scores, want, reduction="sum")
    return total, n_words, n_claims


def score_pairs(pairs, paths, a, b, heads, first, asked, example, bare=False):
    """Scores of the pairs of several triggers, one row per pair in the order of `asked`."""
    flat = [(k, kind, p) for k, _, kind, rows, _ in asked for p in rows]
    if not flat:
        return torch.zeros(0, len(FILLINGS))
    of = torch.tensor([k for k, _, _ in flat])
    types = torch.tensor([kind for _, kind, _ in flat])
    js = torch.tensor([p[0] for _, _, p in flat])
    extra = pairs(
        types,
        torch.tensor([p[1] for _, _, p in flat]),
        torch.tensor([paths.get(p[2], 0) for _, _, p in flat]),
        torch.tensor([example["kinds"][p[0]] for _, _, p in flat]),
        torch.tensor([group(example["kinds"][p[0]]) for _, _, p in flat]),
        torch.tensor([p[4] for _, _, p in flat]),
        torch.tensor([0 if bare else p[3] for _, _, p in flat]),
    )
    kinds = torch.tensor([kind for _, _, kind, _, _ in asked])
    scores = pair_scores(a[heads] + pairs.typed(kinds), b)[of, js - first] + extra
    return scores.masked_fill(~MAY_FILL[types], -30.0)


@torch.no_grad()
def measure(encoder, pairs, paths, examples, threshold=0.5, bare=False):
    encoder.eval(), pairs.eval()
    tally = Counter()
    for example in examples:
        for item in windows_of(example):
            _, first, own, last = item
            inputs, _ = batch_of([item], hint_drop=1.0 if bare else 0.0, rng=random.Random(0) if bare else None)
            trigger, names, quals, a, b = encoder(*inputs)
            probs = trigger[0, own - first : last - first].sigmoid()
            ner = names[0, own - first : last - first].argmax(-1).tolist()
            for g, p in zip(example["names"][own:last], ner, strict=False):
                tally["ner"] += g == p and g > 0
                tally["ner gold"] += g > 0
                tally["ner pred"] += p > 0
            for w in range(own, last):
                gold = {int(TYPE_OF[x]): x for x in example["labels"].get(w, [])}
                found = {}
                for label in (probs[w - own] > threshold).nonzero().flatten().tolist():
                    t = int(TYPE_OF[label])
                    if t not in found or probs[w - own, label] > probs[w - own, found[t]]:
                        found[t] = label
                # a type's statuses share its score
                tally["pred"] += len(found)
                tally["gold"] += len(gold)
                tally["hit"] += len(found.keys() & gold.keys())
                tally["status"] += sum(found[t] == gold[t] for t in found.keys() & gold.keys())
                hint = example["hints"][w]
                if hint:
                    tally["rule pred"] += 1
                    tally["rule hit"] += int(TYPE_OF[hint - 1]) in gold
            for (w, kind), (roles, blurred, qualifiers) in groups(*item).items():
                at = 0
                for value, (field, values) in zip(qualifiers, QUALIFIERS.items(), strict=False):
                    if value >= 0:
                        tally[field] += int(quals[0, w - first, at : at + len(values)].argmax()) == value
                        tally[field + " n"] += 1
                    at += len(values)
                tally["role gold"] += len(roles)
                rows = [p for p in example["pairs"][w] if first <= p[0] < last and p[0] not in blurred]
                if not rows:
                    continue
                given = [(0, w, kind, rows, roles)]
                best = (
                    score_pairs(pairs, paths, a[0], b[0], torch.tensor([w - first]), first, given, example, bare)
                    .argmax(-1)
                    .tolist()
                )
                for p, got in zip(rows, best, strict=False):
                    tally["role pred"] += got > 0
                    tally["role hit"] += got > 0 and roles.get(p[0], 0) == got
                    tally["rule role pred"] += p[3] > 0
                    tally["rule role hit"] += p[3] > 0 and roles.get(p[0], 0) == p[3]

    def f(hit, pred, gold):
        p, r = tally[hit] / max(1, tally[pred]), tally[hit] / max(1, tally[gold])
        return f"P {p:.3f} R {r:.3f} F {2 * p * r / max(1e-9, p + r):.3f}"

    print(
        "  triggers",
        f("hit", "pred", "gold"),
        f"status {tally['status'] / max(1, tally['hit']):.3f} | rules",
        f("rule hit", "rule pred", "gold"),
    )
    print(
        "  roles",
        f("role hit", "role pred", "role gold"),
        "| rules",
        f("rule role hit", "rule role pred", "role gold"),
        "| names",
        f("ner", "ner pred", "ner gold"),
    )
    print("  ", {k: round(tally[k] / max(1, tally[k + " n"]), 3) for k in QUALIFIERS}, flush=True)
    encoder.train(), pairs.train()


def averaged(encoder, pairs, keep):
    """The moving average of the weights; it keeps less of the first steps, which say little."""

    def nearer(kept, new, steps):
        torch._foreach_lerp_(kept, new, max(1 - keep, 9 / (10 + int(steps))))

    return AveragedModel(torch.nn.ModuleList([encoder, pairs]), multi_avg_fn=torch.no_grad()(nearer))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("train"), ap.add_argument("validate"), ap.add_argument("encoder"), ap.add_argument("out")
    ap.add_argument("--epochs", type=int, default=10)
    ap.add_argument("--batch", type=int, default=4)
    ap.add_argument("--rate", type=float, default=1.5e-4)
    ap.add_argument("--word-drop", type=float, default=0.08)
    ap.add_argument("--average", type=float, default=0.999, help="share of the average that a step keeps; 0 for none")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--every", type=int, default=5)
    args = ap.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(args.threads)
    rng = random.Random(1)
    examples = pickle.loads(Path(args.train).read_bytes())
    others = pickle.loads(Path(args.validate).read_bytes())
    tally = Counter(p[2] for e in examples for rows in e["pairs"].values() for p in rows if p[2] not in ("", "far"))
    paths = {
        "": 0,
        "far": 1,
        **{p: n + 2 for n, (p, c) in enumerate(sorted(tally.items(), key=lambda x: (-x[1], x[0]))[:598]) if c > 1},
    }
    encoder, pairs = Encoder(args.encoder), Pairs(len(paths))
    average = averaged(encoder, pairs, args.average)
    items = [w for e in examples for w in windows_of(e)]
    steps = args.epochs * ((len(items) + args.batch - 1) // args.batch)
    new = [p for n, p in encoder.named_parameters() if not n.startswith("bert.")]
    optimiser = torch.optim.AdamW(
        [
            {"params": encoder.bert.parameters(), "lr": args.rate},
            {"params": new, "lr": 10 * args.rate},
            {"params": pairs.parameters(), "lr": 5e-3, "weight_decay": 1e-3},
        ],
        weight_decay=0.01,
    )  # fmt: skip
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / (0.08 * steps)) * max(0.02, 1 - s / steps)
    )
    began = time.time()
    for epoch in range(args.epochs):
        # without dropout the encoder learns faster, with it later; the heads have it from the beginning
        encoder.bert.train(epoch >= args.epochs // 2)
        seen = Counter()
        for chunk in batches_of(items, args.batch, rng):
            total, n_words, n_claims = losses(
                encoder, pairs, paths, chunk, rng, hint_drop=0.2, kind_drop=0.06, word_drop=args.word_drop
            )
            loss = (total["trigger"] + total["roles"] * 0.7 + total["quals"] * 0.25) / max(8, n_claims) + total[
                "names"
            ] / n_words
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*encoder.parameters(), *pairs.parameters()], 1.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(torch.nn.ModuleList([encoder, pairs]))
            for k, v in total.items():
                seen[k] += float(torch.as_tensor(v).detach())
            seen["claims"] += n_claims
            seen["words"] += n_words
        print(
            f"epoch {epoch + 1}: {time.time() - began:.0f} s",
            {k: round(seen[k] / max(1, seen["claims"]), 3) for k in ("trigger", "roles", "quals")},
            round(seen["names"] / max(1, seen["words"]), 4),
            flush=True,
        )
        if others and ((epoch + 1) % args.every == 0 or epoch + 1 == args.epochs):
            measure(encoder, pairs, paths, others)
    encoder, pairs = average.module
    if others:
        print("averaged")
        measure(encoder, pairs, paths, others)
        print("without hints")
        measure(encoder, pairs, paths, others, bare=True)
    torch.save({"encoder": encoder.state_dict(), "pairs": pairs.state_dict(), "paths": paths}, args.out)


if __name__ == "__main__":
    main()
