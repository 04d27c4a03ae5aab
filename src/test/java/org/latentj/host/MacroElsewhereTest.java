
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CommandListener;
import ij.Executer;
import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.process.ByteProcessor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.latentj.command.input.MenuCommands;
import org.latentj.control.MacroCaller;
import org.latentj.host.macro.MacroInputs;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Commands from the menu while a macro runs on another thread. */
public class MacroElsewhereTest {

	private static final long MOST_SECONDS = 30;

	private static final CountDownLatch RUNNING = new CountDownLatch(1);

	private static final CountDownLatch END = new CountDownLatch(1);

	/** What the macro calls: keeps it running. */
	public static String hold() throws InterruptedException {
		RUNNING.countDown();
		END.await(MOST_SECONDS, TimeUnit.SECONDS);
		return "";
	}

	/** What a macro calls: tells whether it is known as one. */
	public static String caller() {
		return MacroCaller.isMacro() + " " + MacroCaller.isMacroOrScript();
	}

	@Test
	void isKnownToThoseAloneWhomItCalls() throws Exception {
		assertEquals("true true", IJ.runMacro("return call('" +
			MacroElsewhereTest.class.getName() + ".caller');"));
		assertEquals("false false", caller());
	}

	/** NB: the thread keeps the name that ImageJ gives it for the command. */
	@Test
	@Tag("display")
	void isKnownOfAScriptAsLongAsItsCommandRuns() throws Exception {
		final List<String> told = new ArrayList<>();
		final CommandListener listener = command -> {
			told.add(caller());
			return null;
		};
		final FutureTask<String> script = new FutureTask<>(() -> {
			IJ.run("Make Again...", "");
			return Thread.currentThread().getName() + " " + caller();
		});
		Executer.addCommandListener(listener);
		try {
			new Thread(script, "script").start();
			assertEquals("Run$_script false false", script.get(MOST_SECONDS,
				TimeUnit.SECONDS));
		}
		finally {
			Executer.removeCommandListener(listener);
		}
		assertEquals(List.of("false true"), told);
	}

	private static Module module(final String command) {
		final Context context = PlainImageJ.context();
		return context.service(ModuleService.class).createModule(MenuCommands.named(
			context.service(CommandService.class), command).orElseThrow());
	}

	@Test
	@Timeout(60)
	void isNotEndedByACommandThatFails() throws Exception {
		final FutureTask<String> macro = new FutureTask<>(() -> IJ.runMacro(
			"text = 'theirs'; call('" + MacroElsewhereTest.class.getName() +
				".hold'); return 'done';"));
		new Thread(macro).start();
		assertTrue(RUNNING.await(MOST_SECONDS, TimeUnit.SECONDS));
		WindowManager.setTempCurrentImage(new ImagePlus("mine", new ByteProcessor(4,
			4)));
		IJ.redirectErrorMessages();
		try {
			MenuBridge.run(PlainImageJ.context(), "MethodsTextCommand", Map.of());
			assertTrue(IJ.getErrorMessage().contains("'mine' has no record"), IJ
				.getErrorMessage());
			assertEquals("false false", caller());
			assertEquals("no macro runs, but a value is '&text'", assertThrows(
				IllegalArgumentException.class, () -> MacroInputs.resolve(module(
					"Txt2ImgCommand"), "prompt=&text")).getMessage());
		}
		finally {
			WindowManager.setTempCurrentImage(null);
			END.countDown();
		}
		assertEquals("done", macro.get(MOST_SECONDS, TimeUnit.SECONDS));
	}
}
