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

from kg.learned.scheme import SCHEME
from kg.learned.words import KNOWN


class Exported(torch.nn.Module):
    """The encoder over one window, without padding."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids, kinds, shapes, deps, hints, firsts, lasts, heads):
        triggers, names, _, *pairs = self.encoder(
            ids, kinds, shapes, deps, hints, firsts, lasts, heads, torch.ones_like(ids)
        )
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
