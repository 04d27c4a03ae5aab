
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.latentj.command.base.AbstractDiffusionCommand;
import org.latentj.command.base.OperationRunner;
import org.latentj.command.forecast.PlannedRun;
import org.latentj.command.input.MenuCommand;
import org.latentj.imageplus.OpenImage;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Operation;
import org.latentj.operation.enlarging.SecondPass;
import org.latentj.operation.SeedSweep;
import org.latentj.operation.OperationType;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.RunSize;
import org.latentj.pipeline.Uncertainty;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.scijava.plugin.Plugin;

/** Makes pictures from text alone. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Txt2Img...",
	visible = false, headless = true, initializer = "initialiseChoices")
public class Txt2ImgCommand extends AbstractDiffusionCommand implements
	MenuCommand
{

	@Override
	protected OperationType<?> type() {
		return Txt2Img.TYPE;
	}

	@Override
	protected Set<PictureInput> pictures() {
		return type().inputs();
	}

	@Override
	protected List<Setting<?>> settings() {
		final List<Setting<?>> all = new ArrayList<>(Txt2Img.TYPE.asked());
		all.add(SeedSweep.SEEDS);
		return all;
	}

	@Override
	protected ImagePlus make(final OperationRunner runner) throws IOException {
		final Txt2Img one = operation().showing(OpenImage::pixels);
		final Picture pictures = runner.run(overSeeds(one));
		pictures.lack().ifPresent(this::incomplete);
		// NB: fewer if one failed; the record is of those that are there.
		setInput(SeedSweep.SEEDS.asked(), pictures.pixels().size(0) / one
			.generation().batch());
		final Provenance provenance = provenance(overSeeds(one));
		final GeneratedImage image = GeneratedImage.of(pictures, provenance);
		if (value(SeedSweep.SEEDS) > 1) {
			giveUncertainty(Uncertainty.of(pictures.pixels()), image.getTitle(),
				provenance);
		}
		return image;
	}

	private Txt2Img operation() {
		SettingValues values = values().with(GenerationSettings.DENOISE, 1.0);
		for (final Setting<Integer> side : List.of(Txt2Img.WIDTH, Txt2Img.HEIGHT)) {
			values = values.with(side, values.find(side).orElseGet(this::nativeSize));
		}
		return Txt2Img.TYPE.of(values.get(SecondPass.FACTOR) > 1 ? values : values
			.without(SecondPass.FACTOR));
	}

	@Override
	protected Optional<PlannedRun> planned(final SettingValues values) {
		final RunSize first = RunSize.of(values.find(Txt2Img.WIDTH).orElseGet(
			this::nativeSize), values.find(Txt2Img.HEIGHT).orElseGet(
				this::nativeSize), 1).sampling();
		final double factor = values.get(SecondPass.FACTOR);
		return Optional.of(factor > 1 ? new PlannedRun(first.resized(
			(long) (factor * first.width()), (long) (factor * first.height()))
			.sampling(), 1).passes(1 + 1 / factor / factor, "2 passes")
			: new PlannedRun(first, 1));
	}

	@Override
	protected void fillChoices() {
		super.fillChoices();
		// NB: if nobody gave it, the framework has put the minimum there.
		for (final Setting<Integer> side : List.of(Txt2Img.WIDTH, Txt2Img.HEIGHT)) {
			if (getInput(side.asked()) == null || !isInputResolved(side.asked())) {
				setInput(side.asked(), nativeSize());
			}
		}
	}
}
