
package org.latentj.command;

import org.latentj.command.models.MemoryCommand;
import org.latentj.command.models.ModelFolderCommand;
import org.latentj.command.models.GettingStartedCommand;
import org.latentj.command.models.CheckpointInfoCommand;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.prefs.Preferences;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.Sha256;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.control.StopSignal;
import org.latentj.command.input.CommandCall;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.host.macro.MacroInputs;
import org.latentj.golden.Golden;
import org.latentj.service.PreferredFolders;
import org.latentj.service.StableDiffusionService;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;

/**
 * Tests {@link GettingStartedCommand}, {@link ModelFolderCommand},
 * {@link MemoryCommand}, and that new files are offered at once.
 */
class ModelCommandsTest {

	@TempDir
	Path tmp;

	private Context context;

	@BeforeEach
	void start() {
		context = BatchProcess.context();
	}

	@AfterEach
	void stop() {
		PreferredFolders.remember(preferences(), List.of());
		context.service(StableDiffusionService.class).chooseBudget(
			StableDiffusionService.usualBudget());
		context.service(StableDiffusionService.class).chooseWeights("auto");
		context.dispose();
	}

	@Test
	void tellsWhereFilesGoAndWhatIsThere() throws Exception {
		final Path mine = Files.createDirectories(tmp.resolve("my models"));
		file(mine.resolve("checkpoints/cells.safetensors"));
		file(mine.resolve("dots.safetensors"));
		file(mine.resolve("vae/fine.safetensors"));
		file(mine.resolve("loras/dots.safetensors"));
		Files.createDirectories(mine.resolve("controlnet"));
		Files.copy(Golden.file("families/controlnet/micro_cn_a.safetensors"), mine
			.resolve("controlnet/edges.safetensors"));
		Files.writeString(mine.resolve("checkpoints/page.safetensors"),
			"<!doctype html>");
		run(ModelFolderCommand.class, "folder", mine.toFile());
		preferences().remove(GettingStartedCommand.class, "seen");
		final String page = (String) run(GettingStartedCommand.class).getOutput(
			"page");
		for (final String part : List.of(mine +
			"\n  checkpoints\n    cells.safetensors\n    dots.safetensors\n" +
			"  checkpoints that can't be used\n    page.safetensors:\n" +
			"      is a web page, not a model: the download needs a login or " +
			"another link\n  VAEs\n    fine.safetensors\n  LoRAs\n    dots.safetensors\n" +
			"  ControlNets\n    edges.safetensors\n", Path.of("models")
				.toAbsolutePath() + "\n  checkpoints\n    " + ModelFolder.BUNDLED +
				"\n", "CreativeML Open RAIL-M", "https://huggingface.co/",
			"Nothing is downloaded"))
		{
			assertTrue(page.contains(part), page);
		}
		// NB: its window is not wider; paths are as long as they are.
		assertEquals(List.of(), page.lines().filter(l -> l.length() > 90 && !l
			.contains("/") && !l.contains("\\")).toList());
		assertTrue(GettingStartedCommand.wasSeen(preferences()));
	}

	@Test
	void comesByItselfNeverWithoutAScreen() throws Exception {
		preferences().remove(GettingStartedCommand.class, "seen");
		run(CheckpointInfoCommand.class);
		assertFalse(GettingStartedCommand.wasSeen(preferences()));
	}

	@Test
	void pointsToThePageWhereThereIsNoModel() {
		assertTrue(assertThrows(IllegalArgumentException.class,
			() -> new ModelFolder(List.of(tmp)).find(Kind.CHECKPOINT, ""))
			.getMessage().contains("Plugins > LatentJ > Getting Started"));
	}

	@Test
	void namesAFolderThatIsNotThereYet() throws Exception {
		PreferredFolders.remember(preferences(), List.of(tmp.resolve("gone")));
		final String page = (String) run(GettingStartedCommand.class).getOutput(
			"page");
		assertTrue(page.contains(tmp.resolve("gone") + "   (does not exist"), page);
	}

	@Test
	void forgetsTheFolderIfNoneIsGiven() throws Exception {
		run(ModelFolderCommand.class, "folder", tmp.toFile());
		assertEquals(List.of(tmp.toAbsolutePath()), PreferredFolders.of(
			preferences()));
		assertTrue(((Cancelable) run(ModelFolderCommand.class, "folder", tmp
			.resolve("gone").toFile())).getCancelReason().contains("is no folder"));
		assertEquals(List.of(tmp.toAbsolutePath()), PreferredFolders.of(
			preferences()));
		run(ModelFolderCommand.class, "folder", new File(""));
		assertEquals(List.of(), PreferredFolders.of(preferences()));
	}

