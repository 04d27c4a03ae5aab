# SPDX-License-Identifier: BSD-2-Clause
"""Scenes of light on a dark background. Each takes a random source and attributes, which it fills, and returns RGB."""
import math

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree

from .attributes import COLOUR_SHARES, COLOURS, DENSITIES, PLACES
from .canvas import (FIELD, X, Y, blank, compose, draw_polyline, paint, random_points, smooth_noise, soft_ellipse,
                     white_noise, window)

PLACE_SHARES = (0.19, 0.19, 0.19, 0.19, 0.08, 0.04, 0.04, 0.04, 0.04)


def choose(random, items, shares=None):
    return str(random.choice(list(items), p=shares))


def choose_colour(random, other_than=None):
    names = list(COLOURS)
    colour = str(names[random.choice(len(names), p=COLOUR_SHARES)])
    while colour == other_than:
        colour = str(names[random.choice(len(names), p=COLOUR_SHARES)])
    return colour


def choose_density(random, names=tuple(DENSITIES)):
    """A density and a number of objects that fits it."""
    name = names[random.integers(len(names))]
    low, high = DENSITIES[name]
    return name, int(random.integers(low, high + 1))


def choose_place(random, a, count, share=0.22):
    """Sometimes all objects lie in one part of the field; fewer fit there. Returns their number."""
    if random.random() < share:
        a.place = choose(random, PLACES, PLACE_SHARES)
        a.density = "many" if a.density == "dense" else a.density
        return max(1, int(min(count, 13) * 0.6))
    return count


def choose_background(random, a):
    a.noisy = choose(random, ["black", "noisy"], [0.82, 0.18]) == "noisy"
    a.dark = not a.noisy


def develop(random, a, layers):
    """Blurs the layers, adds them up in their colours, and adds the background and its noise."""
    if a.blurred:
        layers = [(gaussian_filter(i, random.uniform(2.4, 3.4)) * 1.25, c) for i, c in layers]
    else:
        layers = [(gaussian_filter(i, 0.55), c) for i, c in layers]
    if a.noisy:
        colour = np.float32(layers[0][1])
        noise = random.standard_normal((FIELD, FIELD, 1)) * 0.075 + random.standard_normal((FIELD, FIELD, 3)) * 0.02
        return compose(layers, colour * 0.08) + noise.astype(np.float32) * (0.6 + 0.4 * colour)
    return compose(layers, np.float32([0.012, 0.012, 0.016])) + white_noise(random, 0.006)


def draw_nuclei(random, count, radius, place=None):
    """A layer of textured ellipses, their mask, and their number."""
    layer, whole, texture = blank(), blank(), smooth_noise(random, 1.6)
    points = random_points(random, count, radius * 1.75, 2, place)
    drawn = 0
    for x, y in points:
        a = radius * random.uniform(0.85, 1.25)
        b = a * random.uniform(0.72, 1)
        w, mask, rho = soft_ellipse(random, x, y, a, b, random.uniform(0, 3.14), 0.9)
        if w is None:
            continue
        brightness = random.uniform(0.6, 1.0)
        value = mask * brightness * (1 - 0.18 * rho.clip(0, 1) ** 2)
        paint(layer, w, value * (1 + 0.13 * texture[w]))
        paint(whole, w, mask)
        drawn += 1
    return layer, whole, drawn


def nuclei(random, a):
    a.colour = choose_colour(random)
    a.density, count = choose_density(random)
    count = choose_place(random, a, count)
    a.size = choose(random, ["small", "medium", "large"], [0.3, 0.4, 0.3])
    radius = {"small": random.uniform(3.2, 4.3), "medium": random.uniform(5.8, 7.5),
              "large": random.uniform(9, 11.5)}[a.size]
    if a.size == "large":
        count = int({"dense": min(count, 14), "many": min(count, 8)}.get(a.density, count))
    if a.size == "small" and a.density == "dense":
        count = int(count * 1.8)
    a.blurred = random.random() < 0.18
    choose_background(random, a)
    layer, a.masks["nuclei"], a.count = draw_nuclei(random, count, radius, a.place)
    return develop(random, a, [(layer, COLOURS[a.colour])])


