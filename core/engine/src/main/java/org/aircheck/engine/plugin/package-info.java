/** Finds, checks and loads protocol plugins; nothing else knows PF4J. */
@NullMarked
package org.aircheck.engine.plugin;

import org.jspecify.annotations.NullMarked;
