# SPDX-License-Identifier: BSD-2-Clause
"""A network in training: its optimiser, the moving average of its weights, and the file of both."""
import torch

from shards import write_atomically


class Averaged:
    """Steps a model's learning parameters. The average weighs its past by ``decay``, and by less at first."""

    def __init__(self, model, make_optimiser, decay):
        self.model, self.decay, self.total = model, decay, 0
        learning = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
        self.names, self.parameters = zip(*learning)
        self.optimiser = make_optimiser(learning)
        self.average = [p.detach().clone() for p in self.parameters]

    def step(self, rate):
        """One step by the gradients, whose norm is cut to 1."""
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step(rate)
        self.total += 1
        decay = min(self.decay, (1 + self.total) / (10 + self.total))
        with torch.no_grad():
            torch._foreach_lerp_(self.average, self.parameters, 1 - decay)

    def load(self, path):
        state = torch.load(path)
        self.model.load_state_dict(state["raw"])
        self.average = [state["ema"][name].clone() for name in self.names]
        self.total = state["iterations"]
        if "optimiser" in state:
            self.optimiser.load_state_dict(state["optimiser"])

    def save(self, path):
        state = {"raw": self.model.state_dict(), "ema": dict(zip(self.names, self.average)), "iterations": self.total,
                 "optimiser": self.optimiser.state_dict()}
        write_atomically(path, lambda temporary: torch.save(state, temporary))


def weights(path, raw=False):
    """What a file of ``Averaged`` holds: the averaged weights or, if wished, the last ones."""
    state = torch.load(path)
    return state["raw"] if raw else {**state["raw"], **state["ema"]}