def spots(random, a):
    a.colour = choose_colour(random)
    a.density, count = choose_density(random)
    count = choose_place(random, a, int(count * 1.3))
    layer = blank()
    x0, x1, y0, y1 = PLACES.get(a.place, (0, 1, 0, 1))
    for _ in range(count):
        x, y = random.uniform(x0 * FIELD, x1 * FIELD), random.uniform(y0 * FIELD, y1 * FIELD)
        sigma = random.uniform(1.1, 1.9)
        w = window(x, y, 8)
        r2 = (X[w] - x) ** 2 + (Y[w] - y) ** 2
        layer[w] += np.exp(-r2 / (2 * sigma * sigma)) * random.uniform(0.6, 1.1)
    choose_background(random, a)
    return develop(random, a, [(layer.clip(0, 1.3), COLOURS[a.colour])])


def draw_filaments(random, count, straight):
    layer, common = blank(), random.uniform(0, 3.14)
    for _ in range(count):
        x, y = random.uniform(0, FIELD, 2)
        start = common + random.normal() * 0.12 if straight else random.uniform(0, 6.28)
        bend = random.normal() * (0.005 if straight else 0.09)
        brightness = random.uniform(0.45, 1)
        points = [(x, y)]
        for sign in (1, -1):
            arm = _walk(random, x, y, start, sign, bend, straight)
            points = points + arm if sign == 1 else arm[::-1] + points
        draw_polyline(layer, points, random.uniform(0.8, 1.15), brightness)
    return layer


def _walk(random, x, y, angle, sign, bend, straight):
    step, points = (14 if straight else 6), []
    for _ in range(9 if straight else 12):
        x += sign * step * math.cos(angle)
        y += sign * step * math.sin(angle)
        angle += bend + (0 if straight else random.normal() * 0.13)
        points.append((x, y))
    return points


def filaments(random, a):
    a.colour = choose_colour(random)
    a.density = choose(random, ["few", "many"])
    a.form = choose(random, ["straight", "curved"])
    a.dark = True
    count = int(random.integers(2, 5)) if a.density == "few" else int(random.integers(9, 14))
    layer = draw_filaments(random, count, a.form == "straight")
    layers = [(layer, COLOURS[a.colour])]
    if random.random() < 0.4:
        a.second_colour = choose_colour(random, a.colour)
        bodies, _, _ = draw_nuclei(random, int(random.integers(2, 5)), random.uniform(6, 7.5))
        layers = [(layer * (1 - 0.7 * bodies), COLOURS[a.colour]), (bodies * 0.9, COLOURS[a.second_colour])]
    return develop(random, a, layers)


def two_channel_cells(random, a):
    a.colour = choose_colour(random)
    a.second_colour = choose_colour(random, a.colour)
    a.density, _ = choose_density(random, ("few", "several", "many"))
    a.dark = True
    count = {"few": int(random.integers(1, 3)), "several": int(random.integers(3, 5)),
             "many": int(random.integers(7, 11))}[a.density]
    radius = {"few": random.uniform(12, 15), "several": random.uniform(10, 12),
              "many": random.uniform(7.2, 8.6)}[a.density]
    cells, bodies, whole, cores = blank(), blank(), blank(), blank()
    texture, body_texture = smooth_noise(random, 1.5), smooth_noise(random, 1.3)
    for x, y in random_points(random, count, radius * 1.75):
        p, q = radius * random.uniform(0.9, 1.3), radius * random.uniform(0.75, 1)
        angle = random.uniform(0, 3.14)
        w, mask, rho = soft_ellipse(random, x, y, p, q, angle, 1.2, 0.13)
        if w is None:
            continue
        paint(cells, w, mask * (0.62 + 0.11 * texture[w]) * (1.1 - 0.45 * rho.clip(0, 1)))
        paint(whole, w, mask)
        x, y = x + random.uniform(-1.5, 1.5), y + random.uniform(-1.5, 1.5)
        w, mask, _ = soft_ellipse(random, x, y, radius * 0.45, radius * 0.38, angle, 0.8)
        if w is not None:
            paint(bodies, w, mask * (0.9 + 0.1 * body_texture[w]))
            paint(cores, w, mask)
    whole = np.maximum(whole, cores)
    a.masks = {"nuclei": cores, "cells": whole, "cytoplasm": whole * (1 - cores)}
    return develop(random, a, [(cells * (1 - 0.9 * bodies), COLOURS[a.colour]), (bodies, COLOURS[a.second_colour])])


