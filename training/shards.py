# SPDX-License-Identifier: BSD-2-Clause
"""The work folder: shards of 1000 pictures with attributes and latents, the vocabulary, the weights."""
import argparse
import json
from pathlib import Path

import numpy as np
import torch

from pictures import Attributes

SHARD = 1000
VOCABULARY = "vocabulary.json"
VAE_WEIGHTS = "vae.pt"
VAE_NORMALISED = "vae-normalised.pt"
UNET_WEIGHTS = "unet.pt"
CLIP_WEIGHTS = "clip-pair.pt"
CONTROL_WEIGHTS = "control.pt"
CONTROL_DATA = "control-data.pt"
SCALE = 0.18215  # of latents, in all of SD 1.x


def arguments(description):
    """A parser with the work folder, which all commands share."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / "work", help="folder of data and weights")
    return parser


def write_atomically(path, write):
    """Writes beside, then renames: readers never see half a file."""
    temporary = path.with_name("tmp-" + path.name)
    write(temporary)
    temporary.replace(path)


def pictures_path(work, shard):
    return work / f"pictures-{shard:03d}.npy"


def attributes_path(work, shard):
    return work / f"attributes-{shard:03d}.json"


def latents_path(work, shard):
    return work / f"latents-{shard:03d}.npz"


def picture_shards(work):
    return sorted(int(path.stem[-3:]) for path in work.glob("pictures-*.npy"))


def to_tensor(pictures):
    """(n, height, width, 3) bytes to (n, 3, height, width) in -1..1"""
    return torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1


def to_bytes(x):
    return ((x.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()


class LatentShards:
    """Latents (mean and standard deviation) with the attributes of their pictures; grows while shards are added."""

    def __init__(self, work):
        self.work = work
        self.shards = {}
        self.geometric = []
        self.reload()

    def reload(self):
        for path in sorted(self.work.glob("latents-*.npz")):
            shard = int(path.stem[-3:])
            if shard in self.shards:
                continue
            arrays = np.load(path)
            attributes = [Attributes(**a) for a in json.loads(attributes_path(self.work, shard).read_text())]
            self.shards[shard] = torch.from_numpy(arrays["mean"]), torch.from_numpy(arrays["deviation"]), attributes
            self.geometric += [(shard, i) for i, a in enumerate(attributes) if _is_plain_geometry(a)]
        self.numbers = list(self.shards)

    def draw(self, random, geometric=False):
        """Mean, deviation and attributes of a random picture; if wished, of one that shows a place or a direction."""
        if geometric:
            shard, i = self.geometric[random.integers(len(self.geometric))]
        else:
            shard = self.numbers[random.integers(len(self.numbers))]
            i = int(random.integers(len(self.shards[shard][2])))
        mean, deviation, attributes = self.shards[shard]
        return mean[i], deviation[i], attributes[i]


def _is_plain_geometry(a):
    if a.kind == "stripes":
        return True
    return a.kind == "shape" and not a.second_shape and a.place != "center" and not a.blurred and not a.noisy
