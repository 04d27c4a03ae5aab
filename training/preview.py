# SPDX-License-Identifier: BSD-2-Clause
"""Fits the colours of latent cells, for previews, and writes them into the checkpoint's metadata.

Least squares from the latents (as the network sees them) of freshly drawn pictures, and a one, to the mean colour of
each cell's 8 x 8 pixels in -1..1. The entry has a group "red green blue" for each latent channel, and as the last one
what a latent of zeros looks like, with commas between. The weights stay what they are.
"""
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch.nn import functional as F

from export import CHECKPOINT
from pictures import render
from pipeline import Checkpoint
from shards import arguments, to_tensor, write_atomically

ENTRY = "latentj.preview"
FIRST_PICTURE = 880_000
BATCH = 20


def cells(model, pictures):
    """Latents with a one (n, 5) and colours (n, 3) of all cells."""
    latents = torch.cat([model.encode(pictures[i: i + BATCH]) for i in range(0, len(pictures), BATCH)])
    colours = F.avg_pool2d(to_tensor(pictures), 8)
    flat = latents.permute(0, 2, 3, 1).reshape(-1, latents.shape[1])
    return torch.cat([flat, torch.ones(len(flat), 1)], 1), colours.permute(0, 2, 3, 1).reshape(-1, 3)


def explained(factors, latents, colours):
    """The part of the colours' variance that the factors explain."""
    return 1 - float((latents @ factors - colours).var(0).sum() / colours.var(0).sum())


def main():
    parser = arguments(__doc__)
    parser.add_argument("--checkpoint", type=Path, default=CHECKPOINT)
    parser.add_argument("--pictures", type=int, default=800)
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = Checkpoint(options.checkpoint)
    pictures = np.stack([render(FIRST_PICTURE + i)[0] for i in range(options.pictures)])
    half = options.pictures // 2
    latents, colours = cells(model, pictures[:half])
    factors = torch.linalg.lstsq(latents, colours).solution
    print(f"explains {explained(factors, *cells(model, pictures[half:])):.1%} of the colours of other pictures")
    with safe_open(options.checkpoint, "pt") as file:
        metadata = file.metadata()
    metadata[ENTRY] = ", ".join(" ".join(f"{float(x):.4f}" for x in row) for row in factors)
    tensors = load_file(options.checkpoint)
    write_atomically(options.checkpoint, lambda path: save_file(tensors, path, metadata=metadata))
    options.checkpoint.chmod(0o644)
    print(ENTRY, metadata[ENTRY])


if __name__ == "__main__":
    main()
