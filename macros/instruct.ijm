// Changes a picture as the prompt says with an InstructPix2Pix checkpoint, which
// is not part of LatentJ: instruct-pix2pix-00-22000.safetensors. The argument is
// its name in the model folder or its path, and the file of the result:
//   mvn -q compile exec:java -Dexec.args="macros/instruct.ijm instruct-pix2pix-00-22000.safetensors,OUTPUT.png"
names = split(getArgument() + ",", ",");
checkpoint = names[0];
output = getDirectory("temp") + "instruct.png";
if (names.length > 1) output = names[1];
run("Txt2Img...", "prompt=[many green nuclei] width=64 height=64 steps=8 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42");
run("Img2Img...", "checkpoint=&checkpoint prompt=[make the nuclei red] denoise=1 imagecfg=1.5 steps=4 cfg=7.5 seed=42");
save(output);
