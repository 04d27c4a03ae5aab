# SPDX-License-Identifier: BSD-2-Clause
"""A small network that tells the kinds of pictures apart. It learns from the generator alone, on pixels."""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from pictures import KINDS, render
from shards import arguments, to_tensor

WEIGHTS = "classifier.pt"
EACH, EACH_HELD_OUT = 400, 40
SEED, HELD_OUT_SEED = 2_000_000, 3_000_000


class Classifier(nn.Sequential):
    """Strided convolutions on half-size pictures, and the mean over places."""

    def __init__(self):
        widths, layers = (3, 32, 64, 96, 128), []
        for inputs, outputs in zip(widths[:-1], widths[1:]):
            layers += [nn.Conv2d(inputs, outputs, 3, stride=2, padding=1), nn.BatchNorm2d(outputs), nn.ReLU()]
        super().__init__(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(widths[-1], len(KINDS)))

    def forward(self, x):
        return super().forward(F.avg_pool2d(x, 2))

    @torch.no_grad()
    def kinds(self, pictures):
        return [list(KINDS)[i] for part in to_tensor(pictures).split(64) for i in self(part).argmax(1)]


def _draw(each, seed):
    pictures = np.stack([render(seed + i, kind)[0] for kind in KINDS for i in range(each)])
    return to_tensor(pictures), torch.arange(len(KINDS)).repeat_interleave(each)


def _augment(x):
    """Blur and noise: generated pictures are softer than drawn ones."""
    if torch.rand(1) < 0.6:
        x = F.interpolate(F.avg_pool2d(x, 2), scale_factor=2, mode="bilinear")
    return x + torch.randn_like(x) * 0.05 * torch.rand(len(x), 1, 1, 1)


def train(path, epochs=8):
    torch.manual_seed(0)
    model, (pictures, labels) = Classifier(), _draw(EACH, SEED)
    optimiser = torch.optim.AdamW(model.parameters(), weight_decay=0.01)
    steps = epochs * (len(labels) // 64)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, steps)
    for step in range(steps):
        if step % (len(labels) // 64) == 0:
            order = torch.randperm(len(labels))
        chosen = order[step * 64 % (len(labels) - 63):][:64]
        loss = F.cross_entropy(model(_augment(pictures[chosen])), labels[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            print(step, 'of', steps, f'{loss.item():.3f}', flush=True)
    torch.save(model.state_dict(), path)


def load(work):
    """The classifier, trained first if need be, and its accuracy on held-out pictures of the generator."""
    path = work / WEIGHTS
    if not path.exists():
        train(path)
    model = Classifier()
    model.load_state_dict(torch.load(path))
    model.eval()
    pictures, labels = _draw(EACH_HELD_OUT, HELD_OUT_SEED)
    with torch.no_grad():
        right = torch.cat([model(part).argmax(1) for part in pictures.split(64)]) == labels
    return model, right.float().mean().item()


if __name__ == "__main__":
    torch.set_num_threads(1)
    print("held out, right:", load(arguments(__doc__).parse_args().work)[1])
