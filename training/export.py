# SPDX-License-Identifier: BSD-2-Clause
"""Puts text encoder, denoiser and autoencoder into one fp16 .safetensors with the key names of Stable Diffusion 1.x."""
from pathlib import Path

import torch
from safetensors.torch import save_file

from average import weights
from networks import CLIP, PREFIX
from shards import UNET_WEIGHTS, VAE_NORMALISED, VOCABULARY, arguments
from tokens import CompactVocabulary, encoder
from train_unet import alphas_cumprod

CHECKPOINT = Path(__file__).parent.parent / "models" / "latentj-demo.safetensors"
TOKENS = 49408
EMBEDDING = "embeddings.token_embedding.weight"

METADATA = {
    "format": "pt",
    "license": "CC0-1.0",
    "modelspec.sai_model_spec": "1.0.1",
    "modelspec.architecture": "stable-diffusion-v1",
    "modelspec.implementation": "https://github.com/CompVis/stable-diffusion",
    "modelspec.title": "LatentJ demo",
    "modelspec.author": "LatentJ developers",
    "modelspec.license": "CC0-1.0",
    "modelspec.resolution": "128x128",
    "modelspec.prediction_type": "epsilon",
    "modelspec.description": "A small Stable Diffusion 1.x checkpoint for demonstrations and tests, trained from "
                             "nothing on synthetic, microscopy-like pictures. Synthetic: not for science.",
    "modelspec.usage_hint": "128x128, dpmpp_2m with the karras scheduler or ddim, 20 steps, cfg 4",
    "modelspec.tags": "synthetic, microscopy, demo",
    "latentj.training_data": "pictures and captions drawn by training/ of this project; no photograph, no data set of "
                             "others",
    "latentj.native_width": "128",
    "latentj.native_height": "128",
    "latentj.steps": "20",
    "latentj.cfg": "4.0",
    "latentj.sampler": "dpmpp_2m",
    "latentj.scheduler": "karras",
    "latentj.clip_heads": str(CLIP["heads"]),
}

# Words that no caption holds, but that mean the same as one that does: they get its row.
FREE_SYNONYMS = {
    "red": "crimson scarlet ruby", "green": "emerald lime", "blue": "azure navy sapphire", "yellow": "gold golden",
    "orange": "amber", "magenta": "fuchsia violet", "disk": "disc ball", "box": "cube", "spots": "points",
    "dots": "dot", "many": "countless", "tiny": "mini miniature", "huge": "giant enormous gigantic",
    "large": "massive", "stripes": "striped", "rods": "sticks", "fibers": "strands threads",
    "background": "backdrop", "photo": "photograph", "picture": "pic", "dark": "darkness", "blurry": "blur fuzzy",
    "noisy": "grainy", "center": "centre",
}


def full_embedding(rows, vocabulary):
    """The table of all CLIP tokens: what was never seen gets the row of unknown words."""
    table = rows[CompactVocabulary.UNKNOWN][None].repeat(TOKENS, 1)
    for row, token in enumerate(vocabulary.tokens):
        if token >= 0:
            table[token] = rows[row]
    for word, others in FREE_SYNONYMS.items():
        source = encoder().encode(word)
        for other in others.split():
            target = encoder().encode(other)
            if len(source) == len(target) == 1 and source[0] in vocabulary.rows and target[0] not in vocabulary.rows:
                table[target[0]] = table[source[0]]
    return table


def checkpoint(work, raw=False):
    """All tensors of the checkpoint, from the averaged weights or, if wished, the raw ones."""
    trained = dict(weights(work / UNET_WEIGHTS, raw))
    rows = trained.pop("c." + EMBEDDING)
    tensors = {PREFIX["clip"] + EMBEDDING: full_embedding(rows, CompactVocabulary(work / VOCABULARY))}
    for name, value in trained.items():
        tensors[PREFIX["unet" if name.startswith("u.") else "clip"] + name[2:]] = value
    for name, value in torch.load(work / VAE_NORMALISED).items():
        tensors[PREFIX["vae"] + name] = value
    tensors = {name: value.detach().half().contiguous().clone() for name, value in tensors.items()}
    infinite = [name for name, value in tensors.items() if not torch.isfinite(value).all()]
    if infinite:
        raise ValueError(f"not finite in fp16: {infinite}")
    tensors[PREFIX["clip"] + "embeddings.position_ids"] = torch.arange(77)[None]
    tensors["alphas_cumprod"] = alphas_cumprod()
    return tensors


def main():
    parser = arguments(__doc__)
    parser.add_argument("--to", type=Path, default=CHECKPOINT)
    parser.add_argument("--raw", action="store_true", help="the last weights, not their moving average")
    options = parser.parse_args()
    save_file(checkpoint(options.work, options.raw), options.to, metadata=METADATA)
    options.to.chmod(0o644)
    print(options.to, f"{options.to.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
