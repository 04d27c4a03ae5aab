// Paints over all pictures of a folder and writes the results into another one:
//   mvn -q compile exec:java -Dexec.args="macros/batch.ijm INPUT,OUTPUT"
// It may be ended at any point and run again: it goes on where it stopped. The
// exit status is 1 if an item failed; OUTPUT/latentj-batch.jsonl tells which.
folders = split(getArgument(), ",");
if (folders.length == 2) {
	input = folders[0];
	output = folders[1];
} else {
	input = getDirectory("Folder of pictures");
	output = getDirectory("Folder for the results");
}
run("Batch...", "operation=img2img input=&input output=&output prompt=[many red nuclei] denoise=0.5 steps=20 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42 itemseeds=same");
