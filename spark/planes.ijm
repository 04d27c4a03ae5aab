// Writes planes of 8 bit, the same ones each time: FOLDER COUNT SIZE. TIFFs; or if FOLDER ends with .zarr, an OME-Zarr 0.4 of them as its slices.
word = split(getArgument(), " ");
zarr = endsWith(word[0], ".zarr");
File.makeDirectory(word[0]);
if (zarr) {
	File.makeDirectory(word[0] + "/0");
	File.saveString("{\"zarr_format\":2}", word[0] + "/.zgroup");
	File.saveString("{\"multiscales\":[{\"version\":\"0.4\",\"axes\":[{\"name\":\"z\",\"type\":\"space\"},{\"name\":\"y\",\"type\":\"space\"},{\"name\":\"x\",\"type\":\"space\"}]," +
		"\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[1,1,1]}]}]}]}", word[0] + "/.zattrs");
	plane = word[2] + "," + word[2] + "]";
	File.saveString("{\"zarr_format\":2,\"shape\":[" + word[1] + "," + plane + ",\"chunks\":[1," + plane + ",\"dtype\":\"|u1\",\"compressor\":null,\"fill_value\":0,\"order\":\"C\"," +
		"\"filters\":null,\"dimension_separator\":\"/\"}", word[0] + "/0/.zarray");
}
for (i = 0; i < parseInt(word[1]); i++) {
	newImage("plane", "8-bit black", parseInt(word[2]), parseInt(word[2]), 1);
	run("Macro...", "code=v=128+60*sin((x+" + 7 * i + ")/9)*cos((y+" + 3 * i + ")/11)+40*sin(x*y/" + (500 + i) + ")");
	if (zarr) {
		// NB: a chunk without compression is the plane's bytes.
		row = word[0] + "/0/" + i;
		File.makeDirectory(row);
		File.makeDirectory(row + "/0");
		saveAs("raw data", row + "/0/0.raw");
		moved = File.rename(row + "/0/0.raw", row + "/0/0");
	}
	else
		saveAs("tiff", word[0] + "/plane" + IJ.pad(i, 3) + ".tif");
	close();
}
