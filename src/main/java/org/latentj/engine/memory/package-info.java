/**
 * Internal. The memory of the machine, or of the container that we are in,
 * outside of Java's heap. Imports no other room.
 */

package org.latentj.engine.memory;
