
package org.latentj.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {

	private static Stream<Throwable> onPurpose() {
		return Stream.of(new IllegalArgumentException("steps is 0"),
			new InvalidPathException("a\0", "no"), new OutsideException("disk full"),
			new IOException("unreadable"), new UncheckedIOException(new IOException(
				"unreadable")), new CancellationException(), new OutOfMemoryError(
					"heap"));
	}

	private static Stream<Throwable> faults() {
		return Stream.of(assertThrows(NullPointerException.class, () -> Objects
			.requireNonNull(null)), assertThrows(IndexOutOfBoundsException.class,
				() -> List.of().get(0)), assertThrows(NumberFormatException.class,
					() -> Integer.valueOf("x")), new IllegalStateException("open"),
			new ClassCastException(), new UnsupportedOperationException(),
			new ArithmeticException());
	}

	@ParameterizedTest
	@MethodSource("onPurpose")
	void isAMessageWhereItWasForeseen(final Throwable e) {
		final List<Throwable> logged = new ArrayList<>();
		assertFalse(Failure.isFault(e));
		assertFalse(Failure.tell(e, logged::add).contains(Failure.REPORT));
		assertEquals(List.of(), logged);
	}

	@ParameterizedTest
	@MethodSource("faults")
	void isOurFaultOtherwise(final Throwable e) {
		final List<Throwable> logged = new ArrayList<>();
		final String text = Failure.tell(e, logged::add);
		assertTrue(text.startsWith("LatentJ has a fault, which is no mistake of " +
			"yours: " + e), text);
		assertTrue(text.contains(Failure.REPORT), text);
		assertTrue(text.contains("(control.FailureTest:"), text);
		assertEquals(List.of(e), logged);
	}

	private static Stream<LinkageError> unlinked() {
		final LinkageError missing = new NoSuchMethodError("'void a.B.c()'");
		return Stream.of(missing, new ExceptionInInitializerError(missing),
			(LinkageError) new NoClassDefFoundError("Could not initialize class a.D")
				.initCause(missing));
	}

	@ParameterizedTest
	@MethodSource("unlinked")
	void namesWhatDoesNotFit(final LinkageError e) {
		final List<Throwable> logged = new ArrayList<>();
		final String text = Failure.tell(e, logged::add);
		assertTrue(text.startsWith(
			"something that LatentJ needs is missing or of " +
				"a version that does not fit: java.lang.NoSuchMethodError: " +
				"'void a.B.c()'. "), text);
		assertTrue(text.contains(Failure.REPORT), text);
		assertEquals(List.of(e), logged);
		assertEquals("'void a.B.c()'", Failure.reason(e));
	}

	@Test
	void saysWhatAClassWasNotPreparedFor() {
		assertEquals("disk full", Failure.text(new ExceptionInInitializerError(
			new OutsideException("disk full"))));
		assertEquals("java.lang.LinkageError", Failure.reason(new LinkageError()));
	}

	@Test
	void saysThatThereIsNotEnoughMemory() {
		assertEquals("there is not enough memory: Java heap space", Failure.text(
			new OutOfMemoryError("Java heap space")));
	}

	@Test
	void saysWhatTheFileSystemSays() {
		assertEquals("unreadable", Failure.text(new UncheckedIOException(
			new IOException("unreadable"))));
		assertEquals("java.io.IOException", Failure.text(new IOException()));
	}

	/** NB: Java's message of these is the file alone. */
	@Test
	void saysWhatIsWrongWithAFile() {
		assertEquals("a.tif is not there", Failure.text(new NoSuchFileException(
			"a.tif")));
		assertEquals("a.tif may not be read or written by this user", Failure.text(
			new UncheckedIOException(new AccessDeniedException("a.tif"))));
		assertEquals("a.tif is there already", Failure.text(
			new FileAlreadyExistsException("a.tif")));
		assertEquals("a.tif is no folder", Failure.text(new NotDirectoryException(
			"a.tif")));
		assertEquals("a cannot be used: FileSystemLoopException", Failure.text(
			new FileSystemLoopException("a")));
		assertEquals("a.tif: No space left on device", Failure.text(
			new FileSystemException("a.tif", null, "No space left on device")));
	}
}
