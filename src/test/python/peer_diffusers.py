"""Times Stable Diffusion 1.5's networks in PyTorch and diffusers, the peer of LatentJ's benchmarks. See BENCHMARKS.md.

    python peer_diffusers.py CHECKPOINT.safetensors time SIDE ROUNDS [bf16|fp32 ...]
    python peer_diffusers.py CHECKPOINT.safetensors export FOLDER

CHECKPOINT is a file in LDM naming with SD 1.5's shapes. "time" prints the CPU seconds of a guided call of the UNet (two items), of
decoding and of encoding, for pictures of SIDE x SIDE pixels: one line for each round, the first of which does not count. "export"
writes unet.onnx, decoder.onnx and encoder.onnx, for ScaleBenchmark's "peer". Needs torch, diffusers, safetensors and, to export,
onnx. LatentJ itself needs none of this.
"""
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
TYPES = dict(bf16=torch.bfloat16, fp32=torch.float32)


def networks(path):
    tensors = load_file(path)
    unet = UNet2DConditionModel(**UNET)
    unet.load_state_dict(convert_ldm_unet_checkpoint(tensors, dict(unet.config)))
    vae = AutoencoderKL(**VAE)
    vae.load_state_dict(convert_ldm_vae_checkpoint(tensors, dict(vae.config)))
    return unet.eval(), vae.eval()


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
    return [
        ('unet', Call(unet, lambda n, x, t, c: n(x, t, c, return_dict=False)[0]),
         (latent, torch.tensor([500.0, 500.0]), torch.randn(2, 77, 768)), ['latent', 'time', 'context']),
        ('decoder', Call(vae, lambda n, x: n.decode(x, return_dict=False)[0]), (latent[:1],), ['latent']),
        ('encoder', Call(vae, lambda n, x: n._encode(x)), (torch.rand(1, 3, side, side),), ['picture']),
    ]


def measure(path, side, rounds, types):
    unet, vae = networks(path)
    for name in types:
        made = [n.to(TYPES[name]).to(memory_format=torch.channels_last) for n in (unet, vae)]
        for part, module, inputs, _ in calls(*made, side):
            inputs = [x.to(TYPES[name]) for x in inputs]
            for i in range(rounds + 1):
                cpu, wall = time.process_time(), time.time()
                module(*inputs)
                if i > 0:
                    print(f'{part} {side} {name}: CPU {time.process_time() - cpu:.2f} s, wall {time.time() - wall:.2f} s', flush=True)


def export(path, folder):
    for part, module, inputs, names in calls(*networks(path), 256):
        axes = {n: ({0: 'batch', 2: 'height', 3: 'width'} if n in ('latent', 'picture') else {0: 'batch'}) for n in names}
        torch.onnx.export(module, inputs, os.path.join(folder, part + '.onnx'), input_names=names, dynamic_axes=axes,
                          dynamo=False, opset_version=17)


if __name__ == '__main__':
    with torch.no_grad():
        if sys.argv[2] == 'time':
            measure(sys.argv[1], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:] or ['bf16', 'fp32'])
        else:
            export(sys.argv[1], sys.argv[3])
