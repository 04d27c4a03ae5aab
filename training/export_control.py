# SPDX-License-Identifier: BSD-2-Clause
"""Writes the ControlNet of nuclei as one fp16 .safetensors with the key names of the original ControlNets."""
from pathlib import Path

from safetensors.torch import save_file

from average import weights
from networks import PREFIX
from shards import CONTROL_WEIGHTS, arguments

CONTROL_FILE = Path(__file__).parent.parent / "models" / "controlnet" / "latentj-control-nuclei.safetensors"
METADATA = {
    "format": "pt",
    "license": "CC0-1.0",
    "modelspec.title": "LatentJ nuclei ControlNet",
    "modelspec.author": "LatentJ developers",
    "modelspec.architecture": "stable-diffusion-v1/controlnet",
    "modelspec.license": "CC0-1.0",
    "modelspec.description": "For latentj-demo.safetensors only. The hint is a mask, white where nuclei shall be and "
                             "black elsewhere. Synthetic: not for science.",
    "latentj.training_data": "pictures and masks drawn by training/ of this project; no photograph, no data set of "
                             "others",
}


def tensors(work, raw=False):
    """All tensors, from the averaged weights or, if wished, the last ones."""
    trained = weights(work / CONTROL_WEIGHTS, raw)
    return {PREFIX["control"] + name: value.detach().half().contiguous().clone() for name, value in trained.items()}


def main():
    parser = arguments(__doc__)
    parser.add_argument("--to", type=Path, default=CONTROL_FILE)
    parser.add_argument("--raw", action="store_true", help="the last weights, not their moving average")
    options = parser.parse_args()
    save_file(tensors(options.work, options.raw), options.to, metadata=METADATA)
    options.to.chmod(0o644)
    print(options.to, f"{options.to.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
