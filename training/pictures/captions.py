# SPDX-License-Identifier: BSD-2-Clause
"""Captions in many wordings, so that free prompts work."""

FLUORESCENCE = ["fluorescent", "fluorescence microscopy of", "fluorescence image of", "confocal image of",
                "fluorescence micrograph of"]
PREFIXES = ["", "", "", "", "a microscopy image of", "a picture of", "an image of", "micrograph of", "photo of",
            "microscope image of", "a photo of"]
SYNONYMS = {
    "few": ["few", "a few", "two or three", "sparse", "very few", "a handful of", "some"],
    "several": ["several", "several", "a group of", "multiple", ""],
    "many": ["many", "lots of", "numerous", "many", "a lot of"],
    "dense": ["dense", "densely packed", "crowded", "a dense field of", "confluent", "tightly packed"],
    "small": ["small", "tiny", "little"],
    "medium": ["", "", "medium sized"],
    "large": ["large", "big", "huge"],
    "blurred": ["blurry", "blurred", "out of focus", "defocused"],
    "gray": ["gray", "grey"],
}
NUMBERS = ["", "one", "two", "three", "four", "five", "six"]
STAINS = {
    "blue": ["DAPI stained", "Hoechst stained", "DAPI"],
    "green": ["GFP", "GFP labeled", "FITC"],
    "red": ["mCherry", "RFP", "Texas red"],
    "cyan": ["CFP"],
    "yellow": ["YFP"],
}
PLACES = {
    "left": ["on the left", "at the left", "left", "on the left side", "in the left half", "to the left",
             "at the left edge", "on the left hand side", "left side"],
    "right": ["on the right", "at the right", "right", "on the right side", "in the right half", "to the right",
              "at the right edge", "on the right hand side", "right side"],
    "top": ["at the top", "on top", "top", "on the top", "in the upper part", "in the upper half", "at the top edge",
            "in the top half", "upper part", "on the upper side"],
    "bottom": ["at the bottom", "bottom", "on the bottom", "in the lower part", "in the lower half",
               "at the bottom edge", "in the bottom half", "lower part", "on the lower side"],
    "center": ["in the center", "in the middle", "centered", "at the center", "center"],
    "top left": ["in the top left corner", "at the top left", "in the upper left corner", "top left", "upper left"],
    "top right": ["in the top right corner", "at the top right", "in the upper right corner", "top right",
                  "upper right"],
    "bottom left": ["in the bottom left corner", "at the bottom left", "in the lower left corner", "bottom left",
                    "lower left"],
    "bottom right": ["in the bottom right corner", "at the bottom right", "in the lower right corner", "bottom right",
                     "lower right"],
}
SHAPES = {
    "circle": ["circle", "circle", "circle", "disk", "round disk"],
    "square": ["square", "square", "square", "box"],
    "triangle": ["triangle"],
}
KEYWORDS = {
    "nuclei": ["nuclei", "cell nuclei"],
    "spots": ["spots", "puncta"],
    "bacteria": ["bacteria", "rod bacteria"],
    "phase contrast": ["phase contrast", "cells, phase contrast"],
    "histology": ["histology", "H&E", "H&E histology", "tissue"],
    "yeast": ["yeast", "budding yeast"],
    "filaments": ["filaments", "actin fibers"],
    "two-channel cells": ["cells", "two channel cells"],
    "membranes": ["cell membranes", "epithelium"],
    "neurons": ["neuron", "neurons"],
    "stripes": ["stripes"],
    "checkerboard": ["checkerboard"],
}
KEYWORD_FORMS = ("small", "large", "thin", "thick", "straight", "curved", "round", "spread")


def join(*words):
    return " ".join(word for word in words if word)


class _Writer:
    """Draws wordings from a random source."""

    def __init__(self, random, plain=False):
        self.random, self.plain = random, plain

    def chance(self, share):
        return self.random.random() < share

    def pick(self, words):
        return words[int(self.random.random() * len(words))]

    def synonym(self, word):
        """Another word for it. Plain captions keep the word."""
        return word or "" if self.plain or not word else self.pick(SYNONYMS.get(word, [word]))

    def place(self, name):
        return PLACES[name][0] if self.plain else self.pick(PLACES[name])


