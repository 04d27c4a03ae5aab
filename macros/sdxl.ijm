// Makes a picture with a checkpoint of Stable Diffusion XL, whose last steps its
// refiner makes, and saves it. The argument names, with ; between: the file to
// write, the checkpoint, the refiner (may be left out), further options:
//   mvn -q compile exec:java -Dexec.args="macros/sdxl.ijm OUTPUT.png;sd_xl_base_1.0.safetensors;sd_xl_refiner_1.0.safetensors"
// Without a checkpoint it takes the one that comes with LatentJ.
argument = getArgument();
if (argument == "") argument = getDirectory("temp") + "sdxl.png";
arguments = split(argument, ";");
output = arguments[0];
options = "prompt=[many green nuclei] negative=blurry steps=20 cfg=7 sampler=dpmpp_2m scheduler=karras seed=42";
if (lengthOf(arguments) > 1) options = options + " checkpoint=[" + arguments[1] + "] sizewidth=2048 sizeheight=2048";
if (lengthOf(arguments) > 2) options = options + " refiner=[" + arguments[2] + "] refinerstart=16";
if (lengthOf(arguments) > 3) options = options + " " + arguments[3];
run("Txt2Img...", options);
save(output);
