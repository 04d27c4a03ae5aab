# SPDX-License-Identifier: BSD-2-Clause
"""Measures how a checkpoint obeys its prompts: writes evaluation.json and evaluation.md. About 500 pictures."""
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

import classifier
import prompts
from export import CHECKPOINT
from measures import count_objects, direction_of, dominant_colour, shape_of, side_of
from pictures import KINDS, render
from pipeline import Checkpoint, Settings
from shards import arguments
from train_vae import psnr

VAE_SEED = 4_000_000
VAE_PICTURES_EACH = 10


def share(results):
    results = list(results)
    return {"right": int(sum(results)), "of": len(results), "share": round(float(np.mean(results)), 3)}


def with_failures(result, texts, expected, found, limit=12):
    wrong = [f"{text} -> {got}" for text, want, got in zip(texts, expected, found) if want != got]
    return {**result, "failures": wrong[:limit]}


def colours(model, settings):
    texts, expected = zip(*prompts.colour_prompts())
    found = [dominant_colour(p) for p in model.text_to_image(texts, settings)]
    return with_failures(share(a == b for a, b in zip(expected, found)), texts, expected, found)


def densities(model, settings):
    triplets = prompts.density_prompts()
    texts = [text for triplet in triplets for text in triplet]
    counts = np.array([count_objects(p) for p in model.text_to_image(texts, settings)]).reshape(-1, 3)
    few, many, dense = counts.T
    return {
        **share((few < many) & (many < dense)),
        "few < many": share(few < many),
        "many < dense": share(many < dense),
        "median counts": np.median(counts, 0).tolist(),
    }


def kinds(model, settings, work):
    judge, accuracy = classifier.load(work)
    texts, expected = zip(*prompts.kind_prompts())
    found = judge.kinds(model.text_to_image(texts, settings))
    result = with_failures(share(a == b for a, b in zip(expected, found)), texts, expected, found, 20)
    return {**result, "classifier on drawn pictures": round(accuracy, 3)}


def places(model, settings):
    texts, shapes, sides = zip(*prompts.place_prompts())
    pictures = model.text_to_image(texts, settings)
    found = [side_of(p) for p in pictures]
    place = with_failures(share(a == b for a, b in zip(sides, found)), texts, sides, found)
    found = [shape_of(p) for p in pictures]
    return place, with_failures(share(a == b for a, b in zip(shapes, found)), texts, shapes, found)


def directions(model, settings):
    texts, expected = zip(*prompts.direction_prompts())
    found = [direction_of(p) for p in model.text_to_image(texts, settings)]
    return with_failures(share(a == b for a, b in zip(expected, found)), texts, expected, found)


def negatives(model, settings):
    """Draws without a colour, names the colour that came in the negative prompt, draws with the same seed again."""
    texts = prompts.negative_prompts()
    before = [dominant_colour(p) for p in model.text_to_image(texts, settings)]
    named = replace(settings, negative=[colour or "" for colour in before])
    after = [dominant_colour(p) for p in model.text_to_image(texts, named)]
    return share(a is not None and b is not None and a != b for a, b in zip(before, after))


def reconstruction(model):
    values = {kind: psnr(model.vae, np.stack([render(VAE_SEED + i, kind)[0] for i in range(VAE_PICTURES_EACH)]))
              for kind in KINDS}
    shares = np.array(list(KINDS.values())) / sum(KINDS.values())
    means = np.array([np.mean(v) for v in values.values()])
    return {
        "mean dB": round(float(means @ shares), 2),
        "median dB": round(float(np.median(sum(values.values(), []))), 2),
        "of each kind": {kind: round(float(mean), 1) for kind, mean in zip(KINDS, means)},
    }


def evaluate(model, settings, work):
    place, shape = places(model, settings)
    return {
        "settings": {"sampler": "dpmpp_2m", "scheduler": "karras", "steps": settings.steps, "cfg": settings.cfg,
                     "seed": settings.seed},
        "colour": colours(model, settings),
        "density": densities(model, settings),
        "kind": kinds(model, settings, work),
        "place": place,
        "shape": shape,
        "direction": directions(model, settings),
        "negative": negatives(model, settings),
        "vae": reconstruction(model),
    }


def markdown(r):
    def row(name, key, target):
        return f"| {name} | {r[key]['right']} of {r[key]['of']} | {100 * r[key]['share']:.0f} % | {target} |"

    density, s = r["density"], r["settings"]
    accuracy = 100 * r["kind"]["classifier on drawn pictures"]
    counts = ", ".join(f"{count:.0f}" for count in density["median counts"])
    return "\n".join([
        f"{s['steps']} steps of `{s['sampler']}` with `{s['scheduler']}`, CFG {s['cfg']}, one seed a prompt.",
        "",
        "| measure | right | share | target |",
        "| --- | --- | --- | --- |",
        row("dominant colour", "colour", "90 %"),
        row("few < many < dense, by counted objects", "density", "85 %"),
        f"| &nbsp; few < many | {density['few < many']['right']} of {density['few < many']['of']} | "
        f"{100 * density['few < many']['share']:.0f} % | |",
        f"| &nbsp; many < dense | {density['many < dense']['right']} of {density['many < dense']['of']} | "
        f"{100 * density['many < dense']['share']:.0f} % | |",
        row("kind of picture, by a classifier", "kind", "85 %"),
        row("place of a shape (4 sides)", "place", "80 %"),
        row("which shape", "shape", "none"),
        row("direction of stripes", "direction", "none"),
        row("colour gone when named in the negative prompt", "negative", "it removes it"),
        f"| VAE reconstruction, held-out pictures | {r['vae']['mean dB']:.1f} dB | | 28 dB |",
        "",
        f"The classifier itself is right on {accuracy:.1f} % of held-out drawn pictures. "
        f"Median counts of few, many, dense: {counts}.",
        "",
    ])


def main():
    parser = arguments(__doc__)
    parser.add_argument("--checkpoint", type=Path, default=CHECKPOINT)
    parser.add_argument("--to", type=Path, default=Path(__file__).parent, help="folder of the results")
    parser.add_argument("--cfg", type=float, default=4.0)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    settings = Settings(options.steps, options.cfg, seed=options.seed)
    results = evaluate(Checkpoint(options.checkpoint), settings, options.work)
    (options.to / "evaluation.json").write_text(json.dumps(results, indent=1) + "\n")
    table = markdown(results)
    (options.to / "evaluation.md").write_text(table)
    print(table)


if __name__ == "__main__":
    main()
