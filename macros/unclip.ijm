// Makes a picture of what two others show, with a checkpoint of Stable Diffusion
// 2.1 unCLIP, which is not part of LatentJ. The argument is its name in the
// model folder or its path, and the file of the result:
//   mvn -q compile exec:java -Dexec.args="macros/unclip.ijm sd21-unclip-h.ckpt,OUTPUT.png"
names = split(getArgument() + ",", ",");
checkpoint = names[0];
output = getDirectory("temp") + "unclip.png";
if (names.length > 1) output = names[1];
run("Txt2Img...", "prompt=[many green nuclei] width=128 height=128 steps=20 cfg=4 sampler=dpmpp_2m scheduler=karras seed=42");
rename("nuclei");
run("Txt2Img...", "prompt=[a circle] width=128 height=128 steps=20 cfg=4 sampler=dpmpp_2m scheduler=karras seed=7");
rename("circle");
run("Txt2Img...", "checkpoint=&checkpoint prompt=[a micrograph] pictures=[nuclei strength=1 noise=0.1; circle strength=0.6] width=128 height=128 steps=4 cfg=6 seed=42");
save(output);