	@Test
	void addsAndRemovesFolders() throws Exception {
		final List<Path> all = new ArrayList<>();
		for (final String name : List.of("one", "two", "three")) {
			all.add(Files.createDirectory(tmp.resolve(name)));
			file(all.get(all.size() - 1).resolve("same.safetensors"));
			change("add", all.get(all.size() - 1));
			change("add", tmp.resolve("x/../" + name));
		}
		assertEquals(all, PreferredFolders.of(preferences()));
		final String found = change("remove", all.get(1));
		assertEquals(List.of(all.get(0), all.get(2)), PreferredFolders.of(
			preferences()));
		assertTrue(found.endsWith("\nThere are 2 checkpoints of the name " +
			"same.safetensors:\n  " + all.get(0).resolve("same.safetensors") +
			" is used\n  " + all.get(2).resolve("same.safetensors") + " is not"),
			found);
		Files.delete(all.get(2).resolve("same.safetensors"));
		Files.delete(all.get(2));
		change("remove", all.get(2));
		assertEquals(List.of(all.get(0)), PreferredFolders.of(preferences()));
		change("only", all.get(1));
		assertEquals(List.of(all.get(1)), PreferredFolders.of(preferences()));
	}

	@Test
	void saysWhichFolderCannotBeAddedOrRemoved() throws Exception {
		change("only", tmp);
		assertEquals("'" + tmp.resolve("gone") + "' is none of your folders; " +
			"yours are:\n" + tmp, change("remove", tmp.resolve("gone")));
		assertEquals("'" + tmp.resolve("gone") + "' is no folder", change("add", tmp
			.resolve("gone")));
		assertEquals("folder is empty: name the one to add", change("add", Path.of(
			"")));
		assertEquals("change is 'drop', valid are only, add, remove", change("drop",
			tmp));
		assertEquals(List.of(tmp), PreferredFolders.of(preferences()));
	}

	/** NB: SciJava takes any name, and nothing would be "all folders go". */
	@Test
	void refusesNamesThatItDoesNotHave() throws Exception {
		change("only", tmp);
		assertEquals("'foldr' is no option of Model Folder...; there are folder, " +
			"change", reason(ModelFolderCommand.class, "foldr", "/x"));
		assertEquals(List.of(tmp), PreferredFolders.of(preferences()));
		final long budget = context.service(StableDiffusionService.class).cache()
			.budget();
		assertEquals("'budgett' is no option of Memory...; there are budget, " +
			"weights", reason(MemoryCommand.class, "budgett", 5));
		assertEquals(budget, context.service(StableDiffusionService.class).cache()
			.budget());
		assertTrue(reason(CheckpointInfoCommand.class, "fiel", "/x").contains(
			"'fiel' is no option of Checkpoint Info...; there are "));
	}

	private String reason(final Class<? extends Command> command,
		final String name, final Object value) throws Exception
	{
		return ((Cancelable) run(command, name, value)).getCancelReason();
	}

	/** What is stored where there was one folder only. */
	@Test
	void readsTheFolderOfAnEarlierVersion() throws Exception {
		PreferredFolders.remember(preferences(), List.of());
		Preferences.userRoot().node("org/latentj/service/ModelFolder").put("folder",
			tmp.toString());
		assertEquals(List.of(tmp), PreferredFolders.of(preferences()));
		change("add", Files.createDirectory(tmp.resolve("more")));
		assertEquals(List.of(tmp, tmp.resolve("more")), PreferredFolders.of(
			preferences()));
	}

	/** What a change of the folders gives, or why it is refused. */
	private String change(final String change, final Path folder)
		throws Exception
	{
		final Module done = run(ModelFolderCommand.class, "change", change,
			"folder", folder.toFile());
		return ((Cancelable) done).isCanceled() ? ((Cancelable) done)
			.getCancelReason() : (String) done.getOutput("found");
	}

