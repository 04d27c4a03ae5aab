// Makes labelled training pictures out of masks: draws nuclei with a number each,
// and lets the ControlNet that comes with LatentJ put green nuclei there.
//   mvn -q compile exec:java -Dexec.args="macros/control.ijm OUTPUT.png"
// OUTPUT.png shows the labels above the pictures; docs/control.png was made so.
// Beside it: OUTPUT-1.tif with OUTPUT-1-labels.tif, and so on. The printed IoU
// tells how well a picture's nuclei lie on its labels, but not which ones fused:
// look at each picture before its labels teach anything.
output = getArgument();
if (output == "") output = getDirectory("temp") + "control.png";
base = replace(output, "[.][^./\\\\]*$", "");
counts = newArray(5, 12, 28);
gaps = newArray(8, 4, 0);
panels = newArray(0);
for (k = 1; k <= counts.length; k++) {
	labels = drawLabels(k, counts[k - 1], gaps[k - 1]);
	save(base + "-" + k + "-labels.tif");
	run("Make Control Image...", "kind=mask");
	rename("mask");
	run("Txt2Img...", "prompt=[green nuclei on black background] control=[latentj-control-nuclei.safetensors image=mask] width=128 height=128 steps=20 cfg=4 sampler=dpmpp_2m scheduler=karras seed=" + k);
	picture = getImageID();
	save(base + "-" + k + ".tif");
	print("picture " + k + ": IoU " + d2s(agreement(labels, picture), 2));
	selectWindow("mask");
	close();
	panels = Array.concat(panels, labels, picture);
}
newImage("labels above pictures", "RGB white", 264 * counts.length - 8, 520, 1);
sheet = getImageID();
for (i = 0; i < panels.length; i++) {
	selectImage(panels[i]);
	run("Select None");
	run("Duplicate...", "title=panel");
	run("RGB Color");
	run("Size...", "width=256 height=256 interpolation=None");
	run("Copy");
	close();
	selectImage(sheet);
	makeRectangle(264 * floor(i / 2), 264 * (i % 2), 256, 256);
	run("Paste");
}
run("Select None");
save(output);

// Gives an image of up to "count" ovals, each filled with its number, with at
// least "gap" pixels between them.
function drawLabels(seed, count, gap) {
	random("seed", seed);
	newImage("labels", "8-bit black", 128, 128, 1);
	number = 0;
	for (attempt = 0; attempt < 2000 && number < count; attempt++) {
		width = 15 + floor(9 * random);
		height = 15 + floor(9 * random);
		x = floor((128 - width) * random);
		y = floor((128 - height) * random);
		makeOval(x - gap, y - gap, width + 2 * gap, height + 2 * gap);
		getStatistics(area, mean, min, max);
		if (max == 0) {
			number++;
			makeOval(x, y, width, height);
			setColor(number);
			fill();
		}
	}
	run("Select None");
	reds = newArray(256);
	greens = newArray(256);
	blues = newArray(256);
	for (i = 1; i < 256; i++) {
		reds[i] = 96 + 67 * i % 160;
		greens[i] = 96 + 109 * i % 160;
		blues[i] = 96 + 151 * i % 160;
	}
	setLut(reds, greens, blues);
	return getImageID();
}

// Intersection over union of the labels and what is brighter than Otsu's
// threshold of the picture, blurred by one pixel.
function agreement(labels, picture) {
	selectImage(picture);
	run("Duplicate...", "title=bright");
	run("8-bit");
	run("Gaussian Blur...", "sigma=1");
	setAutoThreshold("Otsu dark");
	getThreshold(lower, upper);
	bright = newArray(128 * 128);
	for (i = 0; i < bright.length; i++) {
		if (getPixel(i % 128, floor(i / 128)) >= lower) bright[i] = 1;
	}
	close();
	selectImage(labels);
	both = 0;
	any = 0;
	for (i = 0; i < bright.length; i++) {
		nucleus = minOf(getPixel(i % 128, floor(i / 128)), 1);
		both += minOf(nucleus, bright[i]);
		any += maxOf(nucleus, bright[i]);
	}
	return both / any;
}
