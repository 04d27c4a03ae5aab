// Makes a picture from text with a checkpoint of Stable Diffusion 2.x or 2.1
// unCLIP, which are not part of LatentJ, in the size that it was trained on. The
// argument names, with ; between: the checkpoint in the model folder or its
// path, the file of the result, further options (may be left out):
//   mvn -q compile exec:java -Dexec.args="macros/sd2.ijm v2-1_768-ema-pruned.safetensors;OUTPUT.png"
arguments = split(getArgument() + ";", ";");
checkpoint = arguments[0];
output = getDirectory("temp") + "sd2.png";
if (arguments.length > 1) output = arguments[1];
options = "checkpoint=&checkpoint prompt=[many green nuclei] negative=blurry steps=20 cfg=7 sampler=dpmpp_2m scheduler=karras seed=42";
if (arguments.length > 2) options = options + " " + arguments[2];
run("Txt2Img...", options);
save(output);
