# SPDX-License-Identifier: BSD-2-Clause
"""Draws held-out pictures with captions and the true mask of each word: 40 of nuclei, 30 of cells, 30 of shapes.

Writes to the folder ``masks`` in the work folder: ``000.png``, its masks ``000-nuclei.png`` (255 where it is, 0
elsewhere), and ``index.json`` with the caption and the masks of each picture. The same seed draws the same files.
"""
import json
import re

import numpy as np
from PIL import Image

from pictures import caption, full_size, render
from shards import arguments

SEED = 6_000_000  # no other command draws pictures with these seeds
KINDS = {"nuclei": 40, "two-channel cells": 30, "shape": 30}


def words_with_masks(text, attributes):
    """The words of a caption whose place is known."""
    return [word for word in attributes.masks if re.search(rf"\b{word}\b", text)]


def named_caption(attributes, random):
    """A caption that names all things of the picture: cells and nuclei, or both shapes."""
    cells = attributes.kind == "two-channel cells"
    while True:
        text = caption(attributes, random)
        words = words_with_masks(text, attributes)
        if len(words) >= (2 if cells else len(attributes.masks)):
            return text, words


def draw(folder, number, kind, seed):
    """One picture and its masks as files, and its entry of the index."""
    picture, attributes = render(seed, kind, allow_held_out=True)
    text, words = named_caption(attributes, np.random.default_rng([seed, 1]))
    name = f"{number:03d}"
    Image.fromarray(picture).save(folder / f"{name}.png")
    masks = {word: f"{name}-{word}.png" for word in words}
    for word, file in masks.items():
        Image.fromarray(full_size(attributes.masks[word]).astype(np.uint8) * 255).save(folder / file)
    return {"picture": f"{name}.png", "kind": kind, "seed": seed, "caption": text, "masks": masks}


def main():
    options = arguments(__doc__).parse_args()
    folder = options.work / "masks"
    folder.mkdir(parents=True, exist_ok=True)
    kinds = [kind for kind, count in KINDS.items() for _ in range(count)]
    index = [draw(folder, i, kind, SEED + i) for i, kind in enumerate(kinds)]
    (folder / "index.json").write_text(json.dumps(index, indent=1) + "\n")
    print(len(index), "pictures in", folder)


if __name__ == "__main__":
    main()
