// Shows what the operations do to one picture, with the checkpoint that comes
// with LatentJ, and saves it as the file that the argument names:
//   mvn -q compile exec:java -Dexec.args="macros/gallery.ijm OUTPUT.png"
// docs/gallery.png was made so.
output = getArgument();
if (output == "") output = getDirectory("temp") + "gallery.png";
prompt = "prompt=[many green nuclei]";
settings = " steps=20 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42";

run("Txt2Img...", prompt + settings);
made = getImageID();
panel("txt2img");

run("Duplicate...", " ");
makeOval(66, 34, 36, 28);
setColor(150, 150, 150);
fill();
defect = getImageID();
panel("a defect, selected");
run("Inpaint...", prompt + " grow=16 feather=6" + settings);
panel("inpaint");
close();
selectImage(defect);
close();

selectImage(made);
run("Latent Upscale...", prompt + " method=bislerp factor=2 denoise=0.5" + settings);
panel("latent upscale, factor 2");
close();

for (denoise = 0.3; denoise < 1; denoise += 0.3) {
	selectImage(made);
	run("Img2Img...", "prompt=[many red nuclei] denoise=" + d2s(denoise, 1) + settings);
	panel("img2img, red, denoise " + d2s(denoise, 1));
	close();
}
selectImage(made);
close();
run("Txt2Img...", prompt + " factor=2 method=bislerp denoise=0.6" + settings);
panel("txt2img, factor 2");
close();

run("Images to Stack", "use");
setForegroundColor(0, 0, 0);
run("Make Montage...", "columns=4 rows=2 scale=1 font=15 label use");
run("8-bit Color", "number=256");
save(output);

// Copies the current image as a panel of 256 pixels with a caption below.
function panel(label) {
	id = getImageID();
	roi = selectionType() >= 0;
	if (roi) getSelectionBounds(x, y, width, height);
	run("Select None");
	run("Duplicate...", "title=[" + label + "]");
	run("Size...", "width=256 height=256 interpolation=None");
	if (roi) {
		setColor(255, 255, 0);
		setLineWidth(2);
		drawOval(2 * x, 2 * y, 2 * width, 2 * height);
	}
	setBackgroundColor(255, 255, 255);
	run("Canvas Size...", "width=260 height=280 position=Top-Center");
	selectImage(id);
	if (roi) makeOval(x, y, width, height);
}
