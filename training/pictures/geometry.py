# SPDX-License-Identifier: BSD-2-Clause
"""Test pictures: a shape at a place (or two, on opposite sides), stripes, checkerboards."""
import math

import numpy as np
from scipy.ndimage import gaussian_filter

from .attributes import BACKDROPS, COLOURS, OPPOSITE, PLACES, SHAPES, SIDES
from .canvas import FIELD, X, Y, white_noise
from .fluorescence import choose, choose_colour

PLACE_SHARES = (0.19, 0.19, 0.19, 0.19, 0.10, 0.035, 0.035, 0.035, 0.035)


def _choose_backdrop(random, a):
    name = choose(random, BACKDROPS, [0.5, 0.3, 0.2])
    a.backdrop = "black" if name == a.colour == "white" else name
    return np.float32(BACKDROPS[a.backdrop])


def _blend(image, mask, colour):
    return image * (1 - mask) + np.float32(COLOURS[colour]) * 0.95 * mask


def _develop(random, a, image):
    if random.random() < 0.07:
        a.blurred = True
        image = gaussian_filter(image, (2.2, 2.2, 0))
    if random.random() < 0.08:
        a.noisy = True
        return image + white_noise(random, 0.07, 0.02)
    return image + white_noise(random, 0.006)


def _centre(random, place, radius):
    """A jittered centre: a shape touches the sides that its place names."""
    def jitter():
        return random.normal() * 2.2

    near, middle = radius + 3, FIELD / 2
    if "left" in place:
        x = near + abs(jitter())
    elif "right" in place:
        x = FIELD - near - abs(jitter())
    else:
        x = middle + jitter() * 0.8
    if "top" in place:
        y = near + abs(jitter())
    elif "bottom" in place:
        y = FIELD - near - abs(jitter())
    else:
        y = middle + jitter() * 0.8
    return x, y


def _shape_mask(shape, x, y, radius):
    if shape == "circle":
        distance = np.hypot(X - x, Y - y) - radius
    elif shape == "square":
        distance = np.maximum(abs(X - x), abs(Y - y)) - radius * 0.9
    else:
        normals = [(math.cos(t), math.sin(t)) for t in (math.pi / 2, math.pi / 2 + 2.0944, math.pi / 2 + 4.18879)]
        distance = np.maximum.reduce([(X - x) * u + (Y - y - radius * 0.2) * v for u, v in normals]) - radius * 0.58
    return (1 / (1 + np.exp(np.clip(distance * 2.2, -30, 30))))[..., None]


def shape(random, a):
    a.colour = choose_colour(random)
    a.shape = choose(random, SHAPES)
    two = random.random() < 0.15
    a.place = choose(random, SIDES) if two else choose(random, PLACES, PLACE_SHARES)
    sizes = ["small", "medium"] if two else ["small", "medium", "large"]
    a.size = choose(random, sizes, None if two else [0.25, 0.55, 0.20])
    radius = {"small": random.uniform(5.5, 7.5), "medium": random.uniform(10, 13),
              "large": random.uniform(17, 20)}[a.size]
    backdrop = _choose_backdrop(random, a)
    mask = _shape_mask(a.shape, *_centre(random, a.place, radius), radius)
    image = _blend(backdrop, mask, a.colour)
    a.masks[a.shape] = mask[..., 0]
    if two:
        a.second_colour = choose_colour(random)
        while a.second_colour in (a.colour, a.backdrop):
            a.second_colour = choose_colour(random)
        a.second_shape = choose(random, SHAPES)
        a.second_place = OPPOSITE[a.place]
        radius = random.uniform(6, 7.5) if a.size == "small" else random.uniform(10, 13)
        mask = _shape_mask(a.second_shape, *_centre(random, a.second_place, radius), radius)
        image = _blend(image, mask, a.second_colour)
        a.masks[a.second_shape] = np.maximum(mask[..., 0], a.masks.get(a.second_shape, 0))
    return _develop(random, a, image)


def stripes(random, a):
    a.colour = choose_colour(random)
    backdrop = _choose_backdrop(random, a)
    a.orientation = choose(random, ["horizontal", "vertical", "diagonal"])
    a.form = choose(random, ["thin", "thick"])
    period = random.uniform(10.5, 12.5) if a.form == "thin" else random.uniform(20, 26)
    phase = random.uniform(0, 6.28)
    along = {"horizontal": Y, "vertical": X, "diagonal": (X + Y) * 0.7071}[a.orientation]
    mask = 1 / (1 + np.exp(-np.sin(along * 2 * math.pi / period + phase) * period * 0.55))
    return _develop(random, a, _blend(backdrop, mask[..., None], a.colour))


def checkerboard(random, a):
    a.colour = choose_colour(random)
    backdrop = _choose_backdrop(random, a)
    a.size = choose(random, ["small", "large"])
    period = random.uniform(8.5, 10.5) if a.size == "small" else random.uniform(15, 19)
    px, py = random.uniform(0, 6.28, 2)
    wave = np.sin(X * math.pi / period + px) * np.sin(Y * math.pi / period + py)
    mask = 1 / (1 + np.exp(-wave * period * 1.6))
    return _develop(random, a, _blend(backdrop, mask[..., None], a.colour))
