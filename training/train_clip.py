# SPDX-License-Identifier: BSD-2-Clause
"""Trains a small CLIP (Radford et al. 2021): pictures and captions to one space, where those that belong together meet.

Goes on where ``clip-pair.pt`` in the work folder ends, unless told otherwise. The rate falls to zero at ``--until``, so
a run is at its best when it is over.
"""
import json
import os
import time

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F

from average import Averaged
from muon import Muon
from networks import CLIP_PAIR, attention, make_clip_pair
from pictures import Attributes, caption
from shards import CLIP_WEIGHTS, VOCABULARY, arguments, attributes_path, picture_shards, pictures_path
from tokens import END, CompactVocabulary
from train_unet import end_of_run
from workers import wait_while_paused

WARM_UP = 60
UNKNOWN_WORDS = 0.06
WORDINGS = 4  # of each picture
EMA = 0.997
LARGEST_SCALE = np.log(100.0)
NOT_ORTHOGONAL = ("embedding",)
MEAN = torch.tensor((0.48145466, 0.4578275, 0.40821073))[:, None, None]
DEVIATION = torch.tensor((0.26862954, 0.26130258, 0.27577711))[:, None, None]


def resized(pictures, size=CLIP_PAIR["vision"]["size"]):
    """Square pictures (n, height, width, 3), bytes, to (n, 3, size, size), bytes: bicubic, antialiased, as CLIP."""
    small = [np.asarray(Image.fromarray(picture).resize((size, size), Image.BICUBIC)) for picture in pictures]
    return torch.from_numpy(np.stack(small)).permute(0, 3, 1, 2)


def pixels(x):
    """Bytes to what the network is given."""
    return (x.float() / 255 - MEAN) / DEVIATION


class Pairs:
    """Pictures with captions, each in a few wordings."""

    def __init__(self, work, random, shards):
        self.random = random
        self.vocabulary = CompactVocabulary(work / VOCABULARY)
        self.pictures, self.attributes = [], []
        for shard in picture_shards(work)[:shards]:
            self.pictures.append(resized(np.load(pictures_path(work, shard))))
            self.attributes += [Attributes(**a) for a in json.loads(attributes_path(work, shard).read_text())]
        self.pictures = torch.cat(self.pictures)
        self.captions = [[] for _ in self.attributes]

    def draw(self, count):
        """Pixels (count, 3, size, size) and rows of tokens."""
        chosen = self.random.integers(len(self.attributes), size=count)
        rows = [self._caption(i) for i in chosen]
        return self._softened(pixels(self.pictures[chosen])), shortened(rows)

    def _caption(self, i):
        """A new wording, or when there are enough one of those: to word and to split a caption takes longest."""
        known = self.captions[i]
        if len(known) == WORDINGS:
            return known[self.random.integers(WORDINGS)]
        known.append(self.vocabulary.encode(caption(self.attributes[i], self.random), self.random, UNKNOWN_WORDS))
        return known[-1]

    @staticmethod
    def _softened(x):
        """One in eight is blurred, one in eight made noisy: generated pictures are softer than drawn ones."""
        some = len(x) // 8
        x[:some] = F.avg_pool2d(F.pad(x[:some], (1, 1, 1, 1), mode="replicate"), 3, 1)
        x[some: 2 * some] += torch.randn_like(x[some: 2 * some]) * 0.1
        return x


def shortened(rows):
    """Without the padding that all texts have: no end that counts sees it."""
    rows = torch.tensor(rows)
    length = int((rows == rows[0, -1]).int().argmax(1).max()) + 1
    return rows[:, :length]


def contrastive_loss(pictures, texts, scale):
    """The symmetric loss of Radford et al. 2021, figure 3: which text belongs to a picture, and the other way."""
    logits = scale * pictures @ texts.T
    own = torch.arange(len(logits))
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2, (logits.argmax(1) == own).float().mean()


class Trainer:
    def __init__(self, options):
        self.options = options
        self.pairs = Pairs(options.work, np.random.default_rng(int(time.time())), options.shards)
        torch.manual_seed(0)
        self.model = make_clip_pair(len(self.pairs.vocabulary))
        self.end = self.pairs.vocabulary.rows[END]
        self.averaged = Averaged(self.model, lambda named: Muon(named, 0.02, skip=NOT_ORTHOGONAL), EMA)
        self.path = options.work / CLIP_WEIGHTS
        if self.path.exists() and not options.anew:
            self.averaged.load(self.path)
        torch.manual_seed(int(time.time()))

    def step(self, rate):
        x, rows = self.pairs.draw(self.options.batch)
        with torch.autocast("cpu", torch.bfloat16):
            pictures, texts = self.model.pictures(x), self.model.texts(rows, self.end)
        loss, right = contrastive_loss(pictures, texts, self.model.logit_scale.exp())
        self.averaged.optimiser.zero_grad()
        loss.backward()
        self.averaged.step(rate)
        with torch.no_grad():
            self.model.logit_scale.clamp_(max=LARGEST_SCALE)
        return loss.item(), right.item()

    def run(self):
        start = saved = time.time()
        seen = []
        while (progress := (time.time() - start) / (self.options.until - start)) < 1:
            wait_while_paused(self.options.work)
            if (self.options.work / "stop").exists():
                break
            rate = self.options.rate * min(1, (self.averaged.total + 1) / WARM_UP) * min(1, (1 - progress) / 0.6)
            seen.append(self.step(rate + 2e-6))
            if len(seen) == 50:
                loss, right = np.mean(seen, 0)
                print(f"{self.averaged.total} at {progress:.3f}: rate {rate:.1e}, loss {loss:.3f}, "
                      f"right of {self.options.batch}: {right:.3f}, scale {self.model.logit_scale.exp():.1f}",
                      flush=True)
                seen = []
            if time.time() - saved > 120:
                saved = time.time()
                self.averaged.save(self.path)
        self.averaged.save(self.path)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--until", type=end_of_run, default="40", help="time of day, or minutes from now")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=192)
    parser.add_argument("--shards", type=int, default=20, help="of 1000 pictures, which stay in memory")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--anew", action="store_true", help="start from nothing")
    options = parser.parse_args()
    os.nice(4)
    torch.set_num_threads(options.threads)
    attention.plain_products = True
    Trainer(options).run()


if __name__ == "__main__":
    main()
