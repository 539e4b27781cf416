"""Writes what was trained as the package carries it: the encoder as int8 ONNX, the tables of pairs, the word pieces.

python training/export.py TRAINED.pt ENCODER_FOLDER kg/learned/weights
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from model import Encoder
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch.nn.functional import scaled_dot_product_attention

from kg.learned.scheme import SCHEME
from kg.learned.words import KNOWN


class Attention(torch.autograd.Function):
    """Attention of all words to all, in one operator of the runtime: it never holds the whole matrix, and needs no mask."""

    @staticmethod
    def forward(ctx, query, key, value, heads):
        query_, key_, value_ = (x.view(*x.shape[:2], heads, -1).transpose(1, 2) for x in (query, key, value))
        return scaled_dot_product_attention(query_, key_, value_).transpose(1, 2).reshape(query.shape)

    @staticmethod
    def symbolic(g, query, key, value, heads):
        found = g.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        found.setType(query.type())
        return found


class Attending(torch.nn.Module):
    """In the place of a layer's own attention."""

    def __init__(self, own: torch.nn.Module) -> None:
        super().__init__()
        self.query, self.key, self.value = own.query, own.key, own.value
        self.heads = own.num_attention_heads

    def forward(self, states, *_, **__):
        return Attention.apply(self.query(states), self.key(states), self.value(states), self.heads), None


class Exported(torch.nn.Module):
    """The encoder over one window, without padding."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        for layer in encoder.bert.encoder.layer:
            layer.attention.self = Attending(layer.attention.self)
        # the runtime takes rows of one window faster than those of a batch
        encoder.picked = lambda rows, places: rows[:, places[0]]

    def forward(self, ids, kinds, shapes, deps, hints, firsts, lasts, heads):
        triggers, names, _, *pairs = self.encoder(ids, kinds, shapes, deps, hints, firsts, lasts, heads, None)
        return triggers, names, *pairs


def main(trained: str, folder: str, out: str) -> None:
    target = Path(out)
    target.mkdir(exist_ok=True)
    state = torch.load(trained)
    encoder = Encoder(folder)
    encoder.load_state_dict(state["encoder"])
    encoder.eval()
    row = torch.zeros((1, 20), dtype=torch.long)
    words = torch.arange(10).unsqueeze(0)
    names = ["ids", *KNOWN, "firsts", "lasts", "heads"]
    full = target / "encoder.fp32.onnx"
    torch.onnx.export(
        Exported(encoder), (row + 100, row, row, row, row, words, words + 1, words), str(full), input_names=names,
        output_names=["triggers", "names", "from_trigger", "to_filler"],
        dynamic_axes={**{n: {1: "pieces"} for n in names[:-3]}, **{n: {1: "words"} for n in names[-3:]}}, dynamo=False, opset_version=17,
        custom_opsets={"com.microsoft": 1},
    )  # fmt: skip
    quantize_dynamic(str(full), str(target / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True,
                     op_types_to_quantize=["MatMul", "Gather"])  # fmt: skip
    full.unlink()
    np.savez_compressed(
        target / "pairs.npz", scheme=np.array(SCHEME), paths=np.array(list(state["paths"])),
        **{k.removesuffix(".weight"): v.numpy().astype(np.float16) for k, v in state["pairs"].items()},
    )  # fmt: skip
    tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(target / "pieces.json"), pretty=False)
    for file in sorted(target.iterdir()):
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
