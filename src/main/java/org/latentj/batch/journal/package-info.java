/**
 * API. The journal of a batch: a line for each item that was done or could not
 * be, in a file for each shard, and the lock that keeps a second batch away.
 * Knows no images, no networks and no ImageJ.
 */

package org.latentj.batch.journal;
