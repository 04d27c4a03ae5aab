
package org.latentj.studio.panel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.command.input.SharedPrompt;
import org.latentj.studio.form.StudioForm;
import org.scijava.Context;

/** The prompt that the window shares with the dialogs. */
public final class PromptMemory {

	private final Context context;

	private final StudioForm form;

	/** Those that were used last, here or in a dialog. */
	private Map<String, String> last = Map.of();

	public PromptMemory(final Context context, final StudioForm form) {
		this.context = context;
		this.form = form;
	}

	/**
	 * Takes the prompt that was used last in a dialog, if that was after the one
	 * that was used here.
	 *
	 * @return whether it was
	 */
	public boolean take() {
		final Map<String, String> now = SharedPrompt.last(context);
		if (now.equals(last)) {
			return false;
		}
		last = now;
		form.putAll(now);
		return true;
	}

	/** Keeps what the form has, for the dialogs. */
	public void keep() {
		final Map<String, String> texts = new LinkedHashMap<>();
		List.of("prompt", "negative").forEach(n -> texts.put(n, form.text(n)));
		SharedPrompt.save(context, texts);
		last = SharedPrompt.last(context);
	}
}
