// Makes eight pictures of four prompts, lets CLIP sort them by how well they show
// green nuclei, and saves a montage of them with what it found. The table goes
// into a file beside it. Both models come with LatentJ.
//   mvn -q compile exec:java -Dexec.args="macros/similarity.ijm OUTPUT.png"
// docs/similarity.png was made so.
output = getArgument();
if (output == "") output = getDirectory("temp") + "similarity.png";
prompts = newArray("many green nuclei", "a red circle", "horizontal cyan stripes", "H&E tissue with a gland");
for (seed = 1; seed <= 2; seed++) {
	for (i = 0; i < prompts.length; i++) {
		run("Txt2Img...", "prompt=[" + prompts[i] + "] seed=" + seed + " steps=10 cfg=4 sampler=dpmpp_2m scheduler=karras width=128 height=128 preview=none");
		rename(prompts[i] + " " + seed);
	}
}
run("Images to Stack", "name=pictures use");
pictures = getImageID();
first = nResults;
run("Similarity...", "phrases=[many green nuclei; a red circle; cyan stripes; histology tissue] stack sort=[many green nuclei] csv=[" + replace(output, "[.][^.]*$", "") + ".csv]");
for (row = first; row < nResults; row++) {
	selectImage(pictures);
	setSlice(getResult("Slice", row));
	run("Duplicate...", "title=[" + d2s(getResult("many green nuclei", row), 2) + "]");
}
selectImage(pictures);
close();
run("Images to Stack", "name=sorted use");
setForegroundColor(255, 255, 255);
run("Make Montage...", "columns=4 rows=2 scale=1 font=14 label use");
run("8-bit Color", "number=256");
save(output);
