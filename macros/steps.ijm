// The noise becoming a picture: what the model holds the picture for at each
// step, above by the colours of the latent's cells (the fast preview), below
// decoded; with step and sigma. Saves it as the file that the argument names:
//   mvn -q compile exec:java -Dexec.args="macros/steps.ijm OUTPUT.png"
// docs/steps.png was made so.
output = getArgument();
if (output == "") output = getDirectory("temp") + "steps.png";
settings = "prompt=[many green nuclei] steps=8 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42 keepsteps preview=";

row("fast");
cells = getTitle();
row("vae");
decoded = getTitle();
run("Combine...", "stack1=[" + cells + "] stack2=[" + decoded + "] combine");
saveAs("PNG", output);

// A row of all steps in a new image.
function row(preview) {
	run("Txt2Img...", settings + preview);
	for (i = 1; i <= nImages; i++) {
		selectImage(i);
		if (startsWith(getTitle(), "steps of")) steps = getImageID();
	}
	selectImage(steps);
	run("Make Montage...", "columns=" + nSlices + " rows=1 scale=1 label font=9");
	rename(preview);
	selectImage(steps);
	close();
	selectWindow(preview);
}
