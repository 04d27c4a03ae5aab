// Makes a selection of a picture anew with the checkpoint that comes with
// LatentJ and saves the result as the file that the argument names:
//   mvn -q compile exec:java -Dexec.args="macros/inpaint.ijm OUTPUT.tif"
// What is selected is made anew; pixels outside of it (and of the 2 to 3 pixels
// around it that grow=6 adds, over which new and old blend) keep their bits.
output = getArgument();
if (output == "") output = getDirectory("temp") + "inpaint.tif";
settings = " steps=20 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42";
run("Txt2Img...", "prompt=[many green nuclei]" + settings);
// a defect in the middle
makeOval(48, 52, 28, 22);
setColor(0, 0, 0);
fill();
run("Inpaint...", "prompt=[many green nuclei]" + settings);
save(output);
