# SPDX-License-Identifier: BSD-2-Clause
"""Measures the exported CLIP: 200 held-out pictures, each against its own caption and 19 that are not true of it.

Writes evaluation-clip.json. The 19 are captions of other held-out pictures: of another kind, or of the same kind with a
colour or a place in their words that the picture does not have.
"""
import json
import re
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from export_clip import CLIP_FILE
from networks import make_clip_pair
from pictures import COLOURS, caption, render
from shards import arguments
from tokens import END, padded, token_ids
from train_clip import pixels, resized

SEED = 8_000_000  # no other command draws pictures with these seeds
PICTURES, CAPTIONS = 200, 20
SIDE_WORDS = {"left": "left", "right": "right", "top": "top|upper", "bottom": "bottom|lower", "center": "center|middle"}


def load(path):
    model = make_clip_pair()
    model.load_state_dict({name: value.float() for name, value in load_file(path).items()})
    return model.eval()


def is_untrue(text, other, own):
    """Whether a caption of the picture ``other`` says something that is not so on the picture ``own``."""
    if other.kind != own.kind:
        return True
    named = {colour for colour in COLOURS if re.search(rf"\b{colour}\b", text)}
    if named - {own.colour, own.second_colour, own.backdrop}:
        return True
    places = {side for side, words in SIDE_WORDS.items() if re.search(rf"\b({words})\b", text)}
    own_places = f"{own.place} {own.second_place}".split()
    return bool(own.place) and bool(places - set(own_places))


def cases():
    """Pictures, captions, and for each picture the numbers of 20 captions, its own first."""
    random = np.random.default_rng(SEED)
    pictures, attributes = zip(*(render(SEED + i, allow_held_out=True) for i in range(PICTURES)))
    texts = [caption(a, random) for a in attributes]
    choices = []
    for i, own in enumerate(attributes):
        untrue = [j for j in range(PICTURES) if j != i and is_untrue(texts[j], attributes[j], own)]
        choices.append([i, *random.choice(untrue, CAPTIONS - 1, replace=False)])
    return np.stack(pictures), attributes, texts, np.array(choices)


@torch.no_grad()
def evaluate(model):
    pictures, attributes, texts, choices = cases()
    seen = model.pictures(pixels(resized(pictures)))
    read = model.texts(torch.tensor([padded(token_ids(text)) for text in texts]), END)
    similarity = (seen @ read.T).numpy()
    best = [row[np.argmax(similarity[i, row])] for i, row in enumerate(choices)]
    right = np.array([b == i for i, b in enumerate(best)])
    kinds = sorted({a.kind for a in attributes})
    return {
        "pictures": PICTURES, "captions each": CAPTIONS, "right": int(right.sum()),
        "share": round(float(right.mean()), 3),
        "of each kind": {kind: f"{int(right[[a.kind == kind for a in attributes]].sum())} of "
                               f"{sum(a.kind == kind for a in attributes)}" for kind in kinds},
        "best of all 200 captions": round(float((similarity.argmax(1) == np.arange(PICTURES)).mean()), 3),
        "failures": [f"{texts[i]} -> {texts[b]}" for i, b in enumerate(best) if b != i][:20],
    }


def main():
    parser = arguments(__doc__)
    parser.add_argument("--clip", type=Path, default=CLIP_FILE)
    parser.add_argument("--to", type=Path, default=Path(__file__).parent, help="folder of the results")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    results = evaluate(load(options.clip))
    text = json.dumps(results, indent=1) + "\n"
    (options.to / "evaluation-clip.json").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
