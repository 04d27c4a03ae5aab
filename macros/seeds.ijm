// A row of pictures, one for each seed, made with the functions of LatentJ. Their
// texts may hold anything, brackets, quotes and "steps=9" included.
//   mvn -q compile exec:java -Dexec.args="macros/seeds.ijm OUTPUT.png"
output = getArgument();
if (output == "") output = getDirectory("temp") + "seeds.png";
prompt = "several (magenta:1.2) nuclei [not: steps=9]";
run("LatentJ Macro Extensions");
for (seed = 1; seed <= 4; seed++) {
	id = Ext.txt2img("", prompt, "", 128, 128, seed, 10, 4.5, "dpmpp_2m", "karras");
	selectImage(parseInt(id));
	rename("seed " + Ext.seed());
}
run("Images to Stack", "use");
run("Make Montage...", "columns=4 rows=1 scale=1");
save(output);