def caption(attributes, random, plain=False):
    """A sentence that describes the picture, or one time in ten keywords in any order.

    ``plain`` captions name everything that is on a geometric picture, with fewer synonyms.
    """
    writer = _Writer(random, plain)
    if not plain and writer.chance(0.10) and attributes.second_shape is None:
        return _keywords(attributes, writer)
    text = SENTENCES[attributes.kind](attributes, writer)
    return _surroundings(attributes, text, writer).replace(" ,", ",").strip()


def _keywords(a, writer):
    words = [a.shape if a.kind == "shape" else writer.pick(KEYWORDS[a.kind])]
    words += [writer.synonym(word) for word in (a.colour, a.density, a.orientation)]
    words += [word for word in (a.size, a.form) if word in KEYWORD_FORMS]
    if a.place:
        words.append(writer.place(a.place))
    if a.blurred:
        words.append(writer.synonym("blurred"))
    if a.noisy:
        words.append(writer.pick(["noisy", "noise", "noisy image"]))
    if a.backdrop and writer.chance(0.7):
        words.append(writer.synonym(a.backdrop) + " background")
    words = [word for word in words if word]
    writer.random.shuffle(words)
    if writer.chance(0.3):
        words = words[:1]
    return ", ".join(words)


def _surroundings(a, text, writer):
    """Adds place, blur, background, noise and a prefix."""
    if a.place and a.kind != "shape":
        place = writer.place(a.place)
        text = join(text, place) if writer.chance(0.85) else place + ", " + text
    if a.blurred:
        blur = writer.synonym("blurred")
        text = writer.pick([blur + " " + text, text + ", " + blur])
    if a.backdrop:
        b = writer.synonym(a.backdrop)
        wordings = [f"on {b} background", f"on a {b} background", f"on {b}", f"on {b} background",
                    f", {b} background", ""]
        text = join(text, wordings[0] if writer.plain else writer.pick(wordings))
    if a.noisy:
        text = join(text, writer.pick([", noisy", "on noisy background", "with noise", "on a noisy background",
                                       ", noisy image"]))
    elif a.dark and writer.chance(0.35):
        text = join(text, writer.pick(["on black background", "on a black background", "on black",
                                       "on dark background"]))
    if writer.plain:
        return text
    if a.colour and not a.backdrop and writer.chance(0.15):
        return writer.pick(FLUORESCENCE) + " " + text
    return join(writer.pick(PREFIXES), text)


def _density(a, writer):
    """A density word, sometimes the exact number, sometimes nothing."""
    word = writer.synonym(a.density)
    if a.count is not None and a.count <= 6 and writer.chance(0.3):
        word = NUMBERS[a.count]
    return "" if writer.chance(0.12) else word


def _colour(a, writer):
    if a.colour in STAINS and writer.chance(0.07):
        return writer.pick(STAINS[a.colour])
    return a.colour or ""


def _glow(writer):
    return "fluorescent" if writer.chance(0.3) else ""


def _nuclei(a, w):
    nouns = ["nuclei", "nuclei", "nuclei", "cell nuclei", "blobs", "cells"]
    return join(_density(a, w), w.synonym(a.size), _colour(a, w), _glow(w), w.pick(nouns))


def _spots(a, w):
    nouns = ["spots", "puncta", "dots", "foci", "vesicles", "small spots"]
    return join(_density(a, w), _colour(a, w), _glow(w), w.pick(nouns))


def _bacteria(a, w):
    noun = w.pick(["rod bacteria", "bacteria", "rod shaped bacteria", "bacilli", "e. coli bacteria", "rods"])
    if a.modality == "fluorescence":
        return join(_density(a, w), _colour(a, w), _glow(w), noun)
    where = ["in phase contrast", "on gray background", "on a grey background", "phase contrast", "brightfield"]
    return join(_density(a, w), w.pick(["dark", "black", ""]), noun, w.pick(where))


def _phase_contrast(a, w):
    form = w.pick({"round": ["round", "rounded"], "spread": ["spread", "elongated", "flat", "spindle shaped"]}[a.form])
    where = ["in phase contrast", "phase contrast", "on gray background", "with bright halos"]
    density = _density(a, w)
    return w.pick([
        join(density, form, w.pick(["cells", "cultured cells"]), w.pick(where)),
        join("phase contrast", w.pick(["image of", "microscopy of"]), density, form, "cells"),
    ])


