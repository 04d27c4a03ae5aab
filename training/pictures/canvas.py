# SPDX-License-Identifier: BSD-2-Clause
"""Drawing on the field: 72 x 72 virtual pixels, resized to 128 x 128 when a picture is done.

NB: finer structures than 3 virtual pixels (5 real ones) do not pass a VAE with factor 8 and 4 channels of this size.
"""
import math

import numpy as np
from scipy.ndimage import gaussian_filter

from .attributes import PLACES

FIELD = 72
Y, X = np.mgrid[0:FIELD, 0:FIELD].astype(np.float32)


def blank():
    return np.zeros((FIELD, FIELD), np.float32)


def random_points(random, count, distance, margin=2, place=None):
    """Up to ``count`` points at least ``distance`` apart; ``place`` names a part of the field."""
    if place:
        x0, x1, y0, y1 = PLACES[place]
        low, high = np.array([x0, y0]) * FIELD, np.array([x1, y1]) * FIELD
    points = []
    for _ in range(count * 30):
        if len(points) == count:
            break
        p = random.uniform(low, high) if place else random.uniform(-margin, FIELD + margin, 2)
        if all((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 > distance * distance for q in points):
            points.append(p)
    return points


def window(x, y, radius):
    """The slices of the field around a point, or None if it lies outside."""
    x0, x1 = max(0, int(x - radius)), min(FIELD, int(x + radius) + 2)
    y0, y1 = max(0, int(y - radius)), min(FIELD, int(y + radius) + 2)
    if x1 <= x0 or y1 <= y0:
        return None
    return slice(y0, y1), slice(x0, x1)


def soft_ellipse(random, x, y, a, b, angle, softness=1.0, wobble=0.08):
    """A wobbly ellipse with half axes a, b: its window, its mask 0..1 and the radial coordinate (1 on the edge).

    All three are None for an ellipse outside of the field.
    """
    w = window(x, y, max(a, b) * 1.9 + 4)
    if w is None:
        return None, None, None
    dx, dy = X[w] - x, Y[w] - y
    c, s = math.cos(angle), math.sin(angle)
    u, v = (dx * c + dy * s) / a, (-dx * s + dy * c) / b
    rho = np.sqrt(u * u + v * v) + 1e-6
    if wobble:
        phi = np.arctan2(v, u)
        two = np.cos(2 * phi + random.uniform(0, 6.3)) * random.uniform(0.3, 1)
        three = np.cos(3 * phi + random.uniform(0, 6.3))
        rho = rho * (1 + wobble * two + wobble * 0.7 * three)
    mask = 1 / (1 + np.exp(np.clip((rho - 1) * min(a, b) / softness * 1.6, -30, 30)))
    return w, mask, rho


def paint(layer, w, value):
    """Draws by maximum into a window; nothing for an object outside of the field."""
    if w is not None:
        np.maximum(layer[w], value, out=layer[w])


def smooth_noise(random, sigma):
    """Periodic Gaussian noise of unit variance."""
    n = gaussian_filter(random.standard_normal((FIELD, FIELD)).astype(np.float32), sigma, mode="wrap")
    return n / (n.std() + 1e-6)


def white_noise(random, grey, coloured=0.0):
    n = random.standard_normal((FIELD, FIELD, 1)) * grey
    return n + random.standard_normal((FIELD, FIELD, 3)) * coloured if coloured else n


def draw_polyline(layer, points, width, value=1.0):
    """A thick line with a Gaussian profile, drawn by maximum."""
    for (x0, y0), (x1, y1) in zip(points[:-1], points[1:]):
        length = math.hypot(x1 - x0, y1 - y0) + 1e-6
        w = window((x0 + x1) / 2, (y0 + y1) / 2, length / 2 + width * 3 + 1)
        if w is None:
            continue
        dx, dy = X[w] - x0, Y[w] - y0
        t = np.clip((dx * (x1 - x0) + dy * (y1 - y0)) / (length * length), 0, 1)
        d2 = (dx - t * (x1 - x0)) ** 2 + (dy - t * (y1 - y0)) ** 2
        paint(layer, w, value * np.exp(-d2 / (2 * width * width)))


def compose(layers, background):
    """Adds coloured light. What exceeds the range turns towards white."""
    image = np.zeros((FIELD, FIELD, 3), np.float32) + np.float32(background)
    for intensity, colour in layers:
        image = image + intensity[..., None] * np.float32(colour)
    excess = np.clip(image - 1, 0, None).sum(-1, keepdims=True) * 0.25
    return np.clip(image + excess, 0, 1)


def grey_to_rgb(grey, tint=(1, 1, 1)):
    return np.repeat(grey[..., None], 3, 2) * np.float32(tint)