def membranes(random, a):
    """The borders of a warped Voronoi diagram of a jittered hexagonal grid."""
    a.colour = choose_colour(random)
    a.size = choose(random, ["small", "large"])
    a.dark = True
    spacing = random.uniform(12, 14) if a.size == "small" else random.uniform(20, 24)
    jitter, points = spacing * 0.16, []
    for i in range(-1, int(FIELD / spacing) + 2):
        for j in range(-1, int(FIELD / spacing) + 2):
            x = i * spacing + (spacing / 2 if j % 2 else 0)
            points.append((x + random.normal() * jitter, j * spacing * 0.9 + random.normal() * jitter))
    x = X + smooth_noise(random, 6) * 1.1
    y = Y + smooth_noise(random, 6) * 1.1
    distance, _ = cKDTree(points).query(np.stack([x.ravel(), y.ravel()], 1), k=2)
    gap = (distance[:, 1] - distance[:, 0]).reshape(FIELD, FIELD)
    layer = np.exp(-gap * gap / (2 * 1.7**2)) * (0.85 + 0.1 * smooth_noise(random, 4))
    layers = [(layer.astype(np.float32).clip(0, 1.1), COLOURS[a.colour])]
    if random.random() < 0.5:
        a.second_colour = choose_colour(random, a.colour)
        bodies = blank()
        for x, y in points:
            radius = spacing * 0.24 * random.uniform(0.9, 1.15)
            w, mask, _ = soft_ellipse(random, x, y, radius, spacing * 0.21, random.uniform(0, 3), 0.8)
            if w is not None:
                paint(bodies, w, mask * random.uniform(0.7, 1))
        layers.append((bodies * 0.95, COLOURS[a.second_colour]))
    return develop(random, a, layers)


def neurons(random, a):
    a.colour = choose_colour(random)
    a.density = choose(random, ["one", "few"])
    a.dark = True
    one = a.density == "one"
    count = 1 if one else int(random.integers(2, 4))
    layer = blank()
    if one:
        centres = [(FIELD / 2 + random.normal() * 5, FIELD / 2 + random.normal() * 5)]
    else:
        centres = random_points(random, count, 26, -8)
    for x, y in centres:
        _draw_neuron(random, layer, x, y, one)
    return develop(random, a, [(layer, COLOURS[a.colour])])


def _draw_neuron(random, layer, x, y, large):
    radius = random.uniform(5.5, 7) if large else random.uniform(4, 5)
    w, mask, _ = soft_ellipse(random, x, y, radius, radius * 0.85, random.uniform(0, 3), 1.2, 0.14)
    paint(layer, w, mask * 0.95)
    count = int(random.integers(5, 8)) if large else int(random.integers(3, 6))
    first = random.uniform(0, 6.28)
    for i in range(count):
        angle = first + 6.28 * i / count
        start = x + radius * 0.7 * math.cos(angle), y + radius * 0.7 * math.sin(angle)
        angle += random.normal() * 0.15
        length = int(random.integers(4, 8)) if large else int(random.integers(3, 5))
        _grow(random, layer, *start, angle, 1.9 if large else 1.4, length, 2 if large else 1)


def _grow(random, layer, x, y, angle, width, length, depth):
    """A dendrite that forks ``depth`` times."""
    points = [(x, y)]
    for _ in range(length):
        angle += random.normal() * 0.17
        x += 3.3 * math.cos(angle)
        y += 3.3 * math.sin(angle)
        points.append((x, y))
    draw_polyline(layer, points, width, 0.55 + 0.15 * depth)
    if depth > 0:
        for side in (-1, 1):
            fork = angle + side * random.uniform(0.25, 0.6)
            shorter = max(2, int(length * random.uniform(0.5, 0.9)))
            _grow(random, layer, x, y, fork, max(0.85, width * 0.72), shorter, depth - 1)
