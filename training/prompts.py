# SPDX-License-Identifier: BSD-2-Clause
"""The prompts of the evaluation.

Their sentences occur in no caption, some of their words neither. Of the combinations of colour, shape and place, and of
colour, density and kind, one in eight was never trained on (`held_out`).
"""
from itertools import product

from pictures import COLOURS, SHAPES

SIDES = {"left": "on the left", "right": "on the right", "top": "at the top", "bottom": "at the bottom"}
DENSITIES = ("few", "many", "dense")


def _article(word):
    return ("an " if word[0] in "aeiou" else "a ") + word


def colour_prompts():
    """64: prompt, colour"""
    subjects = [
        "{} nuclei seen through the microscope",
        "here are {} spots",
        "some rod bacteria that glow {}",
        "we see budding yeast, {}",
        "an experiment with {} actin filaments",
        "the cell membranes are {}",
        "one beautiful neuron, {}",
        "my favourite circle, {}, on black background",
    ]
    return [(subject.format(colour), colour) for subject, colour in product(subjects, COLOURS)]


def density_prompts():
    """24 triplets of prompts, each with few, many and dense objects"""
    subjects = ["the sample contains {} {} nuclei", "it shows {} {} spots", "culture of {} {} rod bacteria"]
    return [[subject.format(density, colour) for density in DENSITIES]
            for subject, colour in product(subjects, COLOURS)]


def kind_prompts():
    """78: prompt, kind. Six for each of 13 kinds."""
    wordings = {
        "nuclei": ["{} cell nuclei please", "nuclei coloured {}"],
        "spots": ["{} puncta please", "vesicles that are {}"],
        "bacteria": ["{} bacilli please", "rod shaped bacteria in {}"],
        "phase contrast": ["several cells, seen in phase contrast", "spread cells under phase contrast",
                           "round cultured cells with bright halos please", "phase contrast of many round cells today",
                           "show few elongated cells phase contrast", "numerous spread cells by phase contrast"],
        "histology": ["an H&E section with many nuclei", "pink histology of a patient", "tissue, H&E, dense nuclei",
                      "histology showing a gland", "H&E histology showing fat vacuoles", "purple nuclei of H&E tissue"],
        "yeast": ["{} budding yeast please", "yeast cells that are {}"],
        "filaments": ["{} microtubules please", "a wavy cytoskeleton in {}"],
        "two-channel cells": ["{} cells having {} nuclei", "cells, their cytoplasm {}, with {} nuclei"],
        "membranes": ["{} epithelium please", "a honeycomb of {} cell membranes"],
        "neurons": ["{} neuron please", "a single neuron in {} with dendrites"],
        "shape": ["just a {} square", "one {} triangle please"],
        "stripes": ["{} horizontal stripes please", "vertical stripes, {} ones"],
        "checkerboard": ["{} checkerboard please", "the pattern of a checkerboard in {}"],
    }
    colours, others = ("green", "magenta", "yellow"), ("blue", "cyan", "red")
    prompts = []
    for kind, texts in wordings.items():
        if "{}" not in texts[0]:
            prompts += [(text, kind) for text in texts]
            continue
        prompts += [(text.format(colour, other), kind) for text in texts for colour, other in zip(colours, others)]
    return prompts


def place_prompts():
    """96: prompt, shape, side. Each shape in each colour at each side."""
    return [(f"{_article(colour)} {shape} {words} of it all, on black background", shape, side)
            for shape, colour, (side, words) in product(SHAPES, COLOURS, SIDES.items())]


def direction_prompts():
    """24: prompt, direction"""
    return [(f"{direction} {colour} stripes, nothing else", direction)
            for direction, colour in product(("horizontal", "vertical", "diagonal"), COLOURS)]


def negative_prompts():
    """48 prompts without a colour: what colour comes is then named in the negative prompt."""
    subjects = ["fluorescent nuclei", "fluorescent spots", "fluorescent rod bacteria", "fluorescent filaments",
                "fluorescent cell membranes", "fluorescent neuron"]
    return [subject for subject in subjects for _ in range(8)]
