# SPDX-License-Identifier: BSD-2-Clause
"""Pictures from an exported checkpoint alone: text to image, image to image, inpainting, latent upscale.

Noise levels are sigmas, as in Karras et al. 2022: a latent with noise is x = latent + sigma * noise.
"""
from dataclasses import dataclass, replace

import numpy as np
import torch
from safetensors.torch import load_file
from torch.nn import functional as F

from networks import PREFIX, make_clip, make_unet, make_vae
from shards import SCALE, to_bytes, to_tensor
from tokens import padded, token_ids

BATCH = 16


def karras_sigmas(count, low, high, rho=7.0):
    """Karras et al. 2022, equation 5, and a zero at the end."""
    ramp = torch.linspace(0, 1, count)
    sigmas = (high ** (1 / rho) + ramp * (low ** (1 / rho) - high ** (1 / rho))) ** rho
    return torch.cat([sigmas, torch.zeros(1)])


def dpm_solver_2m(denoise, x, sigmas):
    """DPM-Solver++(2M), Lu et al. 2022, algorithm 2, for data x with alpha = 1; the last step is Euler's."""
    before = None
    for i in range(len(sigmas) - 1):
        sigma, following = sigmas[i], sigmas[i + 1]
        denoised = denoise(x, sigma)
        if following == 0:
            return denoised
        h = torch.log(sigma / following)
        estimate = denoised
        if before is not None:
            ratio = torch.log(sigmas[i - 1] / sigma) / h
            estimate = denoised + (denoised - before) / (2 * ratio)
        x = following / sigma * x + (1 - following / sigma) * estimate
        before = denoised
    return x


@dataclass
class Settings:
    steps: int = 20
    cfg: float = 4.0
    negative: str | list = ""
    denoise: float = 1.0
    seed: int = 0

    def negatives(self, count):
        """A negative prompt for each picture."""
        return self.negative if isinstance(self.negative, list) else [self.negative] * count


class Checkpoint:
    def __init__(self, path):
        tensors = {k: v.float() if v.is_floating_point() else v for k, v in load_file(path).items()}
        self.clip, self.unet, self.vae = make_clip(), make_unet(), make_vae()
        for name, network in (("clip", self.clip), ("unet", self.unet), ("vae", self.vae)):
            prefix = PREFIX[name]
            weights = {k[len(prefix):]: v for k, v in tensors.items() if k.startswith(prefix)}
            weights.pop("embeddings.position_ids", None)
            network.load_state_dict(weights)
            network.eval()
        alphas = tensors["alphas_cumprod"]
        self.sigmas = ((1 - alphas) / alphas).sqrt()

    @torch.no_grad()
    def context(self, prompts):
        return self.clip(torch.tensor([padded(token_ids(prompt)) for prompt in prompts]))

    @torch.no_grad()
    def encode(self, pictures):
        """Pictures (n, height, width, 3) to scaled latents."""
        return self.vae.encode(to_tensor(pictures))[0] * SCALE

    @torch.no_grad()
    def decode(self, latents):
        parts = [self.vae.decode(part / SCALE) for part in latents.split(8)]
        return to_bytes(torch.cat(parts))

    def noise(self, count, seed, rows=16, columns=16):
        """Picture i has the noise of seed + i."""
        return torch.stack([torch.randn(4, rows, columns, generator=torch.Generator().manual_seed(seed + i))
                            for i in range(count)])

    def time_step(self, sigma):
        """The step, not a whole number, at which training had this noise level."""
        known = self.sigmas.log().numpy()
        return float(np.interp(float(sigma.log()), known, np.arange(len(known))))

    @torch.no_grad()
    def _denoiser(self, prompts, settings, control=None):
        """The denoised latent with classifier-free guidance (Ho and Salimans 2022, equation 6).

        ``control`` is a ControlNet and its hints, which steer both sides of the guidance, or None.
        """
        context = torch.cat([self.context(settings.negatives(len(prompts))), self.context(prompts)])

        @torch.no_grad()
        def denoise(x, sigma):
            t = torch.full((2 * len(x),), self.time_step(sigma))
            scaled = x / (sigma**2 + 1).sqrt()
            both = torch.cat([scaled, scaled])
            steering = None if control is None else control[0](both, torch.cat([control[1]] * 2), t, context)
            without, with_text = self.unet(both, t, context, steering).chunk(2)
            return x - sigma * (without + settings.cfg * (with_text - without))

        return denoise

    def sample(self, prompts, settings, latents=None, mask=None, size=(16, 16), control=None):
        """Latents for the prompts; from given ones if ``denoise`` is below 1; mask 1 is painted anew, 0 is kept."""
        noise = self.noise(len(prompts), settings.seed, *(size if latents is None else latents.shape[2:]))
        total = int(settings.steps / settings.denoise)
        sigmas = karras_sigmas(total, float(self.sigmas[0]), float(self.sigmas[-1]))[-settings.steps - 1:]
        start = torch.zeros_like(noise) if latents is None else latents
        x = start + noise * (sigmas[0] if settings.denoise < 1 else (sigmas[0] ** 2 + 1).sqrt())
        denoise = self._denoiser(prompts, settings, control)
        if mask is None:
            return dpm_solver_2m(denoise, x, sigmas)

        def masked(x, sigma):
            x = x * mask + (latents + noise * sigma) * (1 - mask)
            return denoise(x, sigma) * mask + latents * (1 - mask)

        return dpm_solver_2m(masked, x, sigmas)

    def text_to_image(self, prompts, settings=Settings(), size=(16, 16), control=None):
        """One picture for each prompt, in batches. ``control`` is a ControlNet and a hint for each prompt."""
        negatives, pictures = settings.negatives(len(prompts)), []
        for i in range(0, len(prompts), BATCH):
            part = replace(settings, negative=negatives[i: i + BATCH], seed=settings.seed + i)
            steered = control and (control[0], control[1][i: i + BATCH])
            pictures.append(self.decode(self.sample(prompts[i: i + BATCH], part, size=size, control=steered)))
        return np.concatenate(pictures)

    def image_to_image(self, pictures, prompts, settings):
        return self.decode(self.sample(prompts, settings, self.encode(pictures)))

    def inpaint(self, pictures, mask, prompts, settings):
        """Paints where the mask (height, width) is not 0; the picture stays as it was elsewhere."""
        holes = F.max_pool2d(torch.from_numpy((mask > 0)[None, None].astype(np.float32)), 8)
        painted = self.decode(self.sample(prompts, settings, self.encode(pictures), holes))
        return np.where(mask[None, :, :, None] > 0, painted, pictures)

    def upscale(self, prompts, settings, factor=2, second_denoise=0.6):
        """Small pictures, and the same enlarged as latents and sampled once more."""
        small = self.sample(prompts, settings)
        large = F.interpolate(small, scale_factor=factor, mode="bicubic")
        again = replace(settings, denoise=second_denoise, seed=settings.seed + 1000)
        return self.decode(small), self.decode(self.sample(prompts, again, large))
