/** A session without a disk. */
@NullMarked
package org.aircheck.testkit.store;

import org.jspecify.annotations.NullMarked;
