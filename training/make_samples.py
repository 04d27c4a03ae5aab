# SPDX-License-Identifier: BSD-2-Clause
"""Sheets of samples, to be looked at: text to image, image to image, inpainting, latent upscale."""
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw

from export import CHECKPOINT
from pictures import render
from pipeline import Checkpoint, Settings
from shards import arguments

CAPTION_HEIGHT, LINE, GAP = 38, 11, 4
TEXT_PROMPTS = [
    "many green nuclei", "few large blue nuclei", "dense small red nuclei", "green spots on noisy background",
    "yellow rod bacteria", "many dark bacteria in phase contrast", "round cells in phase contrast",
    "spread cells, phase contrast",
    "H&E histology with many purple nuclei", "H&E tissue with a gland", "pink tissue with fat vacuoles",
    "yeast in brightfield", "cyan budding yeast", "curved green actin filaments",
    "parallel red microtubules with blue nuclei", "green cells with red nuclei",
    "cells with magenta cytoplasm and cyan nuclei", "green cell membranes with blue nuclei", "large white epithelium",
    "a single yellow neuron", "magenta neurons", "blurry orange nuclei", "a red circle on the left",
    "a large blue triangle on white background",
    "thick horizontal cyan stripes on black", "vertical red stripes on white", "diagonal green stripes",
    "magenta checkerboard", "DAPI stained nuclei in the upper part", "GFP bacteria",
    "a beautiful photo of emerald cells",
    "a green square at the bottom on black background",
]


def wrap(text, width=21):
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append(word)
        else:
            lines[-1] = (lines[-1] + " " + word).strip()
    return lines[:3]


def sheet(pictures, texts, path, columns):
    """All pictures of the same size, each with its text below."""
    height, width = pictures[0].shape[:2]
    rows = -(-len(pictures) // columns)
    image = Image.new("RGB", (columns * (width + GAP), rows * (height + CAPTION_HEIGHT)), "white")
    draw = ImageDraw.Draw(image)
    for i, (picture, text) in enumerate(zip(pictures, texts)):
        x, y = i % columns * (width + GAP), i // columns * (height + CAPTION_HEIGHT)
        image.paste(Image.fromarray(picture), (x, y))
        for j, line in enumerate(wrap(text)):
            draw.text((x + 1, y + height + 1 + j * LINE), line, fill="black")
    image.save(path, optimize=True)


def text_to_image(model, folder):
    sheet(model.text_to_image(TEXT_PROMPTS, Settings(seed=7)), TEXT_PROMPTS, folder / "text-to-image.png", 8)


def image_to_image(model, folder):
    kinds = ["nuclei", "two-channel cells", "filaments", "shape", "membranes", "histology"]
    texts = ["many red nuclei", "blue cells with yellow nuclei", "magenta curved filaments",
             "a green square in the middle on gray background",
             "cyan cell membranes", "H&E histology with dense purple nuclei"]
    sources = np.stack([render(990_000 + i, kind)[0] for i, kind in enumerate(kinds)])
    pictures, captions = [*sources], ["source"] * len(kinds)
    for denoise in (0.3, 0.6, 0.9):
        pictures += [*model.image_to_image(sources, texts, Settings(denoise=denoise, seed=5))]
        captions += [f"denoise {denoise}: {text}" for text in texts]
    sheet(pictures, captions, folder / "image-to-image.png", 6)


def inpaint(model, folder):
    kinds = ["nuclei", "histology", "membranes", "phase contrast", "filaments", "nuclei"]
    texts = ["large nuclei", "H&E histology with dense purple nuclei", "cell membranes",
             "round cells in phase contrast", "many filaments", "nuclei"]
    sources, attributes = zip(*(render(990_100 + i, kind) for i, kind in enumerate(kinds)))
    texts = [f"{a.colour} {text}" if a.colour else text for a, text in zip(attributes, texts)]
    mask = np.zeros((128, 128), np.uint8)
    mask[40:96, 36:92] = 1
    sources = np.stack(sources)
    holes = sources.copy()
    holes[:, mask > 0] = 255
    painted = model.inpaint(sources, mask, texts, Settings(seed=1))
    sheet([*sources, *holes, *painted], ["source"] * 6 + ["mask"] * 6 + texts, folder / "inpainting.png", 6)


def upscale(model, folder):
    texts = ["many green nuclei", "H&E histology with many purple nuclei", "green cells with red nuclei",
             "curved cyan actin filaments"]
    small, large = model.upscale(texts, Settings(seed=11))
    padded = [np.pad(p, ((64, 64), (64, 64), (0, 0)), constant_values=255) for p in small]
    captions = [f"128 x 128: {text}" for text in texts]
    captions += [f"latent upscale to 256, denoise 0.6: {text}" for text in texts]
    sheet([*padded, *large], captions, folder / "latent-upscale.png", 4)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--checkpoint", type=Path, default=CHECKPOINT)
    parser.add_argument("--to", type=Path, default=Path(__file__).parent / "samples")
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = Checkpoint(options.checkpoint)
    for make in (text_to_image, image_to_image, inpaint, upscale):
        make(model, options.to)


if __name__ == "__main__":
    main()
