/**
 * Asking an origin: one request and its outcome at a time. When to ask again is the recorder's
 * business.
 */
@NullMarked
package org.aircheck.engine.fetch;

import org.jspecify.annotations.NullMarked;
