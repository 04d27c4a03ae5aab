# SPDX-License-Identifier: BSD-2-Clause
"""What can be on a picture: the vocabulary that pictures and captions share."""
from dataclasses import dataclass, field, fields

COLOURS = {
    "red": (1.0, 0.10, 0.08),
    "green": (0.12, 1.0, 0.15),
    "blue": (0.12, 0.25, 1.0),
    "cyan": (0.08, 0.95, 0.95),
    "magenta": (1.0, 0.12, 0.90),
    "yellow": (1.0, 0.95, 0.10),
    "orange": (1.0, 0.42, 0.02),
    "white": (1.0, 1.0, 1.0),
}
COLOUR_SHARES = (0.15, 0.15, 0.15, 0.12, 0.12, 0.12, 0.12, 0.07)

BACKDROPS = {"black": (0.02, 0.02, 0.02), "white": (0.96, 0.96, 0.96), "gray": (0.5, 0.5, 0.5)}

# Number of objects, from and to.
DENSITIES = {"few": (1, 3), "several": (4, 6), "many": (9, 14), "dense": (19, 28)}

# Parts of the field: x from, x to, y from, y to, as fractions.
PLACES = {
    "left": (0.0, 0.40, 0.0, 1.0),
    "right": (0.60, 1.0, 0.0, 1.0),
    "top": (0.0, 1.0, 0.0, 0.40),
    "bottom": (0.0, 1.0, 0.60, 1.0),
    "center": (0.28, 0.72, 0.28, 0.72),
    "top left": (0.0, 0.42, 0.0, 0.42),
    "top right": (0.58, 1.0, 0.0, 0.42),
    "bottom left": (0.0, 0.42, 0.58, 1.0),
    "bottom right": (0.58, 1.0, 0.58, 1.0),
}
SIDES = ("left", "right", "top", "bottom")
OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
SHAPES = ("circle", "square", "triangle")

# Kinds of pictures and their shares. Geometric pictures are a third: places, shapes and directions need them.
KINDS = {
    "nuclei": 0.13,
    "spots": 0.05,
    "bacteria": 0.07,
    "phase contrast": 0.06,
    "histology": 0.08,
    "yeast": 0.06,
    "filaments": 0.07,
    "two-channel cells": 0.08,
    "membranes": 0.055,
    "neurons": 0.05,
    "shape": 0.22,
    "stripes": 0.06,
    "checkerboard": 0.04,
}


@dataclass
class Attributes:
    """What a picture shows. A field that says nothing about a picture is None or False."""

    kind: str
    colour: str | None = None
    second_colour: str | None = None
    density: str | None = None
    count: int | None = None
    size: str | None = None
    form: str | None = None  # straight, curved, round, spread, gland, fat, thin, thick
    modality: str | None = None  # fluorescence, phase contrast, brightfield: where a kind has several
    place: str | None = None
    shape: str | None = None
    second_shape: str | None = None
    second_place: str | None = None
    orientation: str | None = None
    backdrop: str | None = None  # geometric pictures
    dark: bool = False  # fluorescence on black
    noisy: bool = False
    blurred: bool = False
    # Where things are: a word to a mask of the field, 0..1. Known of nuclei, two-channel cells and shapes; never saved.
    masks: dict = field(default_factory=dict, repr=False, compare=False)

    def to_json(self):
        values = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "masks"}
        return {key: value for key, value in values.items() if value not in (None, False)}


def held_out(attributes):
    """Combinations that are never trained on: one in eight of colour x shape x side and of colour x density x kind."""
    a = attributes
    if a.colour is None:
        return False
    colour = list(COLOURS).index(a.colour)
    if a.kind == "shape" and a.second_shape is None and a.place in SIDES:
        return (colour + 2 * SHAPES.index(a.shape) + 3 * SIDES.index(a.place)) % 8 == 0
    objects = ("nuclei", "spots", "bacteria")
    if a.kind in objects and a.place is None:
        return (colour + list(DENSITIES).index(a.density) + 3 * objects.index(a.kind)) % 8 == 0
    return False
