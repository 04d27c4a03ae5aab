# SPDX-License-Identifier: BSD-2-Clause
"""Trains the autoencoder: mostly on crops of 64 pixels, at the end on whole pictures. The last shard is held out."""
import math
import time

import numpy as np
import torch
from torch.nn import functional as F

from muon import Muon
from networks import make_vae
from shards import VAE_WEIGHTS, arguments, picture_shards, pictures_path, to_tensor, write_atomically
from workers import agree, average_gradients, launch, wait_while_paused

CROP, CROPS, WHOLE = 64, 12, 3
WHOLE_FROM = 0.85  # of the iterations
WARM_UP = 20


class Crops:
    def __init__(self, work, random):
        self.shards = [np.load(pictures_path(work, shard), mmap_mode="r") for shard in picture_shards(work)[:-1]]
        self.random = random

    def batch(self, count, size):
        return to_tensor(np.stack([self._crop(size) for _ in range(count)]))

    def _crop(self, size):
        shard = self.shards[self.random.integers(len(self.shards))]
        picture = shard[self.random.integers(len(shard))]
        y, x = self.random.integers(0, picture.shape[0] - size + 1, 2)
        crop = picture[y: y + size, x: x + size]
        if self.random.random() < 0.5:
            crop = crop[:, ::-1]
        if self.random.random() < 0.5:
            crop = crop[::-1]
        return crop.transpose(1, 0, 2) if self.random.random() < 0.5 else crop


def loss_of(reconstruction, picture, mean, log_variance):
    """Colour matters most: networks of this size lose it first. Then coarse brightness, edges, pixels."""
    d = reconstruction - picture
    dx, dy = d[..., 1:] - d[..., :-1], d[..., 1:, :] - d[..., :-1, :]
    colour = (d - d.mean(1, keepdim=True)).pow(2).mean()
    coarse = 4 * F.avg_pool2d(d, 8).pow(2).mean() + 0.5 * F.avg_pool2d(d, 4).abs().mean()
    pixels = 2 * d.pow(2).mean() + 0.5 * d.abs().mean()
    edges = dx.pow(2).mean() + dy.pow(2).mean() + 0.25 * (dx.abs().mean() + dy.abs().mean())
    divergence = 0.5 * (mean * mean + log_variance.exp() - 1 - log_variance).mean()
    return 6 * colour + coarse + pixels + edges + 2e-4 * divergence


@torch.no_grad()
def psnr(vae, pictures):
    """Of each picture, in dB, after encoding to the mean and decoding."""
    values = []
    for i in range(0, len(pictures), 8):
        x = to_tensor(pictures[i: i + 8])
        y = vae.decode(vae.encode(x)[0]).clamp(-1, 1)
        values += (-10 * torch.log10(((y - x) / 2).pow(2).mean((1, 2, 3)))).tolist()
    return values


def train(rank, world, options):
    torch.manual_seed(0)
    vae = make_vae()
    if options.start:
        vae.load_state_dict(torch.load(options.start))
    parameters = list(vae.parameters())
    optimiser = Muon(vae.named_parameters(), skip=("conv_in", "conv_out"), rank=rank, world=world)
    data = Crops(options.work, np.random.default_rng(100 + rank))
    torch.manual_seed(rank)
    start = saved = time.time()
    for iteration in range(options.iterations):
        wait_while_paused(options.work)
        progress = agree(iteration / options.iterations, world)
        rate = options.rate * min(1, (iteration + 1) / WARM_UP) * (0.5 + 0.5 * math.cos(math.pi * progress)) + 1e-5
        x = data.batch(CROPS, CROP) if progress < WHOLE_FROM else data.batch(WHOLE, 128)
        with torch.autocast("cpu", torch.bfloat16):
            mean, log_variance = vae.encode(x)
            y = vae.decode(mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean))
        loss = loss_of(y.float(), x, mean.float(), log_variance.float())
        optimiser.zero_grad()
        loss.backward()
        average_gradients(parameters, world)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step(rate)
        if rank == 0 and iteration % 25 == 0:
            seconds = (time.time() - start) / (iteration + 1)
            print(f"{iteration} loss {loss.item():.4f} rate {rate:.1e} {seconds:.2f} s each", flush=True)
            if time.time() - saved > 90:
                saved = time.time()
                save(vae, options.work)
    if rank == 0:
        save(vae, options.work)
        held_out = np.load(pictures_path(options.work, picture_shards(options.work)[-1]), mmap_mode="r")
        print(f"held out: {np.mean(psnr(vae, held_out[:64])):.2f} dB")


def save(vae, work):
    write_atomically(work / VAE_WEIGHTS, lambda path: torch.save(vae.state_dict(), path))


def main():
    parser = arguments(__doc__)
    parser.add_argument("--iterations", type=int, default=850)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--start", help="weights to go on from")
    options = parser.parse_args()
    launch(train, options, options.processes)


if __name__ == "__main__":
    main()
