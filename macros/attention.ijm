// Where does the network look for the words of its prompt? A picture is made and
// made again while the network is watched: maps of its words, labels, and a
// selection for each word, which are measured.
//   mvn -q compile exec:java -Dexec.args="macros/attention.ijm OUTPUT.png"
output = getArgument();
if (output == "") output = getDirectory("temp") + "attention.png";
run("Txt2Img...", "prompt=[a few large magenta nuclei on a dark background] width=128 height=128 steps=8 cfg=4.5 sampler=dpmpp_2m scheduler=karras seed=42");
run("Attention Maps...", "from=record words=[nuclei,background] threshold=0.5 labels selections");
maps = getTitle();
Stack.getStatistics(count, mean, min, max);
if (nSlices != 2) exit("a map for each word was expected");
if (getMetadata("Label") != "nuclei") exit("the slices are called like the words");
if (min < 0 || max > 1) exit("shares of attention were expected");
titles = getList("image.titles");
for (i = 0; i < titles.length; i++) if (startsWith(titles[i], "labels of")) selectImage(titles[i]);
getStatistics(area, mean, min, max);
if (bitDepth() != 8 || max > 2) exit("labels of two words were expected");
selectImage(maps);
run("RGB Color");
run("Make Montage...", "columns=2 rows=1 scale=1");
save(output);
