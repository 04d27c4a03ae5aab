# SPDX-License-Identifier: BSD-2-Clause
"""The three networks of Stable Diffusion 1.x in plain PyTorch; their parameters bear the names of the checkpoint."""
from .clip import ClipText
from .unet import UNet
from .vae import Vae

# What "small" means here. 12 heads of width 8: LatentJ reads `latentj.clip_heads` from the metadata.
CLIP = dict(width=96, layers=3, heads=12)
UNET = dict(channels=64, multipliers=(1, 2, 2), attention=(False, True, True), context=96, heads=8)
VAE = dict(channels=64, levels=4)

PREFIX = {
    "unet": "model.diffusion_model.",
    "clip": "cond_stage_model.transformer.text_model.",
    "vae": "first_stage_model.",
}


def make_clip(vocabulary=49408):
    return ClipText(vocabulary=vocabulary, **CLIP)


def make_unet():
    return UNet(**UNET)


def make_vae():
    return Vae(**VAE)
