# SPDX-License-Identifier: BSD-2-Clause
"""Scenes of transmitted light, and those that come with and without fluorescence."""
import math

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates

from .attributes import COLOURS
from .canvas import (FIELD, X, Y, blank, draw_polyline, grey_to_rgb, paint, random_points, smooth_noise, soft_ellipse,
                     white_noise)
from .fluorescence import choose, choose_background, choose_colour, choose_density, choose_place, develop


def bacteria(random, a):
    a.density, count = choose_density(random)
    count = choose_place(random, a, count, 0.15)
    a.modality = choose(random, ["fluorescence", "phase contrast"], [0.65, 0.35])
    layer = blank()
    width, length = random.uniform(1.8, 2.2), random.uniform(11, 14)
    for x, y in random_points(random, count, length * 0.62, 2, a.place):
        points = _rod(random, x, y, length)
        draw_polyline(layer, points, width, random.uniform(0.75, 1))
    if a.modality == "fluorescence":
        a.colour = choose_colour(random)
        a.blurred = random.random() < 0.18
        choose_background(random, a)
        body = 1 / (1 + np.exp(-(layer - 0.5) * 9))
        return develop(random, a, [(body * 0.95, COLOURS[a.colour])])
    mask = 1 / (1 + np.exp(-(layer - 0.5) * 11))
    halo = gaussian_filter(mask, 3) - mask * 0.2
    grey = 0.60 + 0.25 * halo.clip(0, 1) * (1 - mask) - 0.42 * mask + 0.018 * smooth_noise(random, 14)
    return grey_to_rgb(grey + random.standard_normal((FIELD, FIELD)) * 0.012)


def _rod(random, x, y, length):
    angle = random.uniform(0, 3.14)
    half, bend = length * random.uniform(0.7, 1.25) / 2, random.uniform(-0.25, 0.25)
    return [(x + half * t * math.cos(angle + bend * t), y + half * t * math.sin(angle + bend * t))
            for t in (-1, -0.5, 0, 0.5, 1)]


def phase_contrast(random, a):
    a.density, count = choose_density(random, ("few", "several", "many"))
    a.form = choose(random, ["round", "spread"])
    round_cells = a.form == "round"
    body, rim, core = blank(), blank(), blank()
    texture = smooth_noise(random, 1.3)
    radius = random.uniform(6.5, 8) if round_cells else random.uniform(6.5, 8.5)
    if a.density == "many":
        radius *= 0.8
    for x, y in random_points(random, count, radius * 1.9):
        if round_cells:
            p = radius * random.uniform(0.85, 1.15)
            q = p * random.uniform(0.9, 1)
        else:
            p, q = radius * random.uniform(1.2, 1.9), radius * random.uniform(0.55, 0.85)
        angle = random.uniform(0, 3.14)
        w, mask, rho = soft_ellipse(random, x, y, p, q, angle, 0.8, 0.03 if round_cells else 0.14)
        if w is None:
            continue
        paint(body, w, mask)
        distance = (rho - 1.02) * min(p, q)
        paint(rim, w, np.exp(-((distance - 1.5) ** 2) / (2 * 1.7**2)))
        x, y = x + random.uniform(-1, 1), y + random.uniform(-1, 1)
        w, mask, _ = soft_ellipse(random, x, y, radius * 0.38, radius * 0.34, angle, 0.7)
        if w is not None:
            paint(core, w, mask)
    halo = 0.38 if round_cells else 0.26
    grey = (0.55 + 0.02 * smooth_noise(random, 18) - 0.14 * body * (1 + 0.28 * texture)
            + halo * rim * (1 - body * 0.8) - 0.11 * core + 0.012 * random.standard_normal((FIELD, FIELD)))
    if round_cells:
        grey = grey + 0.10 * body * gaussian_filter(body, 5)
    return grey_to_rgb(grey, (1, 1, 1.01))


def yeast(random, a):
    a.density, count = choose_density(random, ("few", "several", "many"))
    count = choose_place(random, a, count, 0.12)
    a.modality = choose(random, ["brightfield", "fluorescence"])
    body, rim, inside = blank(), blank(), blank()
    radius = random.uniform(5.6, 6.8) * (0.85 if a.density == "many" else 1)
    for x, y in random_points(random, count, radius * 2.6, 2, a.place):
        for cell in _mother_and_bud(random, x, y, radius):
            _draw_yeast(random, body, rim, inside, *cell)
    if a.modality == "fluorescence":
        a.colour = choose_colour(random)
        choose_background(random, a)
        layer = (body * 0.42 + rim * 0.5 + inside * 0.15) * random.uniform(0.85, 1)
        return develop(random, a, [(layer, COLOURS[a.colour])])
    grey = (0.66 + 0.012 * smooth_noise(random, 16) + 0.10 * body * inside + 0.05 * body - 0.42 * rim
            + 0.10 * gaussian_filter(body, 3) * (1 - body) + 0.01 * random.standard_normal((FIELD, FIELD)))
    return grey_to_rgb(grey, (1.02, 1.0, 0.94))


