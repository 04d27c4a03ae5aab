
package org.latentj.command.input;

import java.util.ArrayList;
import java.util.List;

import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.InitPreprocessor;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.module.process.ServicePreprocessor;
import org.scijava.plugin.PluginService;
import org.scijava.service.Service;

/**
 * Runs commands on the thread of who calls them. NB: SciJava's own thread would
 * tell the event thread of the run and wait for it; but the recorder runs
 * macros on the event thread, and at ESC that thread waits for the end of the
 * macro.
 */
public final class CommandCall {

	private CommandCall() {}

	/** The inputs that a user gives: no services, no messages. */
	public static List<ModuleItem<?>> inputs(final Module module) {
		return inputs(module.getInfo());
	}

	/** Likewise. */
	static List<ModuleItem<?>> inputs(final ModuleInfo info) {
		final List<ModuleItem<?>> inputs = new ArrayList<>();
		for (final ModuleItem<?> input : info.inputs()) {
			if (!Service.class.isAssignableFrom(input.getType()) && input
				.getType() != Context.class && input
					.getVisibility() == ItemVisibility.NORMAL)
			{
				inputs.add(input);
			}
		}
		return inputs;
	}

	/**
	 * Runs a module whose inputs are resolved. Its outputs are left to the
	 * caller.
	 *
	 * @return the module, perhaps cancelled
	 */
	public static Module run(final Context context, final Module module) {
		return run(context, module, List.of(ServicePreprocessor.class,
			InitPreprocessor.class));
	}

	/** NB: a dialog has initialized its module; none is made for it twice. */
	public static Module runInitialized(final Context context,
		final Module module)
	{
		return run(context, module, List.of(ServicePreprocessor.class));
	}

	/**
	 * NB: without those preprocessors that load or save the values of a dialog,
	 * record, or read the options of a macro's call again, as Fiji's do.
	 */
	private static Module run(final Context context, final Module module,
		final List<Class<? extends PreprocessorPlugin>> before)
	{
		final PluginService plugins = context.service(PluginService.class);
		for (final Class<? extends PreprocessorPlugin> type : before) {
			final PreprocessorPlugin preprocessor = plugins.createInstance(plugins
				.getPlugin(type, PreprocessorPlugin.class));
			preprocessor.process(module);
			if (preprocessor.isCanceled()) {
				((Cancelable) module).cancel(preprocessor.getCancelReason());
				return module;
			}
		}
		module.run();
		return module;
	}
}
