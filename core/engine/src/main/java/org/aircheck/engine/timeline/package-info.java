/**
 * What the origin would have answered at an instant: a step function of time for each recorded
 * address.
 *
 * <p>Only reads the store; knows nothing of viewers, their clocks or HTTP servers.
 */
@NullMarked
package org.aircheck.engine.timeline;

import org.jspecify.annotations.NullMarked;
