"""Makes attention.safetensors beside this file: what the tiny UNet of tiny_sd1.safetensors attends to.

python attention.py   (torch 2.13.0 and safetensors; on the CPU, in single precision)

A UNet written from the papers' formulas, which walks along the checkpoint's keys. That it is the right one is seen from its prediction, which must be
that of unet_sd1.safetensors. Kept are softmax(q k^T / sqrt(d)), the mean over heads, and over all layers of a level (how often the picture is halved).
"""
import math
import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

HERE = pathlib.Path(__file__).parent
HEADS = 8
PREFIX = "model.diffusion_model."
W = {k[len(PREFIX):]: v.float() for k, v in load_file(HERE / "tiny_sd1.safetensors").items() if k.startswith(PREFIX)}
words, self_ = {}, {}


def has(start):
    return any(k.startswith(start + ".") for k in W)


def conv(x, name, stride=1):
    w = W[name + ".weight"]
    return F.conv2d(x, w, W[name + ".bias"], stride, w.shape[-1] // 2)


def linear(x, name):
    return F.linear(x, W[name + ".weight"], W.get(name + ".bias"))


def group_norm(x, name, epsilon):
    return F.group_norm(x, 32, W[name + ".weight"], W[name + ".bias"], epsilon)


def layer_norm(x, name):
    return F.layer_norm(x, x.shape[-1:], W[name + ".weight"], W[name + ".bias"], 1e-5)


def residual(x, name, emb):
    y = conv(F.silu(group_norm(x, name + ".in_layers.0", 1e-5)), name + ".in_layers.2")
    y = y + linear(emb, name + ".emb_layers.1")[:, :, None, None]
    y = conv(F.silu(group_norm(y, name + ".out_layers.0", 1e-5)), name + ".out_layers.3")
    return y + (conv(x, name + ".skip_connection") if has(name + ".skip_connection") else x)


def attention(x, source, name, kept, level):
    def split(rows):
        return rows.unflatten(-1, (HEADS, -1)).transpose(1, 2)
    q, k, v = split(linear(x, name + ".to_q")), split(linear(source, name + ".to_k")), split(linear(source, name + ".to_v"))
    chances = (q @ k.transpose(2, 3) / math.sqrt(q.shape[-1])).softmax(-1)
    kept.setdefault(level, []).append(chances.mean(1))
    return linear((chances @ v).transpose(1, 2).flatten(2), name + ".to_out.0")


def transformer(x, name, context, level):
    y = conv(group_norm(x, name + ".norm", 1e-6), name + ".proj_in").flatten(2).transpose(1, 2)
    j = 0
    while has(f"{name}.transformer_blocks.{j}"):
        block = f"{name}.transformer_blocks.{j}"
        own = layer_norm(y, block + ".norm1")
        y = y + attention(own, own, block + ".attn1", self_, level)
        y = y + attention(layer_norm(y, block + ".norm2"), context, block + ".attn2", words, level)
        value, gate = linear(layer_norm(y, block + ".norm3"), block + ".ff.net.0.proj").chunk(2, -1)
        y = y + linear(value * F.gelu(gate), block + ".ff.net.2")
        j += 1
    return x + conv(y.transpose(1, 2).reshape(x.shape), name + ".proj_out")


def unet(x, t, context):
    width = W["input_blocks.0.0.weight"].shape[0]
    angle = t[:, None] * torch.exp(-math.log(10000) * torch.arange(width // 2) / (width // 2))
    emb = F.silu(linear(F.silu(linear(torch.cat([angle.cos(), angle.sin()], 1), "time_embed.0")), "time_embed.2"))
    x, level, skips, i = conv(x, "input_blocks.0.0"), 0, [], 1
    skips.append(x)
    while has(f"input_blocks.{i}"):
        block = f"input_blocks.{i}"
        if has(block + ".0.op"):
            x, level = conv(x, block + ".0.op", 2), level + 1
        else:
            x = residual(x, block + ".0", emb)
            x = transformer(x, block + ".1", context, level) if has(block + ".1") else x
        skips.append(x)
        i += 1
    x = residual(x, "middle_block.0", emb)
    x = residual(transformer(x, "middle_block.1", context, level), "middle_block.2", emb)
    i = 0
    while has(f"output_blocks.{i}"):
        block = f"output_blocks.{i}"
        x = residual(torch.cat([x, skips.pop()], 1), block + ".0", emb)
        for j in (1, 2):
            if has(f"{block}.{j}.conv"):
                x, level = conv(F.interpolate(x, skips[-1].shape[2:], mode="nearest"), f"{block}.{j}.conv"), level - 1
            elif has(f"{block}.{j}"):
                x = transformer(x, f"{block}.{j}", context, level)
        i += 1
    return conv(F.silu(group_norm(x, "out.0", 1e-5)), "out.2")


def main():
    golden = load_file(HERE / "unet_sd1.safetensors")
    with torch.no_grad():
        out = unet(golden["x"].float(), golden["t"].float(), golden["context"].float())
    print("prediction differs by", (out - golden["out"]).abs().max().item())
    assert torch.allclose(out, golden["out"], atol=1e-5)
    numbers = {f"words_{level}": torch.stack(maps).mean(0).contiguous() for level, maps in words.items()}
    numbers |= {f"self_{level}": torch.stack(maps).mean(0).contiguous() for level, maps in self_.items()}
    save_file(numbers, HERE / "attention.safetensors", {
        "note": "tiny_sd1's attention on x, t, context of unet_sd1.safetensors: mean over heads and the layers of each level",
        "source": "attention.py beside this file, torch 2.13.0, its own UNet",
        "layers": ",".join(f"{level}:{len(maps)}" for level, maps in sorted(words.items()))})
    print({k: tuple(v.shape) for k, v in numbers.items()}, {k: len(v) for k, v in words.items()})


main()
