
package org.latentj.command.models;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import org.latentj.command.input.DialogDefault;
import org.latentj.command.input.CheckedCommand;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.input.Preconditions;
import org.latentj.service.PreferredFolders;
import org.latentj.service.StableDiffusionService;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.prefs.PrefService;
import org.scijava.widget.FileWidget;

/** Remembers the user's folders of models, which may be ComfyUI's. */
@Plugin(type = MenuCommand.class, menuPath = "Plugins>LatentJ>Model Folder...",
	visible = false, headless = true, initializer = "initialise")
public class ModelFolderCommand extends CheckedCommand implements Preconditions,
	MenuCommand
{

	@Parameter
	private PrefService preferences;

	@Parameter
	private StableDiffusionService diffusion;

	@Parameter(visibility = ItemVisibility.MESSAGE, persist = false,
		required = false)
	private String folders;

	@Parameter(label = "Folder", style = FileWidget.DIRECTORY_STYLE,
		required = false, description = "A folder of model files, or " +
			"ComfyUI's folder.")
	private File folder;

	@Parameter(label = "Change", persist = false, attrs = @Attr(
		name = DialogDefault.KEY, value = "add"),
		description = "add: it is looked into, too. remove: no longer. only: it is " +
			"the only folder of yours; if it is empty there is none. Of two " +
			"models of one name that of the first folder is used.")
	private String change = Change.ONLY.id();

	@Parameter(type = ItemIO.OUTPUT, label = "Models")
	private String found;

	/** What is done with the folder. NB: the first one is what macros have. */
	private enum Change {

			ONLY, ADD, REMOVE;

		private String id() {
			return name().toLowerCase(Locale.ROOT);
		}

		private static List<String> ids() {
			return Arrays.stream(values()).map(Change::id).toList();
		}
	}

	@Override
	protected void runChecked() {
		try {
			PreferredFolders.remember(preferences, changed());
		}
		catch (final IllegalArgumentException e) {
			cancel(e.getMessage());
			return;
		}
		found = "FOLDERS THAT ARE LOOKED INTO\n" + String.join("\n", ModelList.of(
			diffusion.models()));
	}

	@Override
	public void checkBeforeDialog() {}

	@Override
	public void checkInputs() {
		changed();
	}

	/** The user's folders after the change. */
	private List<Path> changed() {
		if (!Change.ids().contains(change)) {
			throw new IllegalArgumentException("change is '" + change +
				"', valid are " + String.join(", ", Change.ids()));
		}
		final Change asked = Change.valueOf(change.toUpperCase(Locale.ROOT));
		if (folder == null || folder.getPath().isBlank()) {
			if (asked != Change.ONLY) {
				throw new IllegalArgumentException("folder is empty: name the one to " +
					change);
			}
			return List.of();
		}
		if (asked != Change.REMOVE && !folder.isDirectory()) {
			throw new IllegalArgumentException("'" + folder + "' is no folder");
		}
		final Path path = folder.toPath().toAbsolutePath();
		final List<Path> after = asked == Change.ONLY ? new ArrayList<>()
			: new ArrayList<>(PreferredFolders.of(preferences));
		final boolean known = after.removeIf(f -> asked == Change.REMOVE && isSame(
			f, path));
		if (asked == Change.REMOVE && !known) {
			throw new IllegalArgumentException("'" + folder +
				"' is none of your folders; " + list(after));
		}
		if (asked != Change.REMOVE && after.stream().noneMatch(f -> isSame(f,
			path)))
		{
			after.add(path);
		}
		return after;
	}

	private static boolean isSame(final Path one, final Path other) {
		return Objects.equals(one.normalize(), other.normalize());
	}

	private static String list(final List<Path> folders) {
		return folders.isEmpty() ? "you have none" : "yours are:\n" + folders
			.stream().map(Path::toString).collect(Collectors.joining("\n"));
	}

	/** Called by the framework before a dialog. */
	@SuppressWarnings("unused")
	private void initialise() {
		getInfo().getMutableInput("change", String.class).setChoices(Change.ids());
		folders = "Folders of yours: " + list(PreferredFolders.of(preferences));
	}
}
