/**
 * Internal. The pictures of earlier requests, kept in a folder of the user's.
 */

package org.latentj.studio.history;
