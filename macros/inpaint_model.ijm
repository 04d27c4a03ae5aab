// Makes a part of a picture anew with an inpainting model, which is not part of
// LatentJ: sd-v1-5-inpainting.safetensors. The argument is its name in the model
// folder or its path, and the file of the result:
//   mvn -q compile exec:java -Dexec.args="macros/inpaint_model.ijm sd-v1-5-inpainting.safetensors,OUTPUT.png"
names = split(getArgument() + ",", ",");
checkpoint = names[0];
output = getDirectory("temp") + "inpaint_model.png";
if (names.length > 1) output = names[1];
run("Txt2Img...", "prompt=[many green nuclei] width=64 height=64 steps=8 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42");
makeOval(20, 20, 24, 24);
run("Inpaint...", "checkpoint=&checkpoint prompt=[one red nucleus] encoder=model denoise=0.8 steps=4 cfg=4.5 seed=42");
save(output);
