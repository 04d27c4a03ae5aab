# SPDX-License-Identifier: BSD-2-Clause
"""Writes the small CLIP as one fp16 .safetensors with the key names of transformers' CLIPModel."""
from pathlib import Path

from safetensors.torch import save_file

from average import weights
from export import full_embedding
from networks import CLIP_PAIR
from shards import CLIP_WEIGHTS, VOCABULARY, arguments
from tokens import CompactVocabulary

CLIP_FILE = Path(__file__).parent.parent / "models" / "clip_vision" / "latentj-clip-demo.safetensors"
EMBEDDING = "text_model.embeddings.token_embedding.weight"
METADATA = {
    "format": "pt",
    "license": "CC0-1.0",
    "modelspec.title": "LatentJ CLIP demo",
    "modelspec.author": "LatentJ developers",
    "modelspec.license": "CC0-1.0",
    "modelspec.description": "A small CLIP for the vocabulary of the LatentJ demo checkpoint, trained from nothing on "
                             "synthetic, microscopy-like pictures. Synthetic: not for science.",
    "latentj.training_data": "pictures and captions drawn by training/ of this project; no photograph, no data set of "
                             "others",
    "latentj.clip_heads": str(CLIP_PAIR["vision"]["heads"]),
    "latentj.clip_activation": "quick_gelu",
}


def tensors(work, raw=False):
    """All tensors, from the averaged weights or, if wished, the last ones."""
    trained = weights(work / CLIP_WEIGHTS, raw)
    table = full_embedding(trained[EMBEDDING], CompactVocabulary(work / VOCABULARY))
    return {name: value.detach().half().contiguous().clone() for name, value in {**trained, EMBEDDING: table}.items()}


def main():
    parser = arguments(__doc__)
    parser.add_argument("--to", type=Path, default=CLIP_FILE)
    parser.add_argument("--raw", action="store_true", help="the last weights, not their moving average")
    options = parser.parse_args()
    save_file(tensors(options.work, options.raw), options.to, metadata=METADATA)
    options.to.chmod(0o644)
    print(options.to, f"{options.to.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
