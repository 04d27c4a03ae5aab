# SPDX-License-Identifier: BSD-2-Clause
"""The denoiser of latent diffusion (Rombach et al. 2022): predicts the noise in a latent, given time step and text.

Blocks per level: one residual block on the way down, two on the way up; attention where ``attention`` says so.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

from .attention import attend, merge_heads, split_heads


def time_embedding(t, width):
    """Sines and cosines of 10000^(-i/half) t (Vaswani et al. 2017, section 3.5), cosines first."""
    half = width // 2
    frequencies = torch.exp(-math.log(10000) * torch.arange(half, dtype=torch.float32) / half)
    angles = t[:, None].float() * frequencies[None]
    return torch.cat([angles.cos(), angles.sin()], 1)


def zeroed(layer):
    """A block that ends in zeros is the identity at first."""
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, embedding):
        super().__init__()
        self.in_layers = nn.Sequential(nn.GroupNorm(32, inputs), nn.SiLU(), nn.Conv2d(inputs, outputs, 3, padding=1))
        self.emb_layers = nn.Sequential(nn.SiLU(), nn.Linear(embedding, outputs))
        self.out_layers = nn.Sequential(nn.GroupNorm(32, outputs), nn.SiLU(), nn.Dropout(0),
                                        zeroed(nn.Conv2d(outputs, outputs, 3, padding=1)))
        self.skip_connection = nn.Identity() if inputs == outputs else nn.Conv2d(inputs, outputs, 1)

    def forward(self, x, embedding, context):
        h = self.in_layers(x) + self.emb_layers(embedding)[:, :, None, None]
        return self.skip_connection(x) + self.out_layers(h)


class CrossAttention(nn.Module):
    def __init__(self, width, context, heads):
        super().__init__()
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_k = nn.Linear(context, width, bias=False)
        self.to_v = nn.Linear(context, width, bias=False)
        self.to_out = nn.Sequential(nn.Linear(width, width), nn.Dropout(0))
        self.heads = heads

    def forward(self, x, context):
        q, k, v = (split_heads(t, self.heads) for t in (self.to_q(x), self.to_k(context), self.to_v(context)))
        return self.to_out(merge_heads(attend(q, k, v)))


class GatedGelu(nn.Module):
    """GEGLU; Shazeer 2020."""

    def __init__(self, width, outputs):
        super().__init__()
        self.proj = nn.Linear(width, 2 * outputs)

    def forward(self, x):
        value, gate = self.proj(x).chunk(2, -1)
        return value * F.gelu(gate)


class FeedForward(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.net = nn.Sequential(GatedGelu(width, 4 * width), nn.Dropout(0), nn.Linear(4 * width, width))

    def forward(self, x):
        return self.net(x)


class TransformerBlock(nn.Module):
    def __init__(self, width, context, heads):
        super().__init__()
        self.attn1 = CrossAttention(width, width, heads)
        self.ff = FeedForward(width)
        self.attn2 = CrossAttention(width, context, heads)
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)
        self.norm3 = nn.LayerNorm(width)

    def forward(self, x, context):
        h = self.norm1(x)
        x = x + self.attn1(h, h)
        x = x + self.attn2(self.norm2(x), context)
        return x + self.ff(self.norm3(x))


class SpatialTransformer(nn.Module):
    def __init__(self, width, context, heads):
        super().__init__()
        self.norm = nn.GroupNorm(32, width, 1e-6)
        self.proj_in = nn.Conv2d(width, width, 1)
        self.transformer_blocks = nn.ModuleList([TransformerBlock(width, context, heads)])
        self.proj_out = zeroed(nn.Conv2d(width, width, 1))

    def forward(self, x, embedding, context):
        batch, width, rows, columns = x.shape
        h = self.proj_in(self.norm(x)).flatten(2).transpose(1, 2)
        h = self.transformer_blocks[0](h, context)
        return x + self.proj_out(h.transpose(1, 2).reshape(batch, width, rows, columns))


class Downsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.op = nn.Conv2d(channels, channels, 3, stride=2, padding=1)

    def forward(self, x, embedding, context):
        return self.op(x)


class Upsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x, embedding, context):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))


class Stem(nn.Conv2d):
    def forward(self, x, embedding, context):
        return super().forward(x)


class Block(nn.ModuleList):
    """Layers one after the other, all given time and text."""

    def forward(self, x, embedding, context):
        for layer in self:
            x = layer(x, embedding, context)
        return x


class UNet(nn.Module):
    """(latent with noise, time steps, context) to the noise; latents are (batch, 4, height / 8, width / 8)."""

    def __init__(self, channels, multipliers, attention, context, heads, latent=4):
        super().__init__()
        embedding = 4 * channels
        self.channels = channels
        self.time_embed = nn.Sequential(nn.Linear(channels, embedding), nn.SiLU(), nn.Linear(embedding, embedding))

        last = len(multipliers) - 1
        width = channels
        skips = [channels]
        self.input_blocks = nn.ModuleList([Block([Stem(latent, channels, 3, padding=1)])])
        for level, multiplier in enumerate(multipliers):
            layers = [ResidualBlock(width, channels * multiplier, embedding)]
            width = channels * multiplier
            if attention[level]:
                layers.append(SpatialTransformer(width, context, heads))
            self.input_blocks.append(Block(layers))
            skips.append(width)
            if level < last:
                self.input_blocks.append(Block([Downsample(width)]))
                skips.append(width)

        self.middle_block = Block([ResidualBlock(width, width, embedding), SpatialTransformer(width, context, heads),
                                   ResidualBlock(width, width, embedding)])

        self.output_blocks = nn.ModuleList()
        for level in range(last, -1, -1):
            for i in range(2):
                layers = [ResidualBlock(width + skips.pop(), channels * multipliers[level], embedding)]
                width = channels * multipliers[level]
                if attention[level]:
                    layers.append(SpatialTransformer(width, context, heads))
                if level > 0 and i == 1:
                    layers.append(Upsample(width))
                self.output_blocks.append(Block(layers))
        self.out = nn.Sequential(nn.GroupNorm(32, width), nn.SiLU(), zeroed(nn.Conv2d(width, latent, 3, padding=1)))

    def forward(self, x, t, context):
        embedding = self.time_embed(time_embedding(t, self.channels))
        skips = []
        for block in self.input_blocks:
            x = block(x, embedding, context)
            skips.append(x)
        x = self.middle_block(x, embedding, context)
        for block in self.output_blocks:
            x = block(torch.cat([x, skips.pop()], 1), embedding, context)
        return self.out(x)
