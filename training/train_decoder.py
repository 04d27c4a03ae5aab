# SPDX-License-Identifier: BSD-2-Clause
"""Goes on with the decoder alone, on whole pictures, after the latents are made: what the UNet learned stays valid.

NB: the rate has to be low. At 1e-3 a trained decoder loses 4 dB within 100 iterations, which only the fall of the rate
brings back.
"""
import math
import time

import numpy as np
import torch

from muon import Muon
from networks import make_vae
from shards import (VAE_NORMALISED, arguments, latents_path, picture_shards, pictures_path, to_tensor,
                    write_atomically)
from train_vae import loss_of, psnr
from workers import launch, wait_while_paused

TRAINED = ("decoder", "post_quant")
BATCH = 4
EMA = 0.99
WARM_UP = 20


class Pairs:
    """Whole pictures with latents drawn from their distributions. The last shard is held out."""

    def __init__(self, work, random):
        shards = [shard for shard in picture_shards(work)[:-1] if latents_path(work, shard).exists()]
        self.pictures = [np.load(pictures_path(work, shard), mmap_mode="r") for shard in shards]
        self.latents = [np.load(latents_path(work, shard)) for shard in shards]
        self.latents = [(torch.from_numpy(a["mean"]), torch.from_numpy(a["deviation"])) for a in self.latents]
        self.random = random

    def batch(self, count):
        pictures, latents = [], []
        for _ in range(count):
            shard = self.random.integers(len(self.pictures))
            i = int(self.random.integers(len(self.pictures[shard])))
            mean, deviation = (t[i].float() for t in self.latents[shard])
            pictures.append(self.pictures[shard][i])
            latents.append(mean + deviation * torch.randn_like(mean))
        return to_tensor(np.stack(pictures)), torch.stack(latents)


def train(rank, world, options):
    path = options.work / VAE_NORMALISED
    vae = make_vae()
    vae.load_state_dict(torch.load(path))
    for name, p in vae.named_parameters():
        p.requires_grad_(name.startswith(TRAINED))
    named = [(name, p) for name, p in vae.named_parameters() if p.requires_grad]
    parameters = [p for _, p in named]
    average = [p.detach().clone() for p in parameters]
    optimiser = Muon(named, skip=("conv_in", "conv_out", "post_quant"))
    data = Pairs(options.work, np.random.default_rng(int(time.time())))
    nothing = torch.zeros(1)  # the divergence belongs to the encoder
    for iteration in range(options.iterations):
        wait_while_paused(options.work)
        fall = 0.5 + 0.5 * math.cos(math.pi * iteration / options.iterations)
        rate = options.rate * min(1, (iteration + 1) / WARM_UP) * fall + 1e-5
        x, z = data.batch(BATCH)
        with torch.autocast("cpu", torch.bfloat16):
            y = vae.decode(z)
        loss = loss_of(y.float(), x, nothing, nothing)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step(rate)
        with torch.no_grad():
            torch._foreach_lerp_(average, parameters, 1 - min(EMA, (1 + iteration) / (10 + iteration)))
        if iteration % 25 == 0:
            print(f"{iteration} loss {loss.item():.4f} rate {rate:.1e}", flush=True)
    with torch.no_grad():
        for p, mean in zip(parameters, average):
            p.copy_(mean)
    held_out = np.load(pictures_path(options.work, picture_shards(options.work)[-1]), mmap_mode="r")
    print(f"held out: {np.mean(psnr(vae, held_out[:64])):.2f} dB")
    write_atomically(path, lambda p: torch.save(vae.state_dict(), p))


def main():
    parser = arguments(__doc__)
    parser.add_argument("--iterations", type=int, default=1800)
    parser.add_argument("--rate", type=float, default=2e-4)
    launch(train, parser.parse_args(), 1)


if __name__ == "__main__":
    main()
