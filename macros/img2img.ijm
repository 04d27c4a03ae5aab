// Paints over a picture with the checkpoint that comes with LatentJ and saves
// the result as the file that the argument names:
//   mvn -q compile exec:java -Dexec.args="macros/img2img.ijm OUTPUT.png"
// Here the picture is made first; with File.openDialog it could be any image.
output = getArgument();
if (output == "") output = getDirectory("temp") + "img2img.png";
settings = " steps=20 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42";
run("Txt2Img...", "prompt=[many green nuclei]" + settings);
run("Img2Img...", "prompt=[many red nuclei] denoise=0.6" + settings);
save(output);
