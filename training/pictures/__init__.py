# SPDX-License-Identifier: BSD-2-Clause
"""Synthetic, microscopy-like pictures with compositional captions.

``render(seed)`` draws a picture and says what is on it, ``caption(attributes, random)`` says it in words.
"""
from .attributes import COLOURS, DENSITIES, KINDS, PLACES, SHAPES, Attributes
from .captions import caption
from .scenes import render

__all__ = ["Attributes", "COLOURS", "DENSITIES", "KINDS", "PLACES", "SHAPES", "caption", "render"]
