// Runs a workflow of ComfyUI with the bundled checkpoint, and again with another
// seed, for which nothing is encoded again. Any other workflow is run by its file:
// a .json, or a picture that ComfyUI saved.
//   mvn -q compile exec:java -Dexec.args="macros/workflow.ijm OUTPUT.png"
output = getArgument();
if (output == "") output = getDirectory("temp") + "workflow.png";
file = getDirectory("temp") + "latentj-workflow.json";
File.saveString("{" +
	"\"1\": {\"class_type\": \"CheckpointLoaderSimple\", \"inputs\": {\"ckpt_name\": \"latentj-demo.safetensors\"}}," +
	"\"2\": {\"class_type\": \"CLIPTextEncode\", \"inputs\": {\"clip\": [\"1\", 1], \"text\": \"many green nuclei\"}}," +
	"\"3\": {\"class_type\": \"CLIPTextEncode\", \"inputs\": {\"clip\": [\"1\", 1], \"text\": \"\"}}," +
	"\"4\": {\"class_type\": \"EmptyLatentImage\", \"inputs\": {\"width\": 128, \"height\": 128, \"batch_size\": 1}}," +
	"\"5\": {\"class_type\": \"KSampler\", \"inputs\": {\"model\": [\"1\", 0], \"positive\": [\"2\", 0], \"negative\": [\"3\", 0], \"latent_image\": [\"4\", 0]," +
	" \"seed\": 42, \"steps\": 8, \"cfg\": 4.5, \"sampler_name\": \"dpmpp_2m\", \"scheduler\": \"karras\", \"denoise\": 1}}," +
	"\"6\": {\"class_type\": \"VAEDecode\", \"inputs\": {\"samples\": [\"5\", 0], \"vae\": [\"1\", 2]}}," +
	"\"7\": {\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [\"6\", 0], \"filename_prefix\": \"nuclei\"}}}", file);
run("Run Workflow...", "file=[" + file + "]");
rename("seed 42");
run("Run Workflow...", "file=[" + file + "] set=[5.seed=43]");
rename("seed 43");
run("Images to Stack", "name=nuclei use");
run("Make Montage...", "columns=2 rows=1 scale=1");
save(output);
