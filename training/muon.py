# SPDX-License-Identifier: BSD-2-Clause
"""Muon for matrices and filters, AdamW for everything else.

Muon (Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks") replaces the momentum of a matrix
by the nearest orthogonal matrix; the step is scaled to AdamW's size as in Liu et al. 2025, "Muon is scalable for LLM
training", equation 4.
"""
import torch
import torch.distributed as dist

ITERATIONS = 5
COEFFICIENTS = (3.4445, -4.7750, 2.0315)


def orthogonalise(matrices):
    """U V^T of each matrix U S V^T, roughly, by Newton-Schulz iterations of an odd quintic."""
    a, b, c = COEFFICIENTS
    x = matrices.to(torch.bfloat16)
    tall = x.shape[-2] > x.shape[-1]
    if tall:
        x = x.mT
    x = x / (x.float().norm(dim=(-2, -1), keepdim=True) + 1e-7).to(x.dtype)
    for _ in range(ITERATIONS):
        gram = x @ x.mT
        x = a * x + (b * gram + c * (gram @ gram)) @ x
    return (x.mT if tall else x).float()


class Muon:
    """Steps all parameters of a model. With several processes each orthogonalises its share of the matrices.

    ``skip`` holds parts of the names of matrices that AdamW takes: embeddings, first and last layers.
    """

    def __init__(self, named_parameters, weight_decay=0.01, momentum=0.95, skip=(), rank=0, world=1):
        self.rank, self.world = rank, world
        self.weight_decay, self.momentum = weight_decay, momentum
        self.groups, rest = {}, []
        for name, p in named_parameters:
            matrix = p.ndim >= 2 and min(p.shape[0], p[0].numel()) >= 8
            if matrix and not any(part in name for part in skip):
                self.groups.setdefault((p.shape[0], p[0].numel()), []).append(p)
            else:
                rest.append(p)
        self.buffers = {shape: torch.zeros(len(group), *shape) for shape, group in self.groups.items()}
        self.adam = torch.optim.AdamW(rest, betas=(0.9, 0.98), weight_decay=0)

    def zero_grad(self):
        self.adam.zero_grad()
        for group in self.groups.values():
            for p in group:
                p.grad = None

    @torch.no_grad()
    def step(self, rate):
        for group in self.adam.param_groups:
            group["lr"] = rate
        self.adam.step()
        directions = {shape: self._direction(shape, group) for shape, group in self.groups.items()}
        if self.world > 1:
            self._gather(directions)
        for shape, group in self.groups.items():
            for p, direction in zip(group, directions[shape]):
                p.mul_(1 - rate * self.weight_decay)
                p.add_(direction.reshape(p.shape), alpha=-rate * 0.2 * max(shape) ** 0.5)

    def _direction(self, shape, group):
        gradient = torch.stack([p.grad.reshape(shape) for p in group])
        buffer = self.buffers[shape]
        buffer.lerp_(gradient, 1 - self.momentum)
        gradient = gradient.lerp(buffer, self.momentum)  # Nesterov
        if not self._shared(group):
            return orthogonalise(gradient)
        mine = slice(self.rank, None, self.world)
        direction = torch.zeros_like(gradient)
        direction[mine] = orthogonalise(gradient[mine])
        return direction

    def _shared(self, group):
        return self.world > 1 and len(group) >= self.world

    def _gather(self, directions):
        shapes = [shape for shape in directions if self._shared(self.groups[shape])]
        flat = torch.cat([directions[shape].flatten() for shape in shapes])
        dist.all_reduce(flat)
        for shape, part in zip(shapes, flat.split([directions[shape].numel() for shape in shapes])):
            directions[shape] = part.view_as(directions[shape])

    def state_dict(self):
        return {"buffers": self.buffers, "adam": self.adam.state_dict()}

    def load_state_dict(self, state):
        self.buffers = state["buffers"]
        self.adam.load_state_dict(state["adam"])
