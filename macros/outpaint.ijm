// Continues a picture beyond its borders with the checkpoint that comes with
// LatentJ and saves the result as the file that the argument names:
//   mvn -q compile exec:java -Dexec.args="macros/outpaint.ijm OUTPUT.tif"
// All pixels of the first picture keep their bits, and its coordinates: the
// origin moves with them.
output = getArgument();
if (output == "") output = getDirectory("temp") + "outpaint.tif";
settings = " steps=20 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42";
run("Txt2Img...", "prompt=[many green nuclei]" + settings);
run("Outpaint...", "prompt=[many green nuclei] left=32 right=32" + settings);
save(output);
