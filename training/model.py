"""The network: an encoder of word pieces with what is known of each word added, and heads for triggers, roles and names."""

from __future__ import annotations

import torch
from torch import nn
from transformers import BertModel

from kg.learned.scheme import (
    DEPS,
    DISTANCES,
    FILLINGS,
    GROUPS,
    KINDS,
    LABELS,
    NAMES,
    QUALIFIERS,
    SHAPES,
    STANDINGS,
    TYPES,
)

RANK = 32


class Encoder(nn.Module):
    """Word pieces to scores per word; this part is exported."""

    def __init__(self, folder: str, dropout: float = 0.15) -> None:
        super().__init__()
        # dropout within the attention would add two fifths to the time of a step; the states have their own
        self.bert = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager",
                                              hidden_dropout_prob=dropout, attention_probs_dropout_prob=0.0)  # fmt: skip
        size = self.bert.config.hidden_size
        self.kind = nn.Embedding(len(KINDS), size)
        self.shape = nn.Embedding(len(SHAPES), size)
        self.dep = nn.Embedding(len(DEPS), size)
        self.hint = nn.Embedding(len(LABELS) + 1, size)
        for table in (self.kind, self.shape, self.dep, self.hint):
            nn.init.normal_(table.weight, std=0.01)
            table.weight.data[0].zero_()
        self.drop = nn.Dropout(dropout)
        self.hidden = nn.Sequential(nn.Linear(3 * size, size), nn.GELU())
        self.trigger = nn.Linear(size, len(LABELS))
        nn.init.constant_(self.trigger.bias, -4.0)
        self.hinted = nn.Embedding(len(LABELS) + 1, len(LABELS))
        # what the rules say counts for as much as all else, to begin with
        nn.init.zeros_(self.hinted.weight)
        self.hinted.weight.data[1:] += 4.0 * torch.eye(len(LABELS))
        self.names = nn.Linear(size, len(NAMES))
        self.qualifiers = nn.Linear(size, sum(map(len, QUALIFIERS.values())))
        self.from_trigger = nn.Linear(size, len(FILLINGS) * RANK)
        self.to_filler = nn.Linear(size, len(FILLINGS) * RANK)

    def forward(self, ids, kinds, shapes, deps, hints, firsts, lasts, heads, mask):
        """`firsts` and `lasts` are the pieces that the words begin and end with, `heads` the words that they hang on."""
        given = self.bert.embeddings.word_embeddings(ids) + self.kind(kinds) + self.shape(shapes)
        given = given + self.dep(deps) + self.hint(hints)
        states = self.bert(inputs_embeds=given, attention_mask=mask).last_hidden_state
        first, last = self.picked(states, firsts), self.picked(states, lasts)
        above = self.picked(first, heads)
        words = self.drop(self.hidden(torch.cat([first, last, above], -1)))
        word_hints = self.picked(hints, firsts)
        return (
            self.trigger(words) + self.hinted(word_hints),
            self.names(words),
            self.qualifiers(words),
            self.from_trigger(words),
            self.to_filler(words),
        )

    def picked(self, rows, places):
        """The rows at the places of each window of a batch."""
        return rows[torch.arange(len(rows)).unsqueeze(-1), places]


class Pairs(nn.Module):
    """What the tree, the distance, the kinds and the rules say of a pair; tables only, so that they are looked up."""

    def __init__(self, paths: int) -> None:
        super().__init__()
        roles = len(FILLINGS)
        self.distance = nn.Embedding(DISTANCES, roles)
        self.path = nn.Embedding(paths, roles)
        self.typed_path = nn.Embedding(paths * len(TYPES), roles)
        self.kind = nn.Embedding(len(TYPES) * len(KINDS), roles)
        self.standing = nn.Embedding(STANDINGS * (len(GROUPS) + 1), roles)
        self.typed_standing = nn.Embedding(STANDINGS * len(TYPES), roles)
        self.hint = nn.Embedding(roles, roles)
        self.typed = nn.Embedding(len(TYPES), roles * RANK)
        tables = (
            self.distance,
            self.path,
            self.typed_path,
            self.kind,
            self.standing,
            self.typed_standing,
            self.hint,
            self.typed,
        )
        for table in tables:
            nn.init.zeros_(table.weight)
        self.hint.weight.data += 3.0 * torch.eye(roles)
        self.bias = nn.Parameter(torch.tensor([3.0] + [0.0] * (roles - 1)))

    def forward(self, types, distances, paths, kinds, groups, standings, hints):
        return (
            self.bias + self.distance(distances) + self.path(paths) + self.typed_path(types * self.path.num_embeddings + paths)
            + self.kind(types * len(KINDS) + kinds)
            + self.standing(standings * (len(GROUPS) + 1) + groups) + self.typed_standing(standings * len(TYPES) + types)
            + self.hint(hints)
        )  # fmt: skip


def pair_scores(from_trigger, to_filler):
    """Low-rank products per role of the states of words: every row of `from_trigger` with every row of `to_filler`."""
    a = from_trigger.view(len(from_trigger), len(FILLINGS), RANK)
    b = to_filler.view(len(to_filler), len(FILLINGS), RANK)
    return torch.einsum("krd,wrd->kwr", a, b) / RANK**0.5
