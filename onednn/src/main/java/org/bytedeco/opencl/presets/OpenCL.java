
package org.bytedeco.opencl.presets;

/**
 * Stands for the class of that name, which oneDNN's Java interface names as a
 * relative and never calls: the artifact that has it cannot be had for these
 * versions. NB: it is empty.
 */
public class OpenCL {
	// NB: nothing of it is used.
}
