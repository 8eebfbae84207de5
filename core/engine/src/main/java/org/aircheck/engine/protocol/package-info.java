/** Which of the installed protocols reads a manifest. */
@NullMarked
package org.aircheck.engine.protocol;

import org.jspecify.annotations.NullMarked;
