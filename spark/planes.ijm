// Writes planes of 8 bit into a folder, the same ones each time: FOLDER COUNT SIZE
word = split(getArgument(), " ");
File.makeDirectory(word[0]);
for (i = 0; i < parseInt(word[1]); i++) {
	newImage("plane", "8-bit black", parseInt(word[2]), parseInt(word[2]), 1);
	run("Macro...", "code=v=128+60*sin((x+" + 7 * i + ")/9)*cos((y+" + 3 * i + ")/11)+40*sin(x*y/" + (500 + i) + ")");
	saveAs("tiff", word[0] + "/plane" + IJ.pad(i, 3) + ".tif");
	close();
}