def _mother_and_bud(random, x, y, radius):
    angle = random.uniform(0, 6.28)
    a = radius * random.uniform(0.85, 1.15)
    cells = [(x, y, a, a * 0.87, angle)]
    if random.random() < 0.65:
        b = a * random.uniform(0.4, 0.7)
        reach = a + b * 0.78
        cells.append((x + reach * math.cos(angle), y + reach * math.sin(angle), b, b * 0.93, angle))
    return cells


def _draw_yeast(random, body, rim, inside, x, y, p, q, angle):
    w, mask, rho = soft_ellipse(random, x, y, p, q, angle, 0.7, 0.02)
    if w is None:
        return
    paint(body, w, mask)
    distance = (rho - 1) * p
    paint(rim, w, np.exp(-distance * distance / (2 * 1.1**2)))
    r2 = (X[w] - x - 1) ** 2 + (Y[w] - y - 1) ** 2
    paint(inside, w, np.exp(-r2 / (2 * (p * 0.35) ** 2)))


def histology(random, a):
    """Like H&E: pink fibres, white lumina ringed by nuclei (glands) or not (fat), purple nuclei."""
    a.density, _ = choose_density(random, ("few", "many", "dense"))
    a.form = choose(random, ["tissue", "gland", "fat"], [0.55, 0.27, 0.18])
    clouds = smooth_noise(random, 5) * 0.5 + smooth_noise(random, 2.2) * 0.35 + smooth_noise(random, 10) * 0.5
    stroma = clouds * 0.035 + _fibres(random) * 0.03
    image = np.float32([0.93, 0.68, 0.80]) + stroma[..., None] * np.float32([0.5, 1.25, 0.85])
    lumen, ring = _lumina(random, a.form)
    image = image * (1 - lumen[..., None]) + lumen[..., None] * np.float32([0.975, 0.955, 0.97])

    count = {"few": 3, "many": 12, "dense": 26}[a.density] + int(random.integers(0, 3))
    radius = random.uniform(3.0, 3.7)
    bodies, texture = blank(), smooth_noise(random, 1.1)
    free = [(x, y, random.uniform(0, 3.14)) for x, y in random_points(random, count, radius * 2.0)]
    free = [(x, y, t) for x, y, t in free
            if not (0 <= x < FIELD and 0 <= y < FIELD and lumen[int(y), int(x)] > 0.1)]
    for x, y, angle in free + ring:
        p = radius * random.uniform(1, 1.35)
        w, mask, _ = soft_ellipse(random, x, y, p, p * random.uniform(0.6, 0.9), angle, 0.7)
        if w is not None:
            paint(bodies, w, mask * random.uniform(0.75, 1))
    purple = np.float32([0.36, 0.20, 0.56]) + 0.05 * texture[..., None]
    image = image * (1 - 0.92 * bodies[..., None]) + purple * 0.92 * bodies[..., None]
    return image + white_noise(random, 0.008)


def _fibres(random):
    """Noise drawn out along a random direction."""
    angle = random.uniform(0, 3.14)
    fibres = gaussian_filter(random.standard_normal((FIELD, FIELD)), (5, 0.8))
    fibres /= fibres.std()
    c, s, h = math.cos(angle), math.sin(angle), FIELD / 2
    u = h + (X - h) * c - (Y - h) * s
    v = h + (X - h) * s + (Y - h) * c
    return map_coordinates(fibres, [v, u], order=1, mode="wrap")


def _lumina(random, form):
    """A mask of white holes, and the nuclei around them: x, y, angle."""
    lumen, ring = blank(), []
    if form == "tissue":
        return lumen, ring
    gland = form == "gland"
    count = int(random.integers(1, 3)) if gland else int(random.integers(5, 8))
    for x, y in random_points(random, count, 30 if gland else 20, -6 if gland else 4):
        radius = random.uniform(9, 13) if gland else random.uniform(8, 11)
        other = radius * random.uniform(0.75, 1)
        w, mask, _ = soft_ellipse(random, x, y, radius, other, random.uniform(0, 3.1), 1.2, 0.1)
        if w is None:
            continue
        paint(lumen, w, mask)
        for i in range(int(radius * 1.15) if gland else 0):
            angle = 2 * math.pi * i / int(radius * 1.15) + random.uniform(-0.08, 0.08)
            reach = radius + 5.5
            ring.append((x + reach * math.cos(angle), y + reach * math.sin(angle), angle))
    return lumen, ring
