#!/usr/bin/env bash
# net.imagej:ij 1.54p, Java 17.
# One would guess: an 8-bit grey PNG with an alpha channel, all of it opaque, opens with the grey values that are in it.
# Seen: it opens as RGB, and 10, 100, 200 become 56, 168, 229. ImageIO gives such a file a linear grey colour space, and
# what is drawn from it is converted to sRGB. A mask or a picture is other than it was, without a message.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
mvn -q -B dependency:copy -Dartifact=net.imagej:ij:1.54p -DoutputDirectory=jars >/dev/null
cat > Probe.java <<'JAVA'
import java.awt.color.ColorSpace;
import java.awt.image.*;
import java.io.File;
import javax.imageio.ImageIO;

public class Probe {
	public static void main(String[] args) throws Exception {
		int[] greys = { 10, 100, 200 };
		BufferedImage plain = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
		ColorModel model = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, 3, DataBuffer.TYPE_BYTE);
		WritableRaster raster = model.createCompatibleWritableRaster(3, 1);
		for (int x = 0; x < 3; x++) {
			plain.getRaster().setSample(x, 0, 0, greys[x]);
			raster.setPixel(x, 0, new int[] { greys[x], 255 });
		}
		ImageIO.write(plain, "png", new File("grey.png"));
		ImageIO.write(new BufferedImage(model, raster, false, null), "png", new File("grey-alpha.png"));
		for (String name : new String[] { "grey", "grey-alpha" }) {
			ij.ImagePlus image = new ij.io.Opener().openImage(new File(name + ".png").getAbsolutePath());
			System.out.print(name + ": " + image.getBitDepth() + " bit,");
			for (int x = 0; x < 3; x++) System.out.print(" " + (image.getProcessor().getPixel(x, 0) & 255));
			System.out.println();
		}
	}
}
JAVA
java -Djava.awt.headless=true -cp "jars/*" Probe.java | tee seen
diff seen - <<'SEEN'
grey: 8 bit, 10 100 200
grey-alpha: 24 bit, 56 168 229
SEEN
