/**
 * How a picture was made: the record, as JSON and as text for other programs,
 * and the sentences for a methods section. May import {@code operation},
 * {@code pipeline}, {@code sampling}, {@code control}.
 */

package org.latentj.provenance;
