/**
 * Internal. The Studio's window. NB: all of it is used on the event thread.
 */

package org.latentj.studio.view;
