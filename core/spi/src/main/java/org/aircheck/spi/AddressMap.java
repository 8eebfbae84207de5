package org.aircheck.spi;

import java.net.URI;
import java.util.Optional;

/** Where a recorded address is to be found now. Pure and thread-safe. */
@FunctionalInterface
public interface AddressMap {

  /**
   * The reference to write in the place of an address.
   *
   * @param address an absolute {@code http} or {@code https} URI, as resolved against the
   *     manifest's own
   * @return a URI reference, absolute or relative to the manifest; legal inside a quoted attribute
   */
  String address(URI address);

  /**
   * The reference to write in the place of a manifest's clock sources: a resource that tells the
   * time in ISO 8601; empty to leave them as they are.
   */
  default Optional<String> clock() {
    return Optional.empty();
  }
}
