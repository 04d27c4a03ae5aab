// What LatentJ is for, made with the checkpoint that comes with it: a defect that
// is removed, with the outline of the pixels that were generated, and pictures
// from text. Saves it as the file that the argument names:
//   mvn -q compile exec:java -Dexec.args="macros/pictures.ijm OUTPUT.png"
// docs/pictures.png was made so.
output = getArgument();
if (output == "") output = getDirectory("temp") + "pictures.png";
prompts = newArray("green cells with red nuclei", "H&E tissue with a gland", "a single yellow neuron");
settings = " steps=20 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42";

// A copy of the pixels alone, without a record, stands for a measured picture.
run("Txt2Img...", "prompt=[many green nuclei]" + settings);
run("Copy");
close();
run("Internal Clipboard");
defect = getImageID();
makeOval(66, 34, 36, 28);
setColor(150, 150, 150);
fill();
panel("a defect, selected");
run("Inpaint...", "prompt=[many green nuclei] grow=16 feather=6" + settings);
panel("removed");
run("Generated Outline");
Overlay.activateSelection(0);
panel("its generated pixels");
close();
selectImage(defect);
close();
for (i = 0; i < prompts.length; i++) {
	run("Txt2Img...", "prompt=[" + prompts[i] + "]" + settings);
	panel(prompts[i]);
	close();
}
run("Images to Stack", "use");
setForegroundColor(0, 0, 0);
run("Make Montage...", "columns=3 rows=2 scale=1 font=15 label use");
run("8-bit Color", "number=256");
save(output);

// Copies the current image as a panel of 256 pixels with a caption below and the
// outline of its selection; the image stays the current one.
function panel(label) {
	id = getImageID();
	selected = selectionType() >= 0;
	if (selected) getSelectionCoordinates(x, y);
	run("Select None");
	run("Duplicate...", "title=[" + label + "]");
	run("Remove Overlay");
	run("Size...", "width=256 height=256 interpolation=None");
	if (selected) {
		for (k = 0; k < x.length; k++) {
			x[k] *= 2;
			y[k] *= 2;
		}
		makeSelection("polygon", x, y);
		setForegroundColor(255, 255, 0);
		run("Line Width...", "line=2");
		run("Draw", "slice");
		run("Select None");
	}
	setBackgroundColor(255, 255, 255);
	run("Canvas Size...", "width=260 height=280 position=Top-Center");
	selectImage(id);
	if (selected) {
		for (k = 0; k < x.length; k++) {
			x[k] /= 2;
			y[k] /= 2;
		}
		makeSelection("polygon", x, y);
	}
}
