/**
 * Real processes for tests: a JVM that can be killed, an independent file server, ffmpeg as a live
 * encoder.
 */
@NullMarked
package org.aircheck.testkit.process;

import org.jspecify.annotations.NullMarked;
