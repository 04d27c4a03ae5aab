/**
 * API. Many items, one after the other, for hours: a plan, a seed for each
 * item, results that are whole or not there, going on after any end. What an
 * item is and how a result is written is behind {@code BatchTask}. What was
 * done is in {@code batch.journal}. Knows no images, no networks and no ImageJ.
 */

package org.latentj.batch;
