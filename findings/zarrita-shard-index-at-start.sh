#!/usr/bin/env bash
# zarrita 0.7.5 (npm), Zarr v3's sharding_indexed with "index_location": "start" (its specification allows start and end).
# One would guess: the index is read where the metadata say, or the array is refused; at the latest crc32c, with which the index ends, shows that it is none.
# Seen: the end of the file is taken for the index, its checksum is not compared, and the fill value or other numbers come without a word. So LatentJ writes indices
# at the end, and reads both.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund zarrita@0.7.5 >/dev/null
cat > probe.mjs <<'JAVASCRIPT'
import * as zarr from "zarrita";

function crc32c(bytes) {
	let crc = ~0;
	for (const byte of bytes) {
		crc ^= byte;
		for (let k = 0; k < 8; k++) {
			crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
		}
	}
	return ~crc >>> 0;
}

// Sixteen numbers in four chunks of four, one shard.
const numbers = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
function shard(atStart) {
	const entries = new Uint8Array(4 * 16);
	const view = new DataView(entries.buffer);
	for (let chunk = 0; chunk < 4; chunk++) {
		view.setBigUint64(16 * chunk, BigInt((atStart ? 68 : 0) + 4 * chunk), true);
		view.setBigUint64(16 * chunk + 8, 4n, true);
	}
	const index = new Uint8Array(68);
	index.set(entries);
	new DataView(index.buffer).setUint32(64, crc32c(entries), true);
	const file = new Uint8Array(84);
	file.set(atStart ? index : numbers);
	file.set(atStart ? numbers : index, atStart ? 68 : 16);
	return file;
}

async function read(location) {
	const codecs = [{ name: "bytes" }];
	const metadata = {
		zarr_format: 3, node_type: "array", shape: [16], data_type: "uint8", fill_value: 0, attributes: {},
		chunk_grid: { name: "regular", configuration: { chunk_shape: [16] } },
		chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
		codecs: [{ name: "sharding_indexed", configuration: { chunk_shape: [4], codecs, index_location: location,
			index_codecs: [{ name: "bytes", configuration: { endian: "little" } }, { name: "crc32c" }] } }],
	};
	const files = { "/zarr.json": new TextEncoder().encode(JSON.stringify(metadata)), "/c/0": shard(location === "start") };
	const store = {
		get: async (key) => files[key],
		getRange: async (key, range) => files[key]?.slice(...("suffixLength" in range ? [-range.suffixLength] : [range.offset, range.offset + range.length])),
	};
	const array = await zarr.open(store, { kind: "array" });
	return [...(await zarr.get(array)).data].join(" ");
}

const end = await read("end");
const start = await read("start");
console.log("index at the end:  ", end);
console.log("index at the start:", start);
process.exit(end === numbers.join(" ") && start !== end ? 0 : 1);
JAVASCRIPT
node probe.mjs
echo "as described"
