
package org.latentj.command.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.command.input.CommandCall;
import org.latentj.command.progress.RunProgress;
import org.latentj.control.Failure;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.log.LogMessage;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** What a command says of a mistake of its user and of one of ours. */
class FaultyCommandTest {

	/** Fails. */
	public static class Mistaken extends AbstractModelCommand {

		@Override
		protected void execute(final RunProgress progress) {
			throw new IllegalArgumentException("steps is 0, it must be 1 to 10000");
		}
	}

	/** Fails by a fault. */
	public static class Faulty extends AbstractModelCommand {

		@Override
		protected void execute(final RunProgress progress) {
			Optional.empty().orElseThrow();
		}
	}

	/** Fails as with another version of a library. */
	public static class Unlinked extends AbstractModelCommand {

		@Override
		protected void execute(final RunProgress progress) {
			throw new NoSuchMethodError("'void a.B.c()'");
		}
	}

	@Test
	void namesWhatIsMissing() {
		final List<String> told = run(Unlinked.class);
		assertTrue(told.get(0).contains("NoSuchMethodError: 'void a.B.c()'"), told
			.get(0));
		assertFalse(told.get(0).contains("native"), told.get(0));
		assertEquals(List.of("java.lang.NoSuchMethodError: 'void a.B.c()'"), told
			.subList(1, told.size()));
	}

	@Test
	void isAMessageOfAMistake() {
		assertEquals(List.of("steps is 0, it must be 1 to 10000"), run(
			Mistaken.class));
	}

	@Test
	void logsAFaultAndSaysWhereToReportIt() {
		final List<String> told = run(Faulty.class);
		assertTrue(told.get(0).contains(Failure.REPORT), told.get(0));
		assertTrue(told.get(0).contains("FaultyCommandTest$Faulty:"), told.get(0));
		assertEquals(List.of("java.util.NoSuchElementException: No value present"),
			told.subList(1, told.size()));
	}

	/** The message, and what is logged with a stack trace. */
	private static List<String> run(
		final Class<? extends AbstractModelCommand> type)
	{
		final List<String> told = new ArrayList<>();
		try (Context context = new Context()) {
			final List<LogMessage> logged = new ArrayList<>();
			context.service(LogService.class).addLogListener(logged::add);
			final Module module = context.service(ModuleService.class).createModule(
				new CommandInfo(type));
			CommandCall.run(context, module);
			told.add(((Cancelable) module).getCancelReason());
			logged.stream().filter(m -> m.throwable() != null).forEach(m -> told.add(m
				.throwable().toString()));
		}
		return told;
	}
}
