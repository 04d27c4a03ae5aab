/**
 * Internal. JSON of files that may be anybody's, read as it stands: no byte is
 * replaced and no key is taken twice. Any room may import it; gson reads.
 */

package org.latentj.json;
