# SPDX-License-Identifier: BSD-2-Clause
"""Scales the autoencoder's latents to unit variance, once, and encodes all pictures that have no latents yet."""
import numpy as np
import torch

from networks import make_vae
from networks.vae import LATENT
from shards import (SCALE, VAE_NORMALISED, VAE_WEIGHTS, arguments, latents_path, picture_shards, pictures_path,
                    to_tensor, write_atomically)
from workers import wait_while_paused

BATCH = 20


@torch.no_grad()
def encode(vae, pictures):
    """Mean and standard deviation of the latents. In float32 from quant_conv on."""
    with torch.autocast("cpu", torch.bfloat16):
        h = vae.encoder(to_tensor(pictures))
    mean, log_variance = vae.quant_conv(h.float()).chunk(2, 1)
    return mean, torch.exp(0.5 * log_variance)


@torch.no_grad()
def normalise(vae, pictures):
    """Folds mean and deviation of each latent channel into the 1x1 convolutions on both sides.

    Afterwards latents have mean 0 and, times 0.18215, deviation 1: the factor of SD 1.x is right for them.
    """
    means = torch.cat([encode(vae, pictures[i: i + BATCH])[0] for i in range(0, len(pictures), BATCH)])
    centre, deviation = means.mean((0, 2, 3)), means.std((0, 2, 3))
    factor = (1 / SCALE) / deviation
    before, after = vae.quant_conv, vae.post_quant_conv
    before.weight[:LATENT] *= factor[:, None, None, None]
    before.bias[:LATENT] = (before.bias[:LATENT] - centre) * factor
    before.bias[LATENT:] += 2 * factor.log()
    after.bias += (after.weight[:, :, 0, 0] * centre).sum(1)
    after.weight /= factor[None, :, None, None]


def main():
    work = arguments(__doc__).parse_args().work
    torch.set_num_threads(1)
    vae = make_vae()
    shards = picture_shards(work)
    if not (work / VAE_NORMALISED).exists():
        vae.load_state_dict(torch.load(work / VAE_WEIGHTS))
        normalise(vae, np.load(pictures_path(work, shards[0]), mmap_mode="r")[:512])
        torch.save(vae.state_dict(), work / VAE_NORMALISED)
    vae.load_state_dict(torch.load(work / VAE_NORMALISED))
    for shard in shards:
        wait_while_paused(work)
        if latents_path(work, shard).exists():
            continue
        pictures = np.load(pictures_path(work, shard), mmap_mode="r")
        encoded = [encode(vae, pictures[i: i + BATCH]) for i in range(0, len(pictures), BATCH)]
        arrays = {"mean": torch.cat([m for m, _ in encoded]).half().numpy(),
                  "deviation": torch.cat([d for _, d in encoded]).half().numpy()}
        write_atomically(latents_path(work, shard), lambda path: np.savez(path, **arrays))
        print("shard", shard, flush=True)


if __name__ == "__main__":
    main()
