// Makes a selection of a picture anew with the checkpoint that comes with
// LatentJ and saves the result as the file that the argument names:
//   mvn -q compile exec:java -Dexec.args="macros/inpaint.ijm OUTPUT.tif"
// Pixels outside of the selection (and the 6 pixels around it that it grows
// by) keep their bits.
output = getArgument();
if (output == "") output = getDirectory("temp") + "inpaint.tif";
settings = " steps=20 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42";
run("Txt2Img...", "prompt=[many green nuclei]" + settings);
// a defect in the middle
makeOval(48, 52, 28, 22);
setColor(0, 0, 0);
fill();
run("Inpaint...", "prompt=[many green nuclei] grow=6 feather=4" + settings);
save(output);
