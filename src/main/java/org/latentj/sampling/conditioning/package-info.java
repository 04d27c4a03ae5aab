/**
 * Internal. What the network is told about the picture: conditionings, and
 * where, when and how strongly each counts. May import {@code tensor}.
 */

package org.latentj.sampling.conditioning;
