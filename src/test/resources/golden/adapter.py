"""Reference numbers of T2I-Adapters (Mou et al. 2023, arXiv:2302.08453, section 3.2 and figure 3), written from the paper:
PixelUnshuffle, a 3x3 convolution, four levels of two residual blocks (3x3 convolution, ReLU, 1x1 convolution; a 1x1
convolution before where the width changes), halved by average pooling between levels; for Stable Diffusion XL PixelUnshuffle
by 16, and halved before the third level only. Small random weights; writes *.safetensors beside a folder.

python adapter.py OUT
"""
import sys
import zlib

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, width, wider):
        super().__init__()
        if width != wider:
            self.in_conv = nn.Conv2d(width, wider, 1)
        self.block1 = nn.Conv2d(wider, wider, 3, padding=1)
        self.block2 = nn.Conv2d(wider, wider, 1)

    def forward(self, x):
        x = self.in_conv(x) if hasattr(self, "in_conv") else x
        return x + self.block2(F.relu(self.block1(x)))


class Adapter(nn.Module):
    def __init__(self, colours, widths, xl):
        super().__init__()
        self.side, self.halved = (16, {2}) if xl else (8, {1, 2, 3})
        self.conv_in = nn.Conv2d(colours * self.side**2, widths[0], 3, padding=1)
        self.body = nn.ModuleList()
        for level, width in enumerate(widths):
            before = widths[max(0, level - 1)]
            self.body += [Block(before, width), Block(width, width)]

    def forward(self, picture):
        x = self.conv_in(F.pixel_unshuffle(picture, self.side))
        features = []
        for level in range(len(self.body) // 2):
            if level in self.halved:
                x = F.avg_pool2d(x, 2)
            x = self.body[2 * level + 1](self.body[2 * level](x))
            features.append(x)
        return features


def seeded(adapter, prefix):
    for name, weight in adapter.named_parameters():
        torch.manual_seed(zlib.crc32((prefix + name).encode()) ^ 23829)
        fan = weight[0].numel() if weight.ndim > 1 else 400
        weight.data = (torch.randn(weight.shape) * (1 / fan**0.5)).half().float()


def diffusers(name):
    """The names of diffusers' T2IAdapter."""
    parts = name.split(".")
    if parts[0] == "body":
        level, block = divmod(int(parts[1]), 2)
        rest = ".".join(parts[2:])
        name = f"body.{level}.{rest}" if parts[2] == "in_conv" else f"body.{level}.resnets.{block}.{rest}"
    return "adapter." + name


def main(out):
    torch.set_num_threads(1)
    numbers = {}
    for key, colours, widths, xl in (("sd1", 3, (32, 64, 96, 96), False), ("grey", 1, (32, 64, 96, 96), False),
                                     ("xl", 3, (32, 64, 64, 64), True)):
        adapter = Adapter(colours, widths, xl)
        seeded(adapter, f"t2i_{key}.")
        weights = {n: p.data.half().contiguous() for n, p in adapter.named_parameters()}
        save_file(weights, f"{out}/t2i_{key}.safetensors")
        if key == "sd1":
            save_file({diffusers(n): w for n, w in weights.items()}, f"{out}/t2i_sd1_diffusers.safetensors")
        torch.manual_seed(7)
        picture = torch.rand(1, 3, 64, 64)
        with torch.no_grad():
            features = adapter(picture if colours == 3 else picture.mean(1, keepdim=True))
        numbers["picture"] = picture
        for i, feature in enumerate(features):
            numbers[f"{key}/feature_{i}"] = feature
    save_file(numbers, f"{out}/adapter.safetensors")


main(sys.argv[1])
