// Makes a picture twice, without a LoRA and with one, and saves both as a stack.
// LatentJ comes with no LoRA; the argument is the name of one in the model
// folder or its path, and the file of the result:
//   mvn -q compile exec:java -Dexec.args="macros/lora.ijm texture.safetensors,OUTPUT.tif"
names = split(getArgument() + ",", ",");
lora = names[0];
output = getDirectory("temp") + "lora.tif";
if (names.length > 1) output = names[1];
options = "prompt=[many green nuclei] width=64 height=64 steps=8 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42";
run("Txt2Img...", options);
rename("without");
run("Txt2Img...", options + " lora=[" + lora + ":0.8]");
rename("with the LoRA");
run("Images to Stack", "use");
saveAs("Tiff", output);
