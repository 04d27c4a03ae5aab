
package org.latentj.spark;

import java.util.Map;
import java.util.concurrent.CancellationException;

import org.latentj.command.BatchCommand;
import org.latentj.command.batch.BatchWay;
import org.latentj.command.input.CommandCall;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;

/**
 * One call of {@code Batch...}, which knows all of what its inputs mean. The
 * driver and each task of an executor make one with the same inputs.
 */
final class BatchCall {

	private final Context context;

	private final BatchCommand command;

	/** @param inputs by the names that macros have */
	BatchCall(final Context context, final Map<String, String> inputs) {
		this.context = context;
		command = command(context);
		inputs.forEach((name, value) -> {
			command.setInput(name, value);
			command.resolveInput(name);
		});
	}

	/** The command without inputs. */
	static BatchCommand command(final Context context) {
		return (BatchCommand) context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(BatchCommand.class));
	}

	/**
	 * Runs it; blocks until it ends.
	 *
	 * @param way who works on the items
	 * @return what it says in the end
	 * @throws IllegalArgumentException if it cannot do what was asked for; the
	 *           message says why and what would be valid
	 * @throws CancellationException if it was stopped
	 */
	String run(final BatchWay way) {
		command.workBy(way);
		CommandCall.run(context, command);
		if (!command.isCanceled()) {
			return String.valueOf(command.getOutput("report"));
		}
		final String why = command.getCancelReason();
		if (why == null || why.isEmpty()) {
			throw new CancellationException("the run was cancelled");
		}
		throw new IllegalArgumentException(why);
	}

	/** What an input has, also one that was not given. */
	String input(final String name) {
		return String.valueOf(command.getInput(name));
	}

	/** Stops it, from any thread. */
	void stop() {
		command.cancel("");
	}
}
