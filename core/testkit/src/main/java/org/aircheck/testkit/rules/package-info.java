/**
 * Rules of live manifests, checked from outside: readers of their own, nothing of the product's.
 */
@NullMarked
package org.aircheck.testkit.rules;

import org.jspecify.annotations.NullMarked;
