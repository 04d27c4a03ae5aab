# SPDX-License-Identifier: BSD-2-Clause
"""Measures how well nuclei come where the mask has them: 100 held-out masks, with and without the ControlNet.

Writes evaluation-control.json. The prompts say a colour only, so nothing but the mask tells where nuclei are. What is
brighter than Otsu's threshold counts as nuclei. The same measure of the drawn pictures themselves, and of those through
the autoencoder, says what could be reached.
"""
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file

from export import CHECKPOINT
from export_control import CONTROL_FILE
from measures import bright_mask, dominant_colour, overlap
from networks import PREFIX, make_control_net
from pictures import COLOURS, full_size, render
from pipeline import Checkpoint, Settings
from shards import arguments
from train_control import hints

SEED = 9_000_000  # no other command draws pictures with these seeds
PICTURES = 100


def load(path):
    model = make_control_net()
    model.load_state_dict({name.removeprefix(PREFIX["control"]): value.float()
                           for name, value in load_file(path).items()})
    return model.eval()


def held_out(count):
    """Sharp nuclei pictures and their masks."""
    drawn = (render(SEED + i, "nuclei", allow_held_out=True) for i in range(3 * count))
    sharp = [(picture, full_size(a.masks["nuclei"])) for picture, a in drawn if not a.blurred][:count]
    return np.stack([picture for picture, _ in sharp]), np.stack([mask for _, mask in sharp])


def summary(pictures, masks):
    values = [overlap(bright_mask(picture), mask) for picture, mask in zip(pictures, masks)]
    return {"mean IoU": round(float(np.mean(values)), 3), "median IoU": round(float(np.median(values)), 3),
            "below 0.7": int(np.sum(np.array(values) < 0.7))}


def reconstructed(model, pictures):
    return np.concatenate([model.decode(model.encode(pictures[i: i + 20])) for i in range(0, len(pictures), 20)])


def evaluate(model, control, settings, count, sheet=None):
    drawn, masks = held_out(count)
    colours = [list(COLOURS)[i % len(COLOURS)] for i in range(count)]
    prompts = [f"{colour} nuclei on black background" for colour in colours]
    without = model.text_to_image(prompts, settings)
    steered = model.text_to_image(prompts, settings, control=(control, hints(torch.from_numpy(masks))))
    if sheet:
        white = np.repeat(masks[..., None], 3, 3).astype(np.uint8) * 255
        rows = np.concatenate([white, steered, without], 2)[: min(12, count // 3 * 3)]
        Image.fromarray(np.concatenate([np.concatenate(rows[i::3], 0) for i in range(3)], 1)).save(sheet)
    return {
        "masks": count,
        "settings": {"sampler": "dpmpp_2m", "scheduler": "karras", "steps": settings.steps, "cfg": settings.cfg,
                     "seed": settings.seed, "strength": 1.0},
        "with control": summary(steered, masks),
        "without control": summary(without, masks),
        "drawn pictures": summary(drawn, masks),
        "drawn pictures through the autoencoder": summary(reconstructed(model, drawn), masks),
        "colour right with control": int(sum(dominant_colour(p) == c for p, c in zip(steered, colours))),
    }


def main():
    parser = arguments(__doc__)
    parser.add_argument("--checkpoint", type=Path, default=CHECKPOINT)
    parser.add_argument("--control", type=Path, default=CONTROL_FILE)
    parser.add_argument("--to", type=Path, default=Path(__file__).parent, help="folder of the results")
    parser.add_argument("--masks", type=int, default=PICTURES)
    parser.add_argument("--cfg", type=float, default=4.0)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--sheet", type=Path, help="a PNG of some masks, steered and other pictures")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    settings = Settings(options.steps, options.cfg, seed=options.seed)
    results = evaluate(Checkpoint(options.checkpoint), load(options.control), settings, options.masks, options.sheet)
    text = json.dumps(results, indent=1) + "\n"
    (options.to / "evaluation-control.json").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
