/**
 * Internal. Sets of settings that have a name: those that come with LatentJ,
 * and files of users.
 */

package org.latentj.studio.preset;
