package org.aircheck.spi;

import java.net.URI;
import java.util.Optional;

/**
 * Where an address is to be found now. Any address has such a place, whether anything was recorded
 * at it or not; what is under it is under the place of it, so a prefix can be mapped as well. Pure
 * and thread-safe.
 */
@FunctionalInterface
public interface AddressMap {

  /**
   * The reference to write in the place of an address.
   *
   * @param address an absolute {@code http} or {@code https} URI, as resolved against the
   *     manifest's own
   * @return a URI reference, absolute or relative to the manifest, without quotes and white space;
   *     it may have {@code &}, which XML wants escaped
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
