# SPDX-License-Identifier: BSD-2-Clause
"""Trains a ControlNet (Zhang et al. 2023) for an exported checkpoint: a mask of nuclei says where nuclei shall be.

The checkpoint stays as it is. Draws and encodes the pictures first, once. Goes on where ``control.pt`` in the work
folder ends, unless told otherwise. The rate falls to zero at ``--until``, so a run is at its best when it is over.
"""
import os
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from average import Averaged
from export import CHECKPOINT
from muon import Muon
from networks import attention, make_control_net
from networks.unet import ControlNet
from pictures import Attributes, caption, full_size, render
from pipeline import Checkpoint
from shards import CONTROL_DATA, CONTROL_WEIGHTS, SCALE, arguments, to_tensor, write_atomically
from tokens import padded, token_ids
from train_unet import LATE, STEPS, alphas_cumprod, end_of_run
from workers import wait_while_paused

SEED = 7_000_000
WARM_UP = 30
LATE_SHARE = 0.5  # where nuclei are is decided at late time steps
EMPTY_CAPTIONS = 0.2
EMA = 0.995
NOT_ORTHOGONAL = ("input_blocks.0.0",)


@torch.no_grad()
def prepare(path, vae, count):
    """Latents, masks and attributes of drawn nuclei pictures."""
    means, deviations, masks, attributes = [], [], [], []
    for i in range(0, count, 20):
        drawn = [render(SEED + j, "nuclei") for j in range(i, i + 20)]
        with torch.autocast("cpu", torch.bfloat16):
            h = vae.encoder(to_tensor(np.stack([picture for picture, _ in drawn])))
        mean, log_variance = vae.quant_conv(h.float()).chunk(2, 1)
        means.append(mean)
        deviations.append(torch.exp(0.5 * log_variance))
        masks += [torch.from_numpy(full_size(a.masks["nuclei"])) for _, a in drawn]
        attributes += [a.to_json() for _, a in drawn]
        if i % 500 == 0:
            print(i, "of", count, "pictures", flush=True)
    data = {"mean": torch.cat(means), "deviation": torch.cat(deviations), "masks": torch.stack(masks),
            "attributes": attributes}
    write_atomically(path, lambda temporary: torch.save(data, temporary))


def hints(masks):
    """Masks (n, height, width) to white on black, (n, 3, height, width) in 0..1."""
    return masks[:, None].float().expand(-1, 3, -1, -1)


def sorted_hints(masks):
    """What the first part of the hint's encoder makes of the hints of masks, without running it."""
    x = masks[:, None].float()
    for _ in range(3):
        x = F.pixel_unshuffle(x, 2)
    return F.pad(x, (0, 0, 0, 0, 0, ControlNet.HINT[-1][0] - x.shape[1]))


class Trainer:
    def __init__(self, options):
        self.options = options
        checkpoint = Checkpoint(options.checkpoint)
        data = options.work / CONTROL_DATA
        if not data.exists():
            prepare(data, checkpoint.vae, options.pictures)
        self.data = torch.load(data)
        self.attributes = [Attributes(**a) for a in self.data["attributes"]]
        self.unet, self.clip = checkpoint.unet.requires_grad_(False), checkpoint.clip
        self.random = np.random.default_rng(int(time.time()))
        torch.manual_seed(0)
        self.model = make_control_net()
        self.model.load_state_dict(self.unet.state_dict(), strict=False)
        self.averaged = Averaged(self.model, lambda named: Muon(named, 0.01, skip=NOT_ORTHOGONAL), EMA)
        self.path = options.work / CONTROL_WEIGHTS
        if self.path.exists() and not options.anew:
            self.averaged.load(self.path)
        self.alphas = alphas_cumprod()
        torch.manual_seed(int(time.time()))

    def draw(self):
        """Latents, hints, token ids and time steps."""
        chosen = torch.from_numpy(self.random.integers(len(self.attributes), size=self.options.batch))
        mean, deviation = self.data["mean"][chosen], self.data["deviation"][chosen]
        latent = (mean + deviation * torch.randn_like(mean)) * SCALE
        texts = ["" if self.random.random() < EMPTY_CAPTIONS else caption(self.attributes[i], self.random)
                 for i in chosen]
        t = ((torch.randperm(len(chosen)) + torch.rand(len(chosen))) / len(chosen) * STEPS).long().clamp(0, STEPS - 1)
        late = int(LATE_SHARE * len(chosen))
        t[:late] = LATE + t[:late] * (STEPS - LATE) // STEPS
        ids = torch.tensor([padded(token_ids(text)) for text in texts])
        return latent, sorted_hints(self.data["masks"][chosen]), ids, t

    def step(self, rate):
        """One iteration; returns the error of the noise of each picture and its time step. Loss as in train_unet."""
        latent, hint, ids, t = self.draw()
        noise = torch.randn_like(latent)
        alpha = self.alphas[t][:, None, None, None]
        noisy = alpha.sqrt() * latent + (1 - alpha).sqrt() * noise
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                context = self.clip(ids)
                embedding = self.unet.embed(t)
                states = self.unet.down(noisy, embedding, context)
            predicted = self.unet.up(states, embedding, context, self.model.steer(noisy, hint, t, context))
        error = (predicted.float() - noise).pow(2).mean((1, 2, 3))
        self.averaged.optimiser.zero_grad()
        (0.3 * (error / self.alphas[t]).mean()).backward()
        self.averaged.step(rate)
        return error.detach(), t

    def run(self):
        start = saved = time.time()
        early, late, count = [], [], 0
        while (progress := (time.time() - start) / (self.options.until - start)) < 1:
            wait_while_paused(self.options.work)
            if (self.options.work / "stop").exists():
                break
            rate = self.options.rate * min(1, (count + 1) / WARM_UP) * min(1, (1 - progress) / 0.6)
            error, t = self.step(rate + 2e-6)
            count += 1
            early += error[t < 500].tolist()
            late += (error / self.alphas[t])[t >= LATE].tolist()
            if count % 25 == 0:
                print(f"{self.averaged.total} at {progress:.3f}: rate {rate:.1e}, "
                      f"error {np.mean(early):.4f} for t < 500, "
                      f"weighted {np.mean(late):.4f} for t >= {LATE}, {(time.time() - start) / count:.2f} s each",
                      flush=True)
                early, late = [], []
            if time.time() - saved > 120:
                saved = time.time()
                self.averaged.save(self.path)
        self.averaged.save(self.path)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--checkpoint", type=Path, default=CHECKPOINT)
    parser.add_argument("--until", type=end_of_run, default="60", help="time of day, or minutes from now")
    parser.add_argument("--pictures", type=int, default=6000)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--anew", action="store_true", help="start from nothing")
    options = parser.parse_args()
    os.nice(4)
    torch.set_num_threads(options.threads)
    attention.plain_products = True
    Trainer(options).run()


if __name__ == "__main__":
    main()
