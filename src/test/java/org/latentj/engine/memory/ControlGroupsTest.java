
package org.latentj.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@link ControlGroups} and {@link SystemMemory}. */
class ControlGroupsTest {

	private static final long GIGABYTE = 1L << 30;

	@TempDir
	Path root;

	@Test
	void takesTheLimitOfAContainer() throws IOException {
		write("proc/self/cgroup", "0::/");
		write("sys/fs/cgroup/memory.max", "" + 2 * GIGABYTE);
		write("sys/fs/cgroup/memory.current", "" + GIGABYTE);
		write("sys/fs/cgroup/memory.stat", "anon 5\ninactive_file " + GIGABYTE / 4 +
			"\nactive_file 7");
		check(2 * GIGABYTE, GIGABYTE + GIGABYTE / 4);
	}

	@Test
	void takesTheLeastOfAllGroupsAbove() throws IOException {
		write("proc/self/cgroup", "0::/user.slice/fiji.scope");
		write("sys/fs/cgroup/user.slice/fiji.scope/memory.max", "max");
		write("sys/fs/cgroup/user.slice/memory.max", "" + 3 * GIGABYTE);
		write("sys/fs/cgroup/user.slice/memory.current", "" + 4 * GIGABYTE);
		check(3 * GIGABYTE, 0);
	}

	@Test
	void takesTheLimitOfVersion1() throws IOException {
		write("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/docker/abc");
		write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "" + 8 *
			GIGABYTE);
		write("sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes", "" + 6 *
			GIGABYTE);
		write("sys/fs/cgroup/memory/docker/abc/memory.stat",
			"inactive_file 1\ntotal_inactive_file " + GIGABYTE);
		write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
		check(8 * GIGABYTE, 3 * GIGABYTE);
	}

	@Test
	void seesItsOwnGroupAtTheTopOfAContainer() throws IOException {
		write("proc/self/cgroup", "4:memory:/docker/abc");
		write("sys/fs/cgroup/memory/memory.limit_in_bytes", "" + GIGABYTE);
		write("sys/fs/cgroup/memory/memory.usage_in_bytes", "" + GIGABYTE / 2);
		check(GIGABYTE, GIGABYTE / 2);
	}

	@Test
	void hasNoLimitElsewhere() throws IOException {
		assertEquals(OptionalLong.empty(), new ControlGroups(root).limit());
		write("proc/self/cgroup", "0::/../..\nnonsense\n1:memory");
		write("sys/fs/cgroup/memory.max", "max");
		assertEquals(OptionalLong.empty(), new ControlGroups(root).limit());
		assertEquals(OptionalLong.empty(), new ControlGroups(root).left());
	}

	@Test
	void knowsThisMachinesMemory() {
		assertTrue(SystemMemory.total() > 0);
		assertTrue(SystemMemory.available() <= SystemMemory.total());
	}

	private void check(final long limit, final long left) {
		assertEquals(OptionalLong.of(limit), new ControlGroups(root).limit());
		assertEquals(OptionalLong.of(left), new ControlGroups(root).left());
	}

	private void write(final String file, final String text) throws IOException {
		Files.createDirectories(root.resolve(file).getParent());
		Files.writeString(root.resolve(file), text + "\n");
	}
}
