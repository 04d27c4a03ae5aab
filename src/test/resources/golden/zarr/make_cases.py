"""Makes images of five axes and of a compressor that is not read with zarr-python 2 and numcodecs: cases.zip."""
import os, sys
import numpy as np, zarr, numcodecs

AXES = [{"name": "t", "type": "time"}, {"name": "c", "type": "channel"}, {"name": "z", "type": "space"}, {"name": "y", "type": "space"}, {"name": "x", "type": "space"}]

def image(top, shape, dtype, chunks, separator, compressor):
    group = zarr.open_group(zarr.DirectoryStore(top, dimension_separator=separator), mode="w")
    y, x = np.indices(shape[-2:])
    data = np.zeros(shape, dtype)
    for i, at in enumerate(np.ndindex(*shape[:-2])):
        data[at] = (y * 3 + x * 5) % 97 + i
    group.create_dataset("0", data=data, chunks=chunks, compressor=compressor)
    group.attrs["multiscales"] = [{"version": "0.4", "axes": AXES[5 - len(shape):], "datasets": [{"path": "0", "coordinateTransformations": [{"type": "scale", "scale": [1.0] * len(shape)}]}]}]
    zarr.consolidate_metadata(group.store)

top = sys.argv[1]
blosc = numcodecs.Blosc(cname="lz4", shuffle=numcodecs.Blosc.BITSHUFFLE)
image(os.path.join(top, "five.ome.zarr"), (2, 3, 2, 21, 27), ">u2", (1, 2, 1, 16, 8), "/", blosc)
image(os.path.join(top, "dots.ome.zarr"), (3, 21, 27), "<i2", (2, 10, 10), ".", numcodecs.LZ4())
image(os.path.join(top, "snappy.ome.zarr"), (21, 27), "<u2", (21, 27), "/", numcodecs.Blosc(cname="snappy"))
