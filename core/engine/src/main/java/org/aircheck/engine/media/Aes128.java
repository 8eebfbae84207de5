package org.aircheck.engine.media;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Whole-segment encryption, METHOD=AES-128 (RFC 8216 section 4.3.2.4). */
public final class Aes128 {
  private Aes128() {}

  /**
   * A segment in the clear.
   *
   * @param iv 32 hexadecimal digits
   * @param part whether these are a segment's first bytes only: then as many whole blocks
   * @throws MediaException when the key doesn't fit
   */
  public static byte[] decrypt(byte[] bytes, byte[] key, String iv, boolean part)
      throws MediaException {
    try {
      final Cipher aes = Cipher.getInstance("AES/CBC/" + (part ? "NoPadding" : "PKCS5Padding"));
      aes.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new IvParameterSpec(HexFormat.of().parseHex(iv)));
      return aes.doFinal(bytes, 0, part ? bytes.length / 16 * 16 : bytes.length);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new MediaException("a segment can't be decrypted with its key", e);
    }
  }
}
