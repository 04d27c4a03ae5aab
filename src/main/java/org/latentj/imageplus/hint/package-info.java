/**
 * API. Images that ImageJ can make of others for ControlNets to steer by:
 * edges, scribbles, masks and their like. May import {@code control}; uses
 * ImageJ 1.x.
 */

package org.latentj.imageplus.hint;
