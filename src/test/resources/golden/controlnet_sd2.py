"""Reference numbers of a small ControlNet of Stable Diffusion 2.x (linear projections, heads of 64) by diffusers' own
ControlNetModel, with random weights; writes the file, its description by seeds, and what the network gives.

python controlnet_sd2.py OUT
"""
import gzip
import json
import sys
import zlib

import torch
from diffusers import ControlNetModel
from safetensors.torch import save_file

PREFIX, XOR = "tiny_cn_sd2_diffusers.", 23829


def rule(name, weight):
    """Scale and offset of a tensor's random numbers."""
    if weight.ndim > 1:
        return 1 / weight[0].numel() ** 0.5, 0.0
    return 0.1, float("norm" in name and name.endswith("weight"))


def main(out):
    torch.set_num_threads(1)
    net = ControlNetModel(block_out_channels=(64, 64, 64, 64), cross_attention_dim=8, attention_head_dim=1,
                          use_linear_projection=True).eval()
    rules = {}
    for name, weight in net.named_parameters():
        torch.manual_seed(zlib.crc32((PREFIX + name).encode()) ^ XOR)
        rules[name] = rule(name, weight)
        weight.data = (torch.randn(weight.shape) * rules[name][0] + rules[name][1]).half().float()
    file = f"{out}/tiny_cn_sd2_diffusers"
    save_file({n: w.data.half().contiguous() for n, w in net.named_parameters()}, file + ".safetensors")
    data = open(file + ".safetensors", "rb").read()
    header = data[8:8 + int.from_bytes(data[:8], "little")].decode()
    with gzip.GzipFile(file + ".seeded", "wb", mtime=0) as f:
        f.write(json.dumps({"prefix": PREFIX, "xor": XOR, "header": header, "rules": rules, "literals": {}}).encode())
    torch.manual_seed(7)
    x, t, context = torch.randn(1, 4, 16, 16), torch.tensor([700.0]), torch.randn(1, 7, 8)
    # A chequered picture, which the test makes itself.
    hint = (torch.arange(3 * 128 * 128) // 5 % 2).float().reshape(1, 3, 128, 128)
    with torch.no_grad():
        # In 64 bits, as in 32 its own numbers, up to 16, are off by up to 1e-5.
        blocks, middle = net.double()(x.double(), t, context.double(), hint.double(), return_dict=False)
    numbers = {"x": x, "t": t, "context": context, "middle": middle.float()}
    numbers.update({f"output_{i}": blocks[i].float().contiguous() for i in (2, 5, 8, 11)})
    save_file(numbers, f"{out}/controlnet_sd2.safetensors")


main(sys.argv[1])
