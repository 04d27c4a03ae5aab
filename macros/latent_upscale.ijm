// Makes a picture twice as large, with new detail, with the checkpoint that
// comes with LatentJ and saves the result as the file that the argument names:
//   mvn -q compile exec:java -Dexec.args="macros/latent_upscale.ijm OUTPUT.png"
output = getArgument();
if (output == "") output = getDirectory("temp") + "latent_upscale.png";
settings = " steps=20 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42";
run("Txt2Img...", "prompt=[many green nuclei]" + settings);
run("Latent Upscale...", "prompt=[many green nuclei] method=bislerp factor=2 denoise=0.5" + settings);
save(output);
