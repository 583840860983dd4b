"""From the trained net to the files that ship: int8 ONNX, tokenizer, model card's figures."""

import shutil
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from compliance.training.finetune import Net

_TOKENIZER = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt")


def to_onnx(net: Net, path: Path) -> None:
    """fp32 ONNX with free batch and length."""
    ones = torch.ones(2, 16, dtype=torch.int64)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(
        net.eval(),
        (ones, ones, torch.zeros_like(ones)),
        str(path),
        input_names=names,
        output_names=["logits"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in names} | {"logits": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def quantize(source: Path, target: Path) -> None:
    """Weights to int8, one scale a column; activations are scaled at run time."""
    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def copy_tokenizer(base: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in _TOKENIZER:
        if name != "vocab.txt" and (base / name).exists():
            shutil.copy(base / name, folder / name)
