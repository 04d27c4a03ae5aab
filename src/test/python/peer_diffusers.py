"""Times Stable Diffusion 1.5's networks in PyTorch and diffusers, the peer of LatentJ's benchmarks. See BENCHMARKS.md.

    python peer_diffusers.py CHECKPOINT.safetensors time SIDE ROUNDS [bf16|fp32|bf16-as-is|fp32-as-is|unet|vae ...]
    python peer_diffusers.py CHECKPOINT.safetensors export FOLDER

CHECKPOINT is a file in LDM naming with SD 1.5's shapes. "time" prints the CPU seconds of a guided call of the UNet (two items), of
decoding and of encoding, for pictures of SIDE x SIDE pixels: one line for each round, the first of which does not count. Tensors are
channels_last, "as-is" as diffusers sets them up by itself; "unet" or "vae" times that one alone, and tells how far it is from fp32 (the
root of the squares of the difference, to that of the numbers). "export"
writes unet.onnx, decoder.onnx and encoder.onnx, for ScaleBenchmark's "peer". Needs torch, diffusers, safetensors and, to export,
onnx. LatentJ itself needs none of this.
"""
import copy
import os
import sys
import time

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders.single_file_utils import convert_ldm_unet_checkpoint, convert_ldm_vae_checkpoint
from safetensors.torch import load_file

UNET = dict(sample_size=64, cross_attention_dim=768, attention_head_dim=8, block_out_channels=(320, 640, 1280, 1280))
VAE = dict(sample_size=512, latent_channels=4, block_out_channels=(128, 256, 512, 512), layers_per_block=2,
           down_block_types=('DownEncoderBlock2D',) * 4, up_block_types=('UpDecoderBlock2D',) * 4)
PARTS = ('unet', 'vae')
TYPES = dict(bf16=torch.bfloat16, fp32=torch.float32)


def networks(path, parts=('unet', 'vae')):
    """UNet and VAE; None for one that is left out."""
    tensors = load_file(path)
    unet = vae = None
    if 'unet' in parts:
        unet = UNet2DConditionModel(**UNET)
        unet.load_state_dict(convert_ldm_unet_checkpoint(tensors, dict(unet.config)))
        unet.eval()
    if 'vae' in parts:
        vae = AutoencoderKL(**VAE)
        vae.load_state_dict(convert_ldm_vae_checkpoint(tensors, dict(vae.config)))
        vae.eval()
    return unet, vae


class Call(torch.nn.Module):
    """A function of a network as a module with inputs in their order."""

    def __init__(self, network, function):
        super().__init__()
        self.network = network
        self.function = function

    def forward(self, *inputs):
        return self.function(self.network, *inputs)


def calls(unet, vae, side):
    """Name, module, its inputs, their names."""
    latent = torch.randn(2, 4, side // 8, side // 8)
    text = torch.randn(2, 77, 768)
    picture = torch.rand(1, 3, side, side)
    all = []
    if unet is not None:
        all.append(('unet', Call(unet, lambda n, x, t, c: n(x, t, c, return_dict=False)[0]),
                    (latent, torch.tensor([500.0, 500.0]), text), ['latent', 'time', 'context']))
    if vae is not None:
        all.append(('decoder', Call(vae, lambda n, x: n.decode(x, return_dict=False)[0]), (latent[:1],), ['latent']))
        all.append(('encoder', Call(vae, lambda n, x: n._encode(x)), (picture,), ['picture']))
    return all


def moved(networks, name, form):
    """Copies in another type and layout."""
    return [n if n is None else copy.deepcopy(n).to(TYPES[name[:4]]).to(memory_format=form) for n in networks]


def measure(path, side, rounds, types, parts):
    whole = networks(path, parts)
    expected = {}
    if len(parts) == 1:
        torch.manual_seed(1)
        expected = {part: module(*inputs) for part, module, inputs, _ in calls(*whole, side)}
    for name in types:
        form = torch.contiguous_format if name.endswith('as-is') else torch.channels_last
        torch.manual_seed(1)
        for part, module, inputs, _ in calls(*moved(whole, name, form), side):
            inputs = [x.to(TYPES[name[:4]]) for x in inputs]
            inputs = [x.to(memory_format=form) if x.dim() == 4 else x for x in inputs]
            for i in range(rounds + 1):
                cpu, wall = time.process_time(), time.time()
                out = module(*inputs)
                if i > 0:
                    print(f'{part} {side} {name}: CPU {time.process_time() - cpu:.2f} s, wall {time.time() - wall:.2f} s', flush=True)
            if part in expected:
                error = (out.float() - expected[part]).norm() / expected[part].norm()
                print(f'{part} {side} {name}: relative error {error:.4f}', flush=True)


def export(path, folder):
    for part, module, inputs, names in calls(*networks(path), 256):
        axes = {n: ({0: 'batch', 2: 'height', 3: 'width'} if n in ('latent', 'picture') else {0: 'batch'}) for n in names}
        torch.onnx.export(module, inputs, os.path.join(folder, part + '.onnx'), input_names=names, dynamic_axes=axes,
                          dynamo=False, opset_version=17)


if __name__ == '__main__':
    with torch.no_grad():
        if sys.argv[2] == 'time':
            parts = [a for a in sys.argv[5:] if a in PARTS] or PARTS
            types = [a for a in sys.argv[5:] if a not in PARTS] or ['bf16', 'fp32']
            measure(sys.argv[1], int(sys.argv[3]), int(sys.argv[4]), types, parts)
        else:
            export(sys.argv[1], sys.argv[3])
