# SPDX-License-Identifier: BSD-2-Clause
"""Trains the denoiser and the text encoder together, until a time of day or for a number of minutes.

Goes on where ``unet.pt`` in the work folder ends, optimiser included, unless told otherwise. The learning rate rises
for 60 iterations, stays, and falls to zero towards the end, so a run is at its best when it is over.
"""
import datetime
import time

import numpy as np
import torch
from torch import nn

from average import Averaged
from muon import Muon
from networks import attention, make_clip, make_unet
from pictures import caption
from shards import SCALE, UNET_WEIGHTS, VOCABULARY, LatentShards, arguments
from tokens import CompactVocabulary
from workers import agree, average_gradients, launch, wait_while_paused

STEPS = 1000
WARM_UP = 60
FALL_FROM = 0.35  # of the run
LATE = 820  # from this time step on, what a picture's layout will be is still open
LATE_SHARE, LATE_SHARE_LAYOUT = 0.25, 0.6
GEOMETRIC_SHARE_LAYOUT = 0.7
EMPTY_CAPTIONS = 0.10
UNKNOWN_WORDS = 0.12
EMA = 0.9985
NOT_ORTHOGONAL = ("embedding", "input_blocks.0.0", "out.2.")


def alphas_cumprod():
    """Stable Diffusion's schedule: betas between 0.00085 and 0.012, linear in their roots."""
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, STEPS, dtype=torch.float64) ** 2
    return torch.cumprod(1 - betas, 0).float()


class Batches:
    """Latents, caption rows and time steps.

    For the first ``layout_iterations`` 70 % of the pictures are plain shapes and stripes, most with plain captions, and
    nearly all of these at late time steps. NB: without such a phase the text encoder never tells left from right: as
    long as the denoiser does not use the difference, nothing teaches the encoder to make one.
    """

    def __init__(self, options, random):
        self.data = LatentShards(options.work)
        self.vocabulary = CompactVocabulary(options.work / VOCABULARY)
        self.random, self.size = random, options.batch
        self.layout_iterations = options.layout_iterations

    def draw(self, iteration):
        layout = iteration < self.layout_iterations
        geometric = int(GEOMETRIC_SHARE_LAYOUT * self.size) if layout else 0
        samples = [self._sample(i < geometric) for i in range(self.size)]
        mean, deviation, rows = zip(*samples)
        mean, deviation = torch.stack(mean).float(), torch.stack(deviation).float()
        latent = (mean + deviation * torch.randn_like(mean)) * SCALE
        return latent, torch.tensor(rows), self._time_steps(layout)

    def _sample(self, geometric):
        mean, deviation, attributes = self.data.draw(self.random, geometric)
        plain = geometric and self.random.random() < 0.7
        text = "" if self.random.random() < EMPTY_CAPTIONS else caption(attributes, self.random, plain)
        return mean, deviation, self.vocabulary.encode(text, self.random, 0 if plain else UNKNOWN_WORDS)

    def _time_steps(self, layout):
        """One in each of as many equal parts of the schedule as the batch has pictures; then some are moved late."""
        t = ((torch.arange(self.size) + torch.rand(self.size)) / self.size * STEPS).long().clamp(0, STEPS - 1)
        t = t[torch.randperm(self.size)]
        late = int((LATE_SHARE_LAYOUT if layout else LATE_SHARE) * self.size)
        t[:late] = LATE + t[:late] * (STEPS - LATE) // STEPS
        return t


class Trainer:
    def __init__(self, rank, world, options):
        self.rank, self.world, self.options = rank, world, options
        seed = 100 + rank + int(time.time())
        self.batches = Batches(options, np.random.default_rng(seed))
        torch.manual_seed(0)
        self.model = nn.ModuleDict({"u": make_unet(), "c": make_clip(len(self.batches.vocabulary))})
        self.averaged = Averaged(
            self.model, lambda named: Muon(named, 0.02, skip=NOT_ORTHOGONAL, rank=rank, world=world), EMA)
        self.path = options.work / UNET_WEIGHTS
        if self.path.exists() and not options.anew:
            self.averaged.load(self.path)
        self.alphas = alphas_cumprod()
        torch.manual_seed(seed)

    def step(self, iteration, rate):
        """One iteration; returns the squared error of each picture and its time step.

        NB: the error is weighted by 1 / alpha: that is the loss of v-prediction (Salimans and Ho 2022, appendix D). The
        plain error of the noise hardly sees late time steps, where text decides what the picture will be.
        """
        latent, rows, t = self.batches.draw(iteration)
        noise = torch.randn_like(latent)
        alpha = self.alphas[t][:, None, None, None]
        noisy = alpha.sqrt() * latent + (1 - alpha).sqrt() * noise
        with torch.autocast("cpu", torch.bfloat16):
            predicted = self.model["u"](noisy, t, self.model["c"](rows))
        error = (predicted.float() - noise).pow(2).mean((1, 2, 3))
        loss = 0.3 * (error / self.alphas[t]).mean()
        self.averaged.optimiser.zero_grad()
        loss.backward()
        average_gradients(self.averaged.parameters, self.world)
        self.averaged.step(rate)
        return error.detach(), t

    def run(self, until):
        start = saved = time.time()
        iteration, early, late = 0, [], []
        while True:
            wait_while_paused(self.options.work)
            progress = agree((time.time() - start) / (until - start), self.world)
            if progress >= 1 or agree(float((self.options.work / "stop").exists()), self.world):
                break
            if iteration % 40 == 39:
                self.batches.data.reload()
            rate = self.options.rate * min(1, (iteration + 1) / WARM_UP) * min(1, (1 - progress) / (1 - FALL_FROM))
            error, t = self.step(iteration, rate + 2e-6)
            iteration += 1
            early += error[t < 500].tolist()
            late += error[t >= 800].tolist()
            if self.rank == 0 and iteration % 50 == 0:
                print(f"{self.averaged.total} at {progress:.3f}: rate {rate:.1e}, "
                      f"error {np.mean(early):.4f} for t < 500, "
                      f"{np.mean(late):.5f} for t >= 800, {(time.time() - start) / iteration:.2f} s each", flush=True)
                early, late = [], []
            if self.rank == 0 and time.time() - saved > 120:
                saved = time.time()
                self.averaged.save(self.path)
        if self.rank == 0:
            self.averaged.save(self.path)


def train(rank, world, options):
    attention.plain_products = True
    Trainer(rank, world, options).run(options.until)


def end_of_run(text):
    """'08:30' is the next time it is half past eight, '90' is in 90 minutes."""
    now = datetime.datetime.now()
    if ":" not in text:
        return now.timestamp() + 60 * float(text)
    hour, minute = map(int, text.split(":"))
    end = now.replace(hour=hour, minute=minute, second=0)
    return (end if end > now else end + datetime.timedelta(days=1)).timestamp()


def main():
    parser = arguments(__doc__)
    parser.add_argument("--until", type=end_of_run, default="120", help="time of day, or minutes from now")
    parser.add_argument("--layout-iterations", type=int, default=0, help="1000 for a training from nothing")
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--batch", type=int, default=48, help="pictures for each process")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--anew", action="store_true", help="start from nothing")
    options = parser.parse_args()
    launch(train, options, options.processes)


if __name__ == "__main__":
    main()
