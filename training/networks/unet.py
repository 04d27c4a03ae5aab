# SPDX-License-Identifier: BSD-2-Clause
"""The denoiser of latent diffusion (Rombach et al. 2022): predicts the noise in a latent, given time step and text.

Blocks per level: one residual block on the way down, two on the way up; attention where ``attention`` says so.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

from .attention import attend, merge_heads, split_heads


ONE = 1.2784645  # SiLU of it is 1


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


class DownwardHalf(nn.Module):
    """What a denoiser and a network that steers it have in common: the blocks on the way down, and the middle one."""

    def __init__(self, channels, multipliers, attention, context, heads, latent=4):
        super().__init__()
        embedding = 4 * channels
        self.channels = channels
        self.time_embed = nn.Sequential(nn.Linear(channels, embedding), nn.SiLU(), nn.Linear(embedding, embedding))

        last = len(multipliers) - 1
        width = channels
        self.skips = [channels]
        self.input_blocks = nn.ModuleList([Block([Stem(latent, channels, 3, padding=1)])])
        for level, multiplier in enumerate(multipliers):
            layers = [ResidualBlock(width, channels * multiplier, embedding)]
            width = channels * multiplier
            if attention[level]:
                layers.append(SpatialTransformer(width, context, heads))
            self.input_blocks.append(Block(layers))
            self.skips.append(width)
            if level < last:
                self.input_blocks.append(Block([Downsample(width)]))
                self.skips.append(width)

        self.middle_block = Block([ResidualBlock(width, width, embedding), SpatialTransformer(width, context, heads),
                                   ResidualBlock(width, width, embedding)])
        self.width = width

    def embed(self, t):
        return self.time_embed(time_embedding(t, self.channels))

    def down(self, x, embedding, context, hint=0):
        """The state behind each block on the way down and behind the middle one. A hint is added behind the first."""
        states = []
        for i, block in enumerate(self.input_blocks):
            x = block(x, embedding, context) + (hint if i == 0 else 0)
            states.append(x)
        return [*states, self.middle_block(x, embedding, context)]


class UNet(DownwardHalf):
    """(latent with noise, time steps, context) to the noise; latents are (batch, 4, height / 8, width / 8).

    ``control`` is what a ControlNet adds to the states that cross over, and to the middle one.
    """

    def __init__(self, channels, multipliers, attention, context, heads, latent=4):
        super().__init__(channels, multipliers, attention, context, heads, latent)
        embedding, width, skips = 4 * channels, self.width, list(self.skips)
        self.output_blocks = nn.ModuleList()
        for level in range(len(multipliers) - 1, -1, -1):
            for i in range(2):
                layers = [ResidualBlock(width + skips.pop(), channels * multipliers[level], embedding)]
                width = channels * multipliers[level]
                if attention[level]:
                    layers.append(SpatialTransformer(width, context, heads))
                if level > 0 and i == 1:
                    layers.append(Upsample(width))
                self.output_blocks.append(Block(layers))
        self.out = nn.Sequential(nn.GroupNorm(32, width), nn.SiLU(), zeroed(nn.Conv2d(width, latent, 3, padding=1)))

    def forward(self, x, t, context, control=None):
        embedding = self.embed(t)
        return self.up(self.down(x, embedding, context), embedding, context, control)

    def up(self, states, embedding, context, control=None):
        *skips, x = states if control is None else [state + more for state, more in zip(states, control)]
        for block in self.output_blocks:
            x = block(torch.cat([x, skips.pop()], 1), embedding, context)
        return self.out(x)


class ControlNet(DownwardHalf):
    """Zhang et al. 2023 (arXiv:2302.05543): a copy of the denoiser's downward half, steered by a picture.

    (latent with noise, hint, time steps, context) to what is added to the denoiser's states: all zeros at first. The
    hint is (batch, 3, height, width) in 0..1, eight times as large as the latent.

    NB: of the hint's encoder only the last convolution learns, as the others would take most of a training step. They
    are set so that they sort the hint's brightness into channels: each place of the latent gets its 8 x 8 pixels.
    """

    # Channels and strides of the hint's encoder: those of all ControlNets of Stable Diffusion.
    HINT = ((16, 1), (16, 1), (32, 2), (32, 1), (96, 2), (96, 1), (256, 2))

    def __init__(self, channels, multipliers, attention, context, heads, latent=4):
        super().__init__(channels, multipliers, attention, context, heads, latent)
        layers, width = [], 3
        for outputs, stride in self.HINT:
            layers += [nn.Conv2d(width, outputs, 3, stride=stride, padding=1), nn.SiLU()]
            width = outputs
        self.input_hint_block = nn.Sequential(*layers, zeroed(nn.Conv2d(width, channels, 3, padding=1)))
        self._sort_pixels()
        self.zero_convs = nn.ModuleList(nn.Sequential(zeroed(nn.Conv2d(skip, skip, 1))) for skip in self.skips)
        self.middle_block_out = nn.Sequential(zeroed(nn.Conv2d(self.width, self.width, 1)))

    def _sort_pixels(self):
        """Sets all but the last convolution of the hint's encoder."""
        channels = 1
        for layer, (_, stride) in zip(self.input_hint_block[::2], self.HINT):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
            layer.requires_grad_(False)
            for i in range(channels):
                for place in range(stride * stride):
                    layer.weight[i * stride**2 + place, i, 1 + place // stride, 1 + place % stride] = ONE
            channels *= stride**2
        first = self.input_hint_block[0].weight
        first[0] = first[0, 0] / 3  # the mean of red, green and blue

    def forward(self, x, hint, t, context):
        return self.steer(x, self.input_hint_block[:-1](hint), t, context)

    def steer(self, x, sorted_hint, t, context):
        """The same for a hint whose pixels are sorted into (batch, 256, height / 8, width / 8)."""
        states = self.down(x, self.embed(t), context, self.input_hint_block[-1](sorted_hint))
        return [layer(state) for layer, state in zip([*self.zero_convs, self.middle_block_out], states)]
