# SPDX-License-Identifier: BSD-2-Clause
"""Synthetic, microscopy-like pictures with compositional captions.

``render(seed)`` draws a picture and says what is on it, ``caption(attributes, random)`` says it in words,
``full_size(attributes.masks[word])`` says where it is.
"""
from .attributes import COLOURS, DENSITIES, KINDS, PLACES, SHAPES, Attributes
from .captions import caption
from .scenes import full_size, render

__all__ = ["Attributes", "COLOURS", "DENSITIES", "KINDS", "PLACES", "SHAPES", "caption", "full_size", "render"]
