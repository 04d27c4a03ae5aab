# SPDX-License-Identifier: BSD-2-Clause
"""What is on a picture, measured without any network."""
import numpy as np
from scipy.ndimage import center_of_mass, distance_transform_edt, gaussian_filter, maximum_filter

from pictures import COLOURS

FOREGROUND = 100  # brightest channel of a shape on black


def dominant_colour(picture):
    """The named colour nearest in direction to the mean of the bright pixels, or None for a dark picture."""
    pixels = picture.astype(np.float32) / 255
    brightest = pixels.max(-1)
    bright = brightest > max(0.35, brightest.max() * 0.5)
    if bright.sum() < 8:
        return None
    mean = pixels[bright].mean(0)
    directions = {name: np.array(c) / np.linalg.norm(c) for name, c in COLOURS.items()}
    return max(directions, key=lambda name: np.dot(mean, directions[name]))


def count_objects(picture):
    """Bright objects on a dark ground. Touching ones are parted at the necks of their distance transform."""
    brightest = gaussian_filter(picture.max(-1).astype(np.float32), 1.0)
    mask = brightest > max(45, 0.38 * np.percentile(brightest, 99.5))
    if not mask.any():
        return 0
    depth = gaussian_filter(distance_transform_edt(np.pad(mask, 1, mode="edge"))[1:-1, 1:-1], 1.0)
    # NB: half of a typical object's radius, so that nuclei of any size are counted once
    radius = max(3, int(0.8 * np.percentile(depth[mask], 90)))
    peaks = (depth == maximum_filter(depth, 2 * radius + 1)) & mask & (depth > 1.0)
    return int(peaks.sum())


def side_of(picture):
    """Where the centre of the foreground lies: left, right, top, bottom, or None in the middle and without one."""
    mask = picture.max(-1) > FOREGROUND
    if mask.sum() < 50:
        return None
    y, x = center_of_mass(mask)
    dx, dy = x - (mask.shape[1] - 1) / 2, y - (mask.shape[0] - 1) / 2
    if max(abs(dx), abs(dy)) < 6:
        return None
    if abs(dx) > abs(dy):
        return "right" if dx > 0 else "left"
    return "bottom" if dy > 0 else "top"


def shape_of(picture):
    """By the filled part of the bounding box: triangle 1/2, circle pi/4, square 1."""
    mask = picture.max(-1) > FOREGROUND
    if mask.sum() < 50:
        return None
    # NB: the outermost 2 % are left out: stray pixels would widen the box
    y, x = np.nonzero(mask)
    (y0, y1), (x0, x1) = np.percentile(y, (1, 99)), np.percentile(x, (1, 99))
    fill = mask.sum() / ((y1 - y0 + 2) * (x1 - x0 + 2))
    return "triangle" if fill < 0.65 else "circle" if fill < 0.87 else "square"


def direction_of(picture):
    """Of stripes, by the structure tensor: horizontal, vertical, diagonal (falling to neither side is told apart)."""
    grey = gaussian_filter(picture.astype(np.float32), (1.5, 1.5, 0))
    gy, gx = np.gradient(grey, axis=(0, 1))
    angle = 0.5 * np.degrees(np.arctan2(2 * (gx * gy).sum(), (gx * gx - gy * gy).sum()))
    return "vertical" if abs(angle) < 22.5 else "horizontal" if abs(angle) > 67.5 else "diagonal"


def otsu(values):
    """The threshold that parts numbers into the two classes farthest apart (Otsu 1979, equation 18)."""
    counts, edges = np.histogram(values, 256)
    centres = (edges[:-1] + edges[1:]) / 2
    below, above = np.cumsum(counts), counts.sum() - np.cumsum(counts)
    sums = np.cumsum(counts * centres)
    valid = (below > 0) & (above > 0)
    apart = sums[valid] / below[valid] - (sums[-1] - sums[valid]) / above[valid]
    return centres[valid][np.argmax(below[valid] * above[valid] * apart**2)]


def bright_mask(picture):
    """What is brighter than Otsu's threshold of the slightly blurred brightest channel."""
    brightest = gaussian_filter(picture.max(-1).astype(np.float32), 1.0)
    return brightest > otsu(brightest)


def overlap(a, b):
    """Intersection over union of two masks; 1 if both are empty."""
    union = (a | b).sum()
    return float((a & b).sum() / union) if union else 1.0
