#!/usr/bin/env bash
# torch 2.13.0, CPU.
# One would guess: with one seed, randn(n) gives the first n numbers of randn(n + 1), so that a longer latent begins like a
# shorter one.
# Seen: below 16 numbers none is the same; from 16 on the last 16 are drawn anew where the length is no multiple of 16.
# Noise of 31 numbers shares 15 with that of 32. Who wants the reference's picture has to know the latent's size.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv venv >/dev/null
venv/bin/pip install -q torch==2.13.0 2>/dev/null
cat > probe.py <<'PYTHON'
import torch


def noise(length):
    torch.manual_seed(42)
    return torch.randn(length)


longest = noise(64)
for length in (8, 15, 16, 17, 31, 32, 33):
    print(f"{length} numbers: {int((noise(length) == longest[:length]).sum())} as in 64 numbers")
PYTHON
venv/bin/python -W ignore probe.py | tee seen
diff seen - <<'SEEN'
8 numbers: 0 as in 64 numbers
15 numbers: 0 as in 64 numbers
16 numbers: 16 as in 64 numbers
17 numbers: 1 as in 64 numbers
31 numbers: 15 as in 64 numbers
32 numbers: 32 as in 64 numbers
33 numbers: 17 as in 64 numbers
SEEN
