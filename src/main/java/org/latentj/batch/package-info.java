/**
 * Many items, one after the other, for hours: a plan, a seed for each item, a
 * journal, results that are whole or not there, going on after any end. What an
 * item is and how a result is written is behind {@code BatchTask}. Knows no
 * images, no networks and no ImageJ. May import {@code control} and Gson.
 */

package org.latentj.batch;
