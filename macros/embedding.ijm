// Makes a picture twice, without an embedding (textual inversion) and with one,
// and saves both as a stack. LatentJ comes with no embedding; the argument is the
// name of one in the model folder, and the file of the result:
//   mvn -q compile exec:java -Dexec.args="macros/embedding.ijm texture,OUTPUT.tif"
names = split(getArgument() + ",", ",");
word = "embedding:" + names[0];
output = getDirectory("temp") + "embedding.tif";
if (names.length > 1) output = names[1];
options = " width=64 height=64 steps=8 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42";
prompt = "many green nuclei";
run("Txt2Img...", "prompt=&prompt" + options);
rename("without");
prompt = prompt + ", " + word;
run("Txt2Img...", "prompt=&prompt" + options);
rename("with the embedding");
run("Images to Stack", "use");
saveAs("Tiff", output);
