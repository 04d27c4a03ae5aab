// Makes a picture four times as large with an x4 upscaler, which is not part of
// LatentJ: x4-upscaler-ema.safetensors of Stable Diffusion 2. The argument is
// its name in the model folder or its path, and the file of the result:
//   mvn -q compile exec:java -Dexec.args="macros/upscale_x4.ijm x4-upscaler-ema.safetensors,OUTPUT.png"
names = split(getArgument() + ",", ",");
checkpoint = names[0];
output = getDirectory("temp") + "upscale_x4.png";
if (names.length > 1) output = names[1];
run("Txt2Img...", "prompt=[many green nuclei] width=64 height=64 steps=8 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42");
run("Upscale x4...", "checkpoint=&checkpoint prompt=[many green nuclei] augmentation=0.05 steps=4 cfg=4 seed=42");
save(output);
