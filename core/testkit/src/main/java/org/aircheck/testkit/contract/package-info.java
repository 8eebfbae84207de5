/**
 * Contract tests: what every plugin must do, whatever its protocol. They need the SPI, JUnit and
 * AssertJ, and nothing else of Aircheck.
 */
@NullMarked
package org.aircheck.testkit.contract;

import org.jspecify.annotations.NullMarked;
