/** The player page, its JSON, health and metrics. */
@NullMarked
package org.aircheck.server.web;

import org.jspecify.annotations.NullMarked;
