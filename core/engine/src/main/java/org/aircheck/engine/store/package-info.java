/**
 * A session on disk: {@code session.db} and content-addressed media files.
 *
 * <p>Writing and reading are two interfaces; whatever only looks at a session gets the read side.
 */
@NullMarked
package org.aircheck.engine.store;

import org.jspecify.annotations.NullMarked;
