
/**
 * What a release is made of and checked with: the jars that go into Fiji, the
 * lists in the zips, the folder of an update site. Run by
 * {@code mvn package -Pdist}, see CONTRIBUTING.md; not part of the program.
 */

package org.latentj.release;
