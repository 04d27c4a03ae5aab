// Makes a picture from text with the checkpoint that comes with LatentJ and
// saves it as the file that the argument names (PNG, TIFF, ...):
//   mvn -q compile exec:java -Dexec.args="macros/txt2img.ijm OUTPUT.png"
// The same picture each time: the seed is fixed.
output = getArgument();
if (output == "") output = getDirectory("temp") + "txt2img.png";
run("Txt2Img...", "prompt=[many green nuclei] steps=20 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42");
save(output);
