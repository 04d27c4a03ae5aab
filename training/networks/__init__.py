# SPDX-License-Identifier: BSD-2-Clause
"""The networks of Stable Diffusion 1.x and CLIP in plain PyTorch; their parameters bear the names of the files."""
from .clip import ClipPair, ClipText
from .unet import ControlNet, UNet
from .vae import Vae

# What "small" means here. 12 heads of width 8: LatentJ reads `latentj.clip_heads` from the metadata.
CLIP = dict(width=96, layers=3, heads=12)
UNET = dict(channels=64, multipliers=(1, 2, 2), attention=(False, True, True), context=96, heads=8)
VAE = dict(channels=64, levels=4)
# One number of heads for both: LatentJ reads it from the metadata.
CLIP_PAIR = dict(text=dict(width=48, layers=2, heads=4), vision=dict(width=128, layers=3, heads=4, size=64, patch=16),
                 projection=64)

PREFIX = {
    "unet": "model.diffusion_model.",
    "clip": "cond_stage_model.transformer.text_model.",
    "vae": "first_stage_model.",
    "control": "control_model.",
}


def make_clip(vocabulary=49408):
    return ClipText(vocabulary=vocabulary, **CLIP)


def make_clip_pair(vocabulary=49408):
    return ClipPair(vocabulary=vocabulary, **CLIP_PAIR)


def make_control_net():
    return ControlNet(**UNET)


def make_unet():
    return UNet(**UNET)


def make_vae():
    return Vae(**VAE)
