# SPDX-License-Identifier: BSD-2-Clause
"""From a seed to a picture."""
import numpy as np
from PIL import Image

from . import brightfield, fluorescence, geometry
from .attributes import KINDS, Attributes, held_out

SIZE = 128
SCENES = {
    "nuclei": fluorescence.nuclei,
    "spots": fluorescence.spots,
    "bacteria": brightfield.bacteria,
    "phase contrast": brightfield.phase_contrast,
    "histology": brightfield.histology,
    "yeast": brightfield.yeast,
    "filaments": fluorescence.filaments,
    "two-channel cells": fluorescence.two_channel_cells,
    "membranes": fluorescence.membranes,
    "neurons": fluorescence.neurons,
    "shape": geometry.shape,
    "stripes": geometry.stripes,
    "checkerboard": geometry.checkerboard,
}
SHARES = np.array(list(KINDS.values())) / sum(KINDS.values())


def render(seed, kind=None, allow_held_out=False):
    """A picture (128 x 128 x 3, uint8) and its attributes. The same seed draws the same picture."""
    for attempt in range(100):
        random = np.random.default_rng([seed, attempt])
        a = Attributes(kind or list(KINDS)[random.choice(len(KINDS), p=SHARES)])
        image = SCENES[a.kind](random, a)
        if allow_held_out or not held_out(a):
            break
    pixels = (np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8)
    return np.asarray(Image.fromarray(pixels).resize((SIZE, SIZE), Image.BICUBIC)), a


def full_size(mask):
    """One of a picture's ``masks``, a mask of the field, as a mask of the picture (128 x 128, boolean)."""
    return np.asarray(Image.fromarray(mask.astype(np.float32)).resize((SIZE, SIZE), Image.BICUBIC)) > 0.5
