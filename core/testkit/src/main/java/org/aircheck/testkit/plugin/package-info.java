/** Plugins that a test writes itself. */
@NullMarked
package org.aircheck.testkit.plugin;

import org.jspecify.annotations.NullMarked;
