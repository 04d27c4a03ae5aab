/**
 * Internal. The settings of the Studio: all inputs of the operations' commands,
 * with values that the operations share, and sets of them that have a name.
 */

package org.latentj.studio.form;
