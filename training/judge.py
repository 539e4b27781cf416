"""Trains the judge of fillers on cases and writes it where the package reads it.

    python training/judge.py CASES.pickle kg/learned/weights/judge.npz

Prints how well it tells fillers in fifths of the reports that it was not trained on.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

from kg.learned.judge import Judge
from kg.learned.scheme import SCHEME

HIDDEN, NETWORKS, ROUNDS, BATCH = 32, 3, 30, 256
RATE, DECAY, DROPOUT = 3e-3, 0.01, 0.2
PARTS = 5

Report = list[tuple[dict[str, float], bool]]


def trained(reports: list[Report]) -> Judge:
    rows, right = zip(*(row for report in reports for row in report), strict=True)
    places = {name: n for n, name in enumerate(sorted({name for row in rows for name in row}))}
    plain = np.zeros((len(rows), len(places)), dtype=np.float32)
    for n, row in enumerate(rows):
        for name, value in row.items():
            plain[n, places[name]] = value
    mean, scale = plain.mean(0), np.maximum(plain.std(0), 1e-3)
    empty = np.zeros(0, dtype=np.float32)
    given = torch.tensor(Judge(places, mean, scale, empty, empty, empty, empty).given(rows))
    wanted = torch.tensor(right, dtype=torch.float32)
    networks = [network(given, wanted, seed) for seed in range(NETWORKS)]
    stacked = {
        "hidden": np.stack([n[1].weight.detach().numpy().T for n in networks]),
        "hidden_bias": np.stack([n[1].bias.detach().numpy() for n in networks]),
        "out": np.stack([n[4].weight.detach().numpy()[0] for n in networks]),
        "out_bias": np.stack([n[4].bias.detach().numpy()[0] for n in networks]),
    }
    return Judge(places, mean, scale, **stacked)


def network(given: torch.Tensor, wanted: torch.Tensor, seed: int) -> nn.Sequential:
    torch.manual_seed(seed)
    made = nn.Sequential(
        nn.Dropout(DROPOUT), nn.Linear(given.shape[1], HIDDEN), nn.ReLU(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, 1)
    )
    optimiser = torch.optim.AdamW(made.parameters(), lr=RATE, weight_decay=DECAY)
    steps = max(1, ROUNDS * (len(wanted) // BATCH))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.02, 1 - step / steps))
    for _ in range(ROUNDS):
        order = torch.randperm(len(wanted))
        for batch in order[: len(order) // BATCH * BATCH].split(BATCH):
            loss = nn.functional.binary_cross_entropy_with_logits(made(given[batch])[:, 0], wanted[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return made


def measured(reports: list[Report]) -> None:
    """Precision, recall and F1 on each fifth by what was trained on the others, at several thresholds."""
    chances, right = [], []
    for part in range(PARTS):
        judge = trained([report for n, report in enumerate(reports) if n % PARTS != part])
        rows = [row for n, report in enumerate(reports) if n % PARTS == part for row in report]
        chances.append(judge.chances([row for row, _ in rows]))
        right += [is_right for _, is_right in rows]
    chance, true = np.concatenate(chances), np.array(right)
    for least in (0.3, 0.35, 0.4, 0.45, 0.5):
        hits = int((true & (chance >= least)).sum())
        precision, recall = hits / max(1, int((chance >= least).sum())), hits / int(true.sum())
        print(f"from {least}: P {precision:.3f} R {recall:.3f} F {2 * precision * recall / (precision + recall):.3f}")


def main(cases: str, out: str) -> None:
    torch.set_num_threads(1)
    reports = pickle.loads(Path(cases).read_bytes())
    measured(reports)
    judge = trained(reports)
    np.savez_compressed(
        out, scheme=np.array(SCHEME), names=np.array(list(judge.places)), mean=judge.mean, scale=judge.scale,
        hidden=judge.hidden.astype(np.float16), hidden_bias=judge.hidden_bias, out=judge.out, out_bias=judge.out_bias,
    )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
