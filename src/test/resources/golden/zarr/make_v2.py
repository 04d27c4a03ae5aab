"""Makes codecs.zarr (Zarr v2, one small array for each codec and type) and plate.ome.zarr (OME-Zarr 0.4) with zarr-python 2 and numcodecs."""
import json, os, shutil, sys
import numpy as np, zarr, numcodecs
from numcodecs import Blosc, Zstd, GZip, Zlib, LZ4

def numbers(h, w, dtype):
    y, x = np.mgrid[0:h, 0:w]
    return ((y // 3 * 17 + x // 5 * 5) % 100).astype(dtype)

def codecs(top):
    root = zarr.open_group(zarr.DirectoryStore(top, dimension_separator="/"), mode="w")
    def put(name, dtype, compressor, h=60, w=50, chunks=(64, 64), **more):
        a = root.create_dataset(name, shape=(h, w), chunks=chunks, dtype=dtype, compressor=compressor, **more)
        a[:] = numbers(h, w, dtype)
    for cname in ("blosclz", "lz4", "lz4hc", "zlib", "zstd"):
        for shuffle, s in ((Blosc.NOSHUFFLE, "none"), (Blosc.SHUFFLE, "bytes"), (Blosc.BITSHUFFLE, "bits")):
            put(f"blosc-{cname}-{s}", "<u2", Blosc(cname=cname, clevel=5, shuffle=shuffle))
    put("blosc-small-blocks", "<u4", Blosc(cname="lz4", clevel=5, shuffle=Blosc.SHUFFLE, blocksize=512))
    put("blosc-odd", "<u2", Blosc(cname="lz4", clevel=5, shuffle=Blosc.BITSHUFFLE), chunks=(37, 29))
    put("blosc-far", "<u2", Blosc(cname="blosclz", clevel=9, shuffle=Blosc.NOSHUFFLE), h=300, w=200, chunks=(300, 200))
    put("blosc-level-0", "<u2", Blosc(cname="lz4", clevel=0))
    put("zstd", "<u2", Zstd(level=3), chunks=(16, 48))
    put("gzip", "<u2", GZip(level=5))
    put("zlib", "<u2", Zlib(level=5))
    put("lz4", "<u2", LZ4())
    put("none", "<u2", None, h=40, w=30, chunks=(24, 32))
    for t in ("|u1", "|i1", "<i2", ">i2", ">u2", "<u4", ">u4", "<i4", ">i4", "<u8", ">u8", "<i8", ">i8", "<f4", ">f4", "<f8", ">f8"):
        put("type-" + t.replace("<", "little-").replace(">", "big-").replace("|", ""), t, Zstd(level=3), h=40, w=30, chunks=(24, 32))
    put("order-F", ">u2", Zstd(level=3), h=40, w=30, chunks=(24, 32), order="F")
    for name, t, fill in (("fill-7", "<u2", 7), ("fill-nan", "<f4", float("nan")), ("fill-minus", "<i4", -5), ("fill-infinity", "<f8", float("-inf")), ("fill-null", "<u2", None)):
        root.create_dataset(name, shape=(40, 30), chunks=(16, 16), dtype=t, compressor=None, fill_value=fill)
    dots = zarr.open_array(zarr.DirectoryStore(os.path.join(top, "dots"), dimension_separator="."), mode="w", shape=(40, 30), chunks=(24, 16), dtype="<u2", compressor=None)
    dots[:] = numbers(40, 30, "<u2")

def plate(top):
    store = zarr.DirectoryStore(top, dimension_separator="/")
    root = zarr.open_group(store, mode="w")
    wells = [("A", 1), ("B", 2)]
    root.attrs["plate"] = {"version": "0.4", "name": "small", "field_count": 2, "rows": [{"name": "A"}, {"name": "B"}], "columns": [{"name": "1"}, {"name": "2"}],
        "wells": [{"path": f"{r}/{c}", "rowIndex": "AB".index(r), "columnIndex": c - 1} for r, c in wells]}
    n = 0
    for r, c in wells:
        well = root.create_group(f"{r}/{c}")
        well.attrs["well"] = {"version": "0.4", "images": [{"path": "0"}, {"path": "1"}]}
        for f in range(2):
            image = well.create_group(str(f))
            image.attrs["multiscales"] = [{"version": "0.4", "name": f"{r}{c}-{f}", "axes": [{"name": "t", "type": "time", "unit": "second"}, {"name": "c", "type": "channel"}, {"name": "z", "type": "space", "unit": "micrometer"}, {"name": "y", "type": "space", "unit": "micrometer"}, {"name": "x", "type": "space", "unit": "micrometer"}],
                "datasets": [{"path": str(k), "coordinateTransformations": [{"type": "scale", "scale": [10.0, 1.0, 2.0, 0.5 * 2 ** k, 0.5 * 2 ** k]}]} for k in range(2)]}]
            image.attrs["omero"] = {"channels": [{"label": "DAPI", "color": "0000FF", "active": True, "window": {"start": 0, "end": 1000, "min": 0, "max": 65535}}, {"label": "GFP", "color": "00FF00", "active": True, "window": {"start": 100, "end": 900, "min": 0, "max": 65535}}]}
            full = np.zeros((1, 2, 2, 48, 64), "<u2")
            for ch in range(2):
                for z in range(2):
                    full[0, ch, z] = numbers(48, 64, "<u2") * 10 + 3 * n + 2 * ch + z
            image.create_dataset("0", data=full, chunks=(1, 1, 2, 48, 64), compressor=Blosc(cname="lz4", clevel=5))
            image.create_dataset("1", data=full[..., ::2, ::2], chunks=(1, 1, 2, 48, 64), compressor=Blosc(cname="zstd", clevel=5))
            n += 1

codecs(os.path.join(sys.argv[1], "codecs.zarr"))
plate(os.path.join(sys.argv[1], "plate.ome.zarr"))
