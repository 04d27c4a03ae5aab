/**
 * API. How pictures become larger: a second pass, margins.
 */

package org.latentj.operation.enlarging;
