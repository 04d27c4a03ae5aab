/**
 * Internal. The Studio's fields: what is made, from what, with which settings.
 * NB: all of it is used on the event thread.
 */

package org.latentj.studio.panel;