	@Test
	void tellsOfAFileThatLiesElsewhere() throws Exception {
		final Path other = tmp.resolve("else where.safetensors");
		file(other);
		final String info = (String) run(CheckpointInfoCommand.class, "file", other
			.toFile()).getOutput("info");
		assertTrue(info.contains(Sha256.of(other, new StopSignal())), info);
		assertEquals("'" + tmp + "' is no file", ((Cancelable) run(
			CheckpointInfoCommand.class, "file", tmp.toFile())).getCancelReason());
		assertTrue(((String) run(CheckpointInfoCommand.class, "file", new File(""))
			.getOutput("info")).contains("SHA-256"));
	}

	@Test
	void offersAFileThatWasDroppedInLater() throws Exception {
		final Path mine = Files.createDirectories(tmp.resolve("mine"));
		run(ModelFolderCommand.class, "folder", mine.toFile());
		assertFalse(choices("checkpoint").contains("new.safetensors"));
		assertFalse(choices("vae").contains("v.safetensors"));
		file(mine.resolve("new.safetensors"));
		file(mine.resolve("vae/v.safetensors"));
		assertTrue(choices("checkpoint").contains("new.safetensors"));
		assertTrue(choices("vae").contains("v.safetensors"));
		Files.delete(mine.resolve("new.safetensors"));
		assertFalse(choices("checkpoint").contains("new.safetensors"));
	}

	/** NB: a folder may hold hundreds, on a slow drive. */
	@Test
	void aMacroReadsNoHeaderThatItDoesNotNeed() throws Exception {
		final Path mine = Files.createDirectories(tmp.resolve("many"));
		file(mine.resolve("a.safetensors"));
		file(mine.resolve("b.safetensors"));
		file(mine.resolve("vae/v.safetensors"));
		PreferredFolders.remember(preferences(), List.of(mine));
		final DiffusionEngine engine = context.service(StableDiffusionService.class)
			.engine();
		for (final String given : List.of("checkpoint=b.safetensors ", "")) {
			final long before = engine.headerReads();
			final Module module = module(Txt2ImgCommand.class);
			MacroInputs.resolve(module, given + "prompt=x sampler=none");
			// NB: it fails with the files, which are headers alone, or the sampler.
			assertTrue(((Cancelable) CommandCall.run(context, module)).isCanceled());
			assertEquals(before + 1, engine.headerReads(), "of one checkpoint");
		}
	}

	@Test
	void remembersTheBudgetOfMemory() throws Exception {
		final String loaded = (String) run(MemoryCommand.class, "budget", 1234)
			.getOutput("loaded");
		assertTrue(loaded.endsWith("of at most 1234.0 MB"), loaded);
		try (Context later = BatchProcess.context()) {
			assertEquals(1_234_000_000L, later.service(StableDiffusionService.class)
				.cache().budget());
		}
	}

	@Test
	void remembersHowWeightsAreHeld() throws Exception {
		run(MemoryCommand.class, "weights", "packed");
		try (Context later = BatchProcess.context()) {
			assertEquals("packed", later.service(StableDiffusionService.class)
				.weights());
		}
		final String reason = ((Cancelable) run(MemoryCommand.class, "weights",
			"zipped")).getCancelReason();
		assertEquals(
			"weights is 'zipped', valid are auto, packed, balanced, mapped", reason);
		run(MemoryCommand.class, "weights", null);
		assertEquals("auto", context.service(StableDiffusionService.class)
			.weights());
	}

	@Test
	void followsTheMachineIfNoBudgetIsGiven() throws Exception {
		run(MemoryCommand.class, "budget", 1);
		run(MemoryCommand.class, "budget", null);
		assertEquals(StableDiffusionService.usualBudget(), context.service(
			StableDiffusionService.class).cache().budget());
		final String reason = ((Cancelable) run(MemoryCommand.class, "budget", -1))
			.getCancelReason();
		assertTrue(reason.contains("budget is -1"), reason);
	}

	private List<?> choices(final String parameter) throws Exception {
		final Module module = module(Txt2ImgCommand.class);
		module.initialize();
		return module.getInfo().getInput(parameter).getChoices();
	}

	private Module module(final Class<? extends Command> command) {
		return context.service(ModuleService.class).createModule(context.service(
			CommandService.class).getCommand(command));
	}

	private PrefService preferences() {
		return context.service(PrefService.class);
	}

	private Module run(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		return context.service(ModuleService.class).run(context.service(
			CommandService.class).getCommand(command), true, inputs).get();
	}

	private static void file(final Path file) throws IOException {
		Files.createDirectories(file.getParent());
		SafetensorsFile.writeModel(file);
	}
}
