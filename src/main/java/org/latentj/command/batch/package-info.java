/**
 * Internal. What Batch... does with its items: which files there are, what is
 * made of one and written, what is said beforehand of how long it takes.
 */

package org.latentj.command.batch;
