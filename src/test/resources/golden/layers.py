"""Makes layers.safetensors beside this file: single layers of PyTorch, their weights, what goes in and what comes out.

python layers.py   (torch 2.13.0 and safetensors; on the CPU, in single precision)
"""
import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

torch.manual_seed(0)
numbers = {}


def keep(layer, **tensors):
    for name, tensor in tensors.items():
        numbers[f"{layer}.{name}"] = tensor.detach().contiguous().clone()


def randn(*shape):
    return torch.randn(*shape)


# Rows and pictures that go through several layers.
keep("zero", weight=torch.zeros(1))
x = randn(7, 32)
keep("rows", x=x)
picture = randn(2, 32, 3, 5)
keep("picture", x=picture)

# Linear layers, whose weight is stored in each type that a checkpoint may have.
weight, bias = 0.2 * randn(12, 32), randn(12)
keep("linear", weight=weight, bias=bias, y=F.linear(x, weight, bias), without_bias=F.linear(x, weight))
keep("linear_1x1", weight=weight[:, :, None, None], bias=bias)
for name, dtype in {"f64": torch.float64, "f16": torch.float16, "bf16": torch.bfloat16,
                    "f8_e4m3": torch.float8_e4m3fn, "f8_e5m2": torch.float8_e5m2}.items():
    w, b = weight.to(dtype), bias.to(dtype)
    keep(f"linear_{name}", weight=w, bias=b, y=F.linear(x, w.float(), b.float()))

# A gated linear unit: the first half of the columns times GELU of the second.
hidden, gate = F.linear(x, weight, bias).chunk(2, dim=-1)
keep("geglu", y=hidden * F.gelu(gate))

# Convolutions: kernel, stride, padding.
for name, kernel, stride in (("conv_3x3", 3, 1), ("conv_1x1", 1, 1), ("conv_stride_2", 3, 2)):
    w, b = 0.2 * randn(4, 32, kernel, kernel), randn(4)
    keep(name, weight=w, bias=b, y=F.conv2d(picture, w, b, stride, kernel // 2))
w, b = numbers["conv_stride_2.weight"], numbers["conv_stride_2.bias"]
keep("conv_right_and_below", y=F.conv2d(F.pad(picture, (0, 1, 0, 1)), w, b, 2))

# Normalisations: numbers far from 0, which show how variance and epsilon are taken.
far = 3 * randn(2, 64, 1, 3) + 5
w, b = randn(64), randn(64)
keep("group_norm", x=far, weight=w, bias=b, y=F.group_norm(far, 32, w, b, 1e-5),
     tiny=1e-3 * far, y_tiny=F.group_norm(1e-3 * far, 32, w, b, 1e-5), y_tiny_1e_6=F.group_norm(1e-3 * far, 32, w, b, 1e-6))
w, b = randn(32), randn(32)
far = 3 * randn(2, 5, 32) + 5
keep("layer_norm", x=far, weight=w, bias=b, y=F.layer_norm(far, (32,), w, b), tiny=1e-3 * far,
     y_tiny=F.layer_norm(1e-3 * far, (32,), w, b))

# Activations, over all that networks meet and far beyond.
line = torch.cat([torch.linspace(-12, 12, 97), torch.tensor([-100.0, -0.0, 0.0, 1e-30, 100.0])])
keep("activation", x=line, silu=F.silu(line), gelu=F.gelu(line), gelu_tanh=F.gelu(line, approximate="tanh"),
     quick_gelu=line * torch.sigmoid(1.702 * line), sigmoid=torch.sigmoid(line), tanh=torch.tanh(line))

# Attention of 2 items, queries of 6 tokens, 4 heads of 8 channels.
q, k, v = 2 * randn(2, 6, 32), 2 * randn(2, 6, 32), randn(2, 6, 32)
short_k, short_v = 2 * randn(2, 3, 32), randn(2, 3, 32)


def attention(q, k, v, heads, causal):
    split = [t.unflatten(-1, (heads, -1)).transpose(1, 2) for t in (q, k, v)]
    return F.scaled_dot_product_attention(*split, is_causal=causal).transpose(1, 2).flatten(2)


keep("attention", q=q, k=k, v=v, y=attention(q, k, v, 4, False), one_head=attention(q, k, v, 1, False),
     causal=attention(q, k, v, 4, True), short_k=short_k, short_v=short_v, cross=attention(q, short_k, short_v, 4, False))

# Enlargement: by two, and to the size of another picture.
small = randn(2, 3, 3, 5)
keep("upsample", x=small, twice=F.interpolate(small, scale_factor=2, mode="nearest"),
     like_5x10=F.interpolate(small, size=(5, 10), mode="nearest"), like_6x9=F.interpolate(small, size=(6, 9), mode="nearest"))

# Order of the numbers only.
keep("order", to_rows=small.flatten(2).transpose(1, 2).reshape(-1, 3), concat=torch.cat([small, small + 1], dim=1),
     stack=torch.cat([small, small + 1], dim=0))

file = pathlib.Path(__file__).with_name("layers.safetensors")
# Weights in 8-bit floats with a scale of their own: one for all, or one for each row.
for name, dtype, scale in (("f8_e4m3_scaled", torch.float8_e4m3fn, torch.tensor(0.0173)),
                           ("f8_e5m2_scaled", torch.float8_e5m2, torch.linspace(0.002, 0.05, 12)[:, None])):
    weight, bias = numbers["linear.weight"], numbers["linear.bias"]
    w = (weight / scale).to(dtype)
    keep(f"linear_{name}", weight=w, scale_weight=scale, bias=bias, y=F.linear(numbers["rows.x"], w.float() * scale, bias),
         right=w.float() * scale)
    numbers[f"conv_{name}.weight"] = (numbers["conv_3x3.weight"] / 0.0173).to(dtype)
    numbers[f"conv_{name}.weight_scale"] = torch.tensor([0.0173])
    numbers[f"conv_{name}.bias"] = numbers["conv_3x3.bias"].clone()
    w = numbers[f"conv_{name}.weight"].float() * torch.tensor(0.0173)
    numbers[f"conv_{name}.y"] = F.conv2d(numbers["picture.x"], w, numbers["conv_3x3.bias"], 1, 1)

save_file(numbers, file, metadata={
    "note": "single layers, their weights, what goes in (x) and what comes out (y and others), all in single precision",
    "source": f"PyTorch {torch.__version__} on the CPU, layers.py"})
print(file, file.stat().st_size, "bytes")
