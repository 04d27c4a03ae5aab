
package org.bytedeco.javacpp;

/**
 * A function of a native library for which there is no binding. NB: it lies in
 * JavaCPP's package, as what calls a function by its address there, meant to
 * free memory, is open to its neighbours alone. It passes one number where a
 * processor's calling convention has the first one, and takes no result.
 */
public final class NativeFunction {

	private final long address;

	private NativeFunction(final long address) {
		this.address = address;
	}

	/**
	 * Finds a function.
	 *
	 * @param library the file's name as the loader of the system knows it
	 * @return {@code null} if there is none
	 */
	public static NativeFunction find(final String library, final String name) {
		try {
			Loader.loadGlobal(library);
			final Pointer found = Loader.addressof(name);
			return found == null || found.isNull() ? null : new NativeFunction(found
				.address());
		}
		catch (final UnsatisfiedLinkError e) {
			return null;
		}
	}

	/** @param argument a whole number or an address, not 0 */
	public void call(final long argument) {
		new Pointer.NativeDeallocator(new Pointer(), argument, address)
			.deallocate();
	}
}
