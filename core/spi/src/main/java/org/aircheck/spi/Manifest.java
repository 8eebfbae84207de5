package org.aircheck.spi;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** A manifest exactly as received, such as an HLS playlist or a DASH MPD. Immutable. */
public final class Manifest {
  private final URI uri;
  private final String contentType;
  private final Map<String, String> context;
  private final byte[] bytes;

  /**
   * A manifest that another one may have announced.
   *
   * @param uri the absolute address that it came from, after redirects: what its relative
   *     references resolve against
   * @param contentType the origin's content type, empty when it gave none
   * @param context what {@link Track#context()} said of it in the manifest that announced it, else
   *     empty
   * @param bytes the body, copied
   */
  public Manifest(URI uri, String contentType, Map<String, String> context, byte[] bytes) {
    this.uri = Objects.requireNonNull(uri, "uri");
    this.contentType = Objects.requireNonNull(contentType, "contentType");
    this.context = Map.copyOf(context);
    this.bytes = bytes.clone();
  }

  /** A manifest that stands alone. */
  public Manifest(URI uri, String contentType, byte[] bytes) {
    this(uri, contentType, Map.of(), bytes);
  }

  /** The absolute address that it came from, after redirects. */
  public URI uri() {
    return uri;
  }

  /** The origin's content type, empty when it gave none. */
  public String contentType() {
    return contentType;
  }

  /**
   * What the announcing manifest said that its reader must know; opaque to everyone but the
   * protocol.
   */
  public Map<String, String> context() {
    return context;
  }

  /** A copy of the body. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The same manifest with other bytes. */
  public Manifest withBytes(byte[] others) {
    return new Manifest(uri, contentType, context, others);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest that
        && uri.equals(that.uri)
        && contentType.equals(that.contentType)
        && context.equals(that.context)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * uri.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Manifest[" + uri + ", " + bytes.length + " bytes]";
  }
}
