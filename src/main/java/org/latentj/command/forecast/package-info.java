/**
 * Internal. What a run would take that has not begun: pictures, time, memory.
 */

package org.latentj.command.forecast;
