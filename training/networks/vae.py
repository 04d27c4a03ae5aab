# SPDX-License-Identifier: BSD-2-Clause
"""The autoencoder: pictures of 8k x 8m pixels to latents of 4 x k x m and back.

All levels have the same width. The encoder's levels hold only their downsampling, the decoder's one residual block.
"""
import torch
from torch import nn
from torch.nn import functional as F

LATENT = 4


class ResidualBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm1 = nn.GroupNorm(32, channels, 1e-6)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm2 = nn.GroupNorm(32, channels, 1e-6)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2.weight.data *= 0.3

    def forward(self, x):
        h = self.conv1(F.silu(self.norm1(x)))
        return x + self.conv2(F.silu(self.norm2(h)))


class Attention(nn.Module):
    """One head over all places."""

    def __init__(self, channels):
        super().__init__()
        self.norm = nn.GroupNorm(32, channels, 1e-6)
        self.q = nn.Conv2d(channels, channels, 1)
        self.k = nn.Conv2d(channels, channels, 1)
        self.v = nn.Conv2d(channels, channels, 1)
        self.proj_out = nn.Conv2d(channels, channels, 1)

    def forward(self, x):
        h = self.norm(x)
        q, k, v = (f(h).flatten(2).transpose(1, 2)[:, None] for f in (self.q, self.k, self.v))
        h = F.scaled_dot_product_attention(q, k, v)[:, 0]
        return x + self.proj_out(h.transpose(1, 2).reshape(x.shape))


class Middle(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.block_1 = ResidualBlock(channels)
        self.attn_1 = Attention(channels)
        self.block_2 = ResidualBlock(channels)

    def forward(self, x):
        return self.block_2(self.attn_1(self.block_1(x)))


class Downsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, stride=2)

    def forward(self, x):
        return self.conv(F.pad(x, (0, 1, 0, 1)))


class Upsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))


class EncoderLevel(nn.Module):
    def __init__(self, channels, last):
        super().__init__()
        self.downsample = nn.Identity() if last else Downsample(channels)

    def forward(self, x):
        return self.downsample(x)


class DecoderLevel(nn.Module):
    def __init__(self, channels, first):
        super().__init__()
        self.block = nn.ModuleList([ResidualBlock(channels)])
        self.upsample = nn.Identity() if first else Upsample(channels)

    def forward(self, x):
        return self.upsample(self.block[0](x))


class Encoder(nn.Module):
    def __init__(self, channels, levels):
        super().__init__()
        self.conv_in = nn.Conv2d(3, channels, 3, padding=1)
        self.down = nn.ModuleList(EncoderLevel(channels, i == levels - 1) for i in range(levels))
        self.mid = Middle(channels)
        self.norm_out = nn.GroupNorm(32, channels, 1e-6)
        self.conv_out = nn.Conv2d(channels, 2 * LATENT, 3, padding=1)

    def forward(self, x):
        x = self.conv_in(x)
        for level in self.down:
            x = level(x)
        return self.conv_out(F.silu(self.norm_out(self.mid(x))))


class Decoder(nn.Module):
    def __init__(self, channels, levels):
        super().__init__()
        self.conv_in = nn.Conv2d(LATENT, channels, 3, padding=1)
        self.mid = Middle(channels)
        self.up = nn.ModuleList(DecoderLevel(channels, i == 0) for i in range(levels))
        self.norm_out = nn.GroupNorm(32, channels, 1e-6)
        self.conv_out = nn.Conv2d(channels, 3, 3, padding=1)

    def forward(self, z):
        x = self.mid(self.conv_in(z))
        for level in reversed(self.up):
            x = level(x)
        return self.conv_out(F.silu(self.norm_out(x)))


class Vae(nn.Module):
    """Pictures are (batch, 3, height, width) in -1..1. Latents are unscaled: times 0.18215 they have unit variance."""

    def __init__(self, channels, levels):
        super().__init__()
        self.encoder = Encoder(channels, levels)
        self.decoder = Decoder(channels, levels)
        self.quant_conv = nn.Conv2d(2 * LATENT, 2 * LATENT, 1)
        self.post_quant_conv = nn.Conv2d(LATENT, LATENT, 1)
        self._add_reference_channels()
        self.quant_conv.bias.data[LATENT:] = -4.0

    def encode(self, x):
        """Mean and log variance of the latent."""
        mean, log_variance = self.quant_conv(self.encoder(x)).chunk(2, 1)
        return mean, log_variance.clamp(-30, 20)

    def decode(self, z):
        return self.decoder(self.post_quant_conv(z))

    def _add_reference_channels(self):
        """Gives every second channel a large bias at the start.

        NB: with two channels in each of GroupNorm's 32 groups, normalisation erases brightness and colour; a constant
        channel in each group keeps them. Without this, training stays at grey pictures for long.
        """
        convolutions = [m.conv for m in self.modules() if isinstance(m, (Downsample, Upsample))]
        with torch.no_grad():
            for conv in [self.encoder.conv_in, self.decoder.conv_in, *convolutions]:
                conv.weight[1::2] *= 0.25
                conv.bias[1::2] = 2.0
                conv.bias[0::2] = 0.0
