#!/usr/bin/env bash
# transformers 5.18.0 (CLIPTokenizer), open_clip_torch 3.3.0 (SimpleTokenizer), one and the same vocabulary of CLIP.
# One would guess: two tokenizers of one vocabulary give the same ids for the same English text.
# Seen: open_clip first makes curly apostrophes straight, splits ligatures and resolves HTML entities, transformers does
# none of it. A prompt that was pasted from a word processor is another prompt. Greek letters and micro signs agree.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv venv >/dev/null
venv/bin/pip install -q --no-deps open_clip_torch==3.3.0 2>/dev/null
venv/bin/pip install -q transformers==5.18.0 torch==2.13.0 ftfy==6.3.1 regex 2>/dev/null
cat > probe.py <<'PYTHON'
import gzip
import importlib.util
import pathlib
import sys
import types

from transformers import CLIPTokenizer

folder = pathlib.Path(importlib.util.find_spec("open_clip").origin).parent
# NB: only the tokenizer's module; the whole package wants torchvision.
package = types.ModuleType("open_clip")
package.__path__ = [str(folder)]
sys.modules["open_clip"] = package
from open_clip.tokenizer import SimpleTokenizer, bytes_to_unicode

lines = gzip.open(folder / "bpe_simple_vocab_16e6.txt.gz", "rt", encoding="utf-8").read().split("\n")
merges = [tuple(line.split()) for line in lines[1 : 49152 - 256 - 2 + 1]]
letters = list(bytes_to_unicode().values())
words = letters + [letter + "</w>" for letter in letters] + ["".join(merge) for merge in merges]
words += ["<|startoftext|>", "<|endoftext|>"]
one = CLIPTokenizer(vocab={word: number for number, word in enumerate(words)}, merges=merges)
other = SimpleTokenizer()
for text in ("nuclei", "10 \u00b5m cells", "\u03b1-tubulin", "cell\u2019s", "\ufb01broblast", "nuclei &amp; cells"):
    first, second = one(text)["input_ids"][1:-1], other.encode(text)
    print(ascii(text), "the same" if first == second else f"{first} and {second}")
PYTHON
venv/bin/python -W ignore probe.py 2>/dev/null | tee seen
diff seen - <<'SEEN'
'nuclei' the same
'10 \xb5m cells' the same
'\u03b1-tubulin' the same
'cell\u2019s' [5533, 728, 503, 338] and [5533, 568]
'\ufb01broblast' [171, 105, 223, 927, 5964] and [21294, 5964]
'nuclei &amp; cells' [25693, 328, 261, 6259, 282, 8890] and [25693, 328, 261, 8890]
SEEN
