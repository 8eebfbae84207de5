package org.aircheck.engine.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StructureTest {
  @TempDir Path root;

  private Structure.Verdict check(byte[] body, Structure.Scope scope) throws Exception {
    return Structure.check(Files.write(root.resolve("body"), body), scope);
  }

  private void isWhole(byte[] body, MediaFormat format) throws Exception {
    assertThat(check(body, Structure.Scope.WHOLE).format()).isEqualTo(format);
    assertThat(check(body, Structure.Scope.WHOLE).defect()).isEmpty();
    final byte[] cut = Arrays.copyOf(body, body.length / 2 + 1);
    assertThat(check(cut, Structure.Scope.WHOLE).defect())
        .as("cut at %s of %s", cut.length, body.length)
        .isPresent();
    assertThat(check(cut, Structure.Scope.PART).defect()).isEmpty();
  }

  private static byte[] transportStream(int packets) {
    final byte[] bytes = new byte[packets * 188];
    for (int i = 0; i < packets; i++) {
      bytes[i * 188] = 0x47;
    }
    return bytes;
  }

  private static byte[] box(String type, int content) {
    return ByteBuffer.allocate(8 + content)
        .putInt(8 + content)
        .put(type.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private static byte[] join(byte[]... parts) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.asList(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static byte[] adts(int length) {
    final byte[] frame = new byte[length];
    frame[0] = (byte) 0xff;
    frame[1] = (byte) 0xf1;
    frame[3] = (byte) (length >> 11);
    frame[4] = (byte) (length >> 3);
    frame[5] = (byte) (length << 5);
    return frame;
  }

  @Test
  void whole_and_cut_bodies() throws Exception {
    isWhole(transportStream(100), MediaFormat.TS);
    isWhole(join(box("styp", 16), box("moof", 100), box("mdat", 1000)), MediaFormat.MP4);
    isWhole(join(adts(200), adts(300), adts(250)), MediaFormat.ADTS);
    isWhole(
        join(new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, 0, 5}, new byte[5], adts(200), adts(300)),
        MediaFormat.ADTS);
  }

  @Test
  void a_box_that_is_cut_at_its_end_is_found_wherever_it_is_cut() throws Exception {
    final byte[] body = join(box("styp", 16), box("moof", 100), box("mdat", 1000));
    for (int length = 1; length < body.length; length += 7) {
      final boolean boundary = length == 24 || length == 132;
      assertThat(
              check(Arrays.copyOf(body, length), Structure.Scope.WHOLE).defect().isPresent()
                  || boundary
                  || length < 8)
          .as("length %s", length)
          .isTrue();
    }
  }

  @Test
  void a_lost_sync_byte_is_found() throws Exception {
    final byte[] body = transportStream(64);
    body[40 * 188] = 0;
    assertThat(check(body, Structure.Scope.WHOLE).defect())
        .hasValueSatisfying(d -> assertThat(d).contains("7520"));
  }

  @Test
  void pages_and_nothing_are_no_media() throws Exception {
    assertThat(
            check("<!DOCTYPE html><html>".getBytes(StandardCharsets.UTF_8), Structure.Scope.WHOLE)
                .defect())
        .isPresent();
    assertThat(
            check("\n <HTML>".getBytes(StandardCharsets.UTF_8), Structure.Scope.ENCRYPTED).defect())
        .isPresent();
    assertThat(check(new byte[0], Structure.Scope.PART).defect()).isPresent();
  }

  @Test
  void encrypted_bodies_are_whole_blocks() throws Exception {
    assertThat(check(new byte[160], Structure.Scope.ENCRYPTED).defect()).isEmpty();
    assertThat(check(new byte[161], Structure.Scope.ENCRYPTED).defect()).isPresent();
  }

  @Test
  void subtitles_and_what_nobody_knows_are_taken_as_they_are() throws Exception {
    assertThat(
            check("\uFEFFWEBVTT\n\n".getBytes(StandardCharsets.UTF_8), Structure.Scope.WHOLE)
                .format())
        .isEqualTo(MediaFormat.WEBVTT);
    assertThat(check(new byte[] {1, 2, 3}, Structure.Scope.WHOLE).defect()).isEmpty();
  }
}
