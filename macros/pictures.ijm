// Pictures of the checkpoint that comes with LatentJ, each with its prompt
// below, twice as large as they are, saved as the file that the argument names:
//   mvn -q compile exec:java -Dexec.args="macros/pictures.ijm OUTPUT.png"
// docs/pictures.png was made so.
output = getArgument();
if (output == "") output = getDirectory("temp") + "pictures.png";
prompts = newArray("many green nuclei", "green cells with red nuclei", "a single yellow neuron",
	"H&E tissue with a gland", "many yeast cells", "cyan filaments");
settings = " steps=20 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42";
setBackgroundColor(255, 255, 255);
for (i = 0; i < prompts.length; i++) {
	run("Txt2Img...", "prompt=[" + prompts[i] + "]" + settings);
	rename(prompts[i]);
	run("Size...", "width=256 height=256 interpolation=None");
	run("Canvas Size...", "width=260 height=280 position=Top-Center");
}
run("Images to Stack", "use");
setForegroundColor(0, 0, 0);
run("Make Montage...", "columns=6 rows=1 scale=1 font=15 label use");
save(output);
