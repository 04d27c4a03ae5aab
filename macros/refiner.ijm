// Gives a picture more detail with the refiner of Stable Diffusion XL alone,
// which is not part of LatentJ: sd_xl_refiner_1.0.safetensors. The argument is
// its name in the model folder or its path, and the file of the result:
//   mvn -q compile exec:java -Dexec.args="macros/refiner.ijm sd_xl_refiner_1.0.safetensors,OUTPUT.png"
names = split(getArgument() + ",", ",");
checkpoint = names[0];
output = getDirectory("temp") + "refiner.png";
if (names.length > 1) output = names[1];
run("Txt2Img...", "prompt=[many green nuclei] width=64 height=64 steps=8 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42");
run("Img2Img...", "checkpoint=&checkpoint prompt=[many green nuclei] denoise=0.3 aesthetic=7.5 steps=10 cfg=7 seed=42");
save(output);