def _histology(a, w):
    density = w.pick({"few": ["few", "sparse", "a few"], "many": ["many", "numerous", ""],
                      "dense": ["dense", "densely packed", "crowded"]}[a.density])
    form = w.pick({"tissue": [""], "gland": ["with a gland", "glands", "with glandular lumen", "gland"],
                   "fat": ["with fat vacuoles", "adipose", "fat cells", "with white vacuoles"]}[a.form])
    stain = w.pick(["H&E", "H&E stained", "hematoxylin eosin"])
    noun = w.pick(["histology", "tissue", "tissue section", "histology section"])
    return w.pick([
        join(stain, noun, form, "with", density, w.pick(["purple nuclei", "nuclei"])),
        join("pink", w.pick(["tissue", "histology"]), form, "with", density, "purple nuclei"),
        join("histology", form, density, w.pick(["nuclei", "purple nuclei"])),
    ])


def _yeast(a, w):
    noun = w.pick(["yeast", "yeast cells", "budding yeast", "budding yeast cells"])
    if a.modality == "fluorescence":
        return join(_density(a, w), _colour(a, w), _glow(w), noun)
    where = ["brightfield", "in brightfield", "bright field", "on gray background", ""]
    return join(_density(a, w), noun, w.pick(where))


def _with_nuclei(a, w, text):
    return join(text, w.pick(["with", "and"]), a.second_colour, "nuclei") if a.second_colour else text


def _filaments(a, w):
    density = w.pick({"few": ["few", "a few", "sparse"], "many": ["many", "dense", "a network of", ""]}[a.density])
    form = w.pick({"straight": ["straight", "parallel", "aligned"],
                   "curved": ["curved", "wavy", "tangled", ""]}[a.form])
    nouns = ["filaments", "actin fibers", "fibers", "microtubules", "actin filaments", "cytoskeleton"]
    return _with_nuclei(a, w, join(density, form, _colour(a, w), _glow(w), w.pick(nouns)))


def _two_channel_cells(a, w):
    density, colour = _density(a, w), _colour(a, w)
    return w.pick([
        join(density, colour, _glow(w), "cells with", a.second_colour, "nuclei"),
        join(density, colour, w.pick(["cells", "cytoplasm"]), "and", a.second_colour, "nuclei"),
        join(density, "cells with", colour, "cytoplasm and", a.second_colour, "nuclei"),
    ])


def _membranes(a, w):
    size = w.pick({"small": ["small", ""], "large": ["large", "big"]}[a.size])
    nouns = ["cell membranes", "epithelial cells", "epithelium", "membranes", "honeycomb", "epithelial cell membranes"]
    return _with_nuclei(a, w, join(size, _colour(a, w), _glow(w), w.pick(nouns)))


def _neurons(a, w):
    one = a.density == "one"
    number = w.pick(["one", "a", "a single"] if one else ["few", "several", ""])
    return join(number, _colour(a, w), _glow(w), "neuron" if one else "neurons", w.pick(["", "", "with dendrites"]))


def _shape(a, w):
    text = join(w.pick(["a", "", "one", "a"]), w.synonym(a.size), a.colour, w.pick(SHAPES[a.shape]))
    place = w.place(a.place)
    if a.second_shape:
        second = join(w.pick(["a", "", "a"]), a.second_colour, w.pick(SHAPES[a.second_shape]), w.place(a.second_place))
        return join(text, place, w.pick(["and", "and", ","]), second)
    if a.place == "center" and w.chance(0.3):
        return text
    return place + ", " + text if w.chance(0.12) else join(text, place)


def _stripes(a, w):
    return w.pick([
        join(a.form, a.orientation, a.colour, "stripes"),
        join(a.form, a.orientation, a.colour, "stripes"),
        join(a.orientation, a.form, a.colour, "stripes"),
        join(a.colour, a.form, a.orientation, "stripes"),
        join(a.colour, "stripes,", a.orientation),
        join(w.pick(["a pattern of", ""]), a.orientation, a.colour, w.pick(["stripes", "bars", "lines"])),
    ])


def _checkerboard(a, w):
    nouns = ["checkerboard", "checker pattern", "checkerboard pattern", "chess board"]
    return join(w.synonym(a.size), a.colour, w.pick(nouns))


SENTENCES = {
    "nuclei": _nuclei,
    "spots": _spots,
    "bacteria": _bacteria,
    "phase contrast": _phase_contrast,
    "histology": _histology,
    "yeast": _yeast,
    "filaments": _filaments,
    "two-channel cells": _two_channel_cells,
    "membranes": _membranes,
    "neurons": _neurons,
    "shape": _shape,
    "stripes": _stripes,
    "checkerboard": _checkerboard,
}
