/**
 * Internal. What is asked for in the Studio, one after the other: each request
 * is a call of an operation's command.
 */

package org.latentj.studio.run;
