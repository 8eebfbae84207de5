package org.aircheck.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ChannelModelTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final LiveChannel CHANNEL = LiveChannel.of(Duration.ofSeconds(1), 3, 10);

  @Test
  void the_playlist_lists_the_window_at_an_instant() {
    final ChannelModel model = new ChannelModel(CHANNEL, START);
    assertThat(text(model, "/v0/index.m3u8", 4.5))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-TARGETDURATION:1
            #EXT-X-MEDIA-SEQUENCE:2
            #EXTINF:1.000000,
            seg2.ts
            #EXTINF:1.000000,
            seg3.ts
            #EXTINF:1.000000,
            seg4.ts
            """);
  }

  @Test
  void the_playlist_begins_with_the_head_start_and_ends_with_endlist() {
    final ChannelModel model = new ChannelModel(CHANNEL.withHeadStart(2), START);
    assertThat(text(model, "/v0/index.m3u8", 0)).contains("SEQUENCE:0\n").contains("seg1.ts");
    assertThat(text(model, "/v0/index.m3u8", 0)).doesNotContain("seg2.ts");
    assertThat(text(model, "/v0/index.m3u8", 7.9)).doesNotContain("ENDLIST");
    assertThat(text(model, "/v0/index.m3u8", 8)).endsWith("seg9.ts\n#EXT-X-ENDLIST\n");
    assertThat(text(model, "/v0/index.m3u8", 9000)).endsWith("seg9.ts\n#EXT-X-ENDLIST\n");
  }

  @Test
  void a_channel_without_end_just_stands_still() {
    final ChannelModel model = new ChannelModel(CHANNEL.withoutEnd(), START);
    assertThat(text(model, "/v0/index.m3u8", 9000)).endsWith("seg9.ts\n");
  }

  @Test
  void fast_channels_state_their_duration() {
    final LiveChannel fast = CHANNEL.withSegment(Duration.ofMillis(250)).withDates();
    final String playlist = text(new ChannelModel(fast, START), "/v0/index.m3u8", 1);
    assertThat(playlist).contains("#EXT-X-TARGETDURATION:1\n", "#EXTINF:0.250000,\nseg4.ts\n");
    assertThat(playlist).contains("#EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:00.750Z\n");
  }

  @Test
  void the_multivariant_playlist_names_variants_and_audio() {
    final LiveChannel channel =
        CHANNEL.withVariants(
            List.of(Variant.video("v0"), Variant.video("v1"), Variant.audio("a0")));
    final ChannelModel model = new ChannelModel(channel, START);
    assertThat(text(model, ChannelModel.MASTER, 0))
        .contains("TYPE=AUDIO,GROUP-ID=\"aud\",NAME=\"a0\"", "URI=\"a0/index.m3u8\"")
        .contains(",AUDIO=\"aud\"\nv0/index.m3u8\n", ",AUDIO=\"aud\"\nv1/index.m3u8\n");
    assertThat(model.bytesOf("v0", 0, 1)).isNotEqualTo(model.bytesOf("v1", 0, 1));
    assertThat(status(model, "/a0/seg0.ts", 0)).isEqualTo(200);
  }

  @Test
  void a_segment_is_there_from_its_announcement_until_its_playlists_have_passed() {
    final ChannelModel model = new ChannelModel(CHANNEL, START);
    assertThat(status(model, "/v0/seg2.ts", 1.999)).isEqualTo(404);
    assertThat(status(model, "/v0/seg2.ts", 2)).isEqualTo(200);
    // Listed until second 5; stays for its own second and the playlist's three.
    assertThat(status(model, "/v0/seg2.ts", 9)).isEqualTo(200);
    assertThat(status(model, "/v0/seg2.ts", 9.001)).isEqualTo(404);
    assertThat(status(model, "/v0/seg9.ts", 9000)).isEqualTo(200);
  }

  @Test
  void an_encoder_restart_uses_the_numbers_again_for_other_bytes() {
    final ChannelModel model = new ChannelModel(CHANNEL.withRestarts(5), START);
    assertThat(text(model, "/v0/index.m3u8", 4)).contains("SEQUENCE:2\n").contains("seg4.ts");
    assertThat(text(model, "/v0/index.m3u8", 5)).contains("SEQUENCE:0\n").endsWith("seg0.ts\n");
    assertThat(body(model, "/v0/seg0.ts", 4)).isEqualTo(model.bytesOf("v0", 0, 0));
    assertThat(body(model, "/v0/seg0.ts", 5)).isEqualTo(model.bytesOf("v0", 1, 0));
    assertThat(body(model, "/v0/seg4.ts", 5)).isEqualTo(model.bytesOf("v0", 0, 4));
    assertThat(model.bytesOf("v0", 0, 4)).isNotEqualTo(model.bytesOf("v0", 1, 4));
    assertThatThrownBy(() -> model.bytesOf("v0", 1, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void playlists_stand_still_while_an_encoder_starts_anew() {
    final ChannelModel model =
        new ChannelModel(CHANNEL.withRestarts(5).withPause(3).withDates(), START);
    final String last = text(model, "/v0/index.m3u8", 4);
    assertThat(last).endsWith("seg4.ts\n");
    assertThat(text(model, "/v0/index.m3u8", 7.999)).isEqualTo(last);
    assertThat(text(model, "/v0/index.m3u8", 8)).contains("SEQUENCE:0\n").endsWith("seg0.ts\n");
    assertThat(status(model, "/v0/seg4.ts", 13)).isEqualTo(200);
    assertThat(text(model, "/v0/index.m3u8", 9))
        .contains(START.plusSeconds(7) + "\n#EXTINF:1.000000,\nseg0.ts")
        .endsWith("seg1.ts\n");
  }

  @Test
  void keys_rotate_and_open_the_segments() throws Exception {
    final ChannelModel model = new ChannelModel(CHANNEL.withKeys(2), START);
    final ChannelModel clear = new ChannelModel(CHANNEL, START);
    assertThat(text(model, "/v0/index.m3u8", 5))
        .contains("URI=\"key0x1.key\"\n#EXTINF:1.000000,\nseg3.ts\n")
        .contains("URI=\"key0x2.key\"\n#EXTINF:1.000000,\nseg4.ts\n#EXTINF:1.000000,\nseg5.ts\n");
    assertThat(status(model, "/v0/key0x2.key", 3.9)).isEqualTo(404);
    final byte[] key = body(model, "/v0/key0x2.key", 4);
    final Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    final byte[] iv = ByteBuffer.allocate(16).putInt(12, 5).array();
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    assertThat(cipher.doFinal(body(model, "/v0/seg5.ts", 5))).isEqualTo(clear.bytesOf("v0", 0, 5));
  }

  @Test
  void segments_are_transport_streams_with_advancing_time_stamps() {
    final ChannelModel model = new ChannelModel(CHANNEL, START);
    final byte[] first = model.bytesOf("v0", 0, 0);
    final byte[] third = model.bytesOf("v0", 0, 2);
    assertThat(first.length % 188).isZero();
    for (int at = 0; at < first.length; at += 188) {
      assertThat(first[at]).isEqualTo((byte) 0x47);
    }
    assertThat(pts(third) - pts(first)).isEqualTo(180_000);
    assertThat(new String(first, StandardCharsets.US_ASCII)).contains("channel/v0/0/0");
    assertThat(first).isEqualTo(new ChannelModel(CHANNEL, START).bytesOf("v0", 0, 0));
  }

  @Test
  void unknown_paths_are_missing() {
    final ChannelModel model = new ChannelModel(CHANNEL, START);
    for (String path : List.of("/", "/v9/index.m3u8", "/v0/seg.ts", "/v0/seg99.ts", "/../x")) {
      assertThat(status(model, path, 5)).as(path).isEqualTo(404);
    }
  }

  /** The first PES packet's PTS: behind PAT, PMT, the packet's header and its adaptation field. */
  private static long pts(byte[] segment) {
    final byte[] field = Arrays.copyOfRange(segment, 2 * 188 + 125 + 9, 2 * 188 + 125 + 14);
    return (field[0] >> 1 & 7L) << 30
        | (field[1] & 0xFFL) << 22
        | (field[2] >> 1 & 0x7FL) << 15
        | (field[3] & 0xFFL) << 7
        | (field[4] >> 1 & 0x7FL);
  }

  private static Reply reply(ChannelModel model, String path, double seconds) {
    final Duration elapsed = Duration.ofNanos(Math.round(seconds * 1e9));
    return model.reply(new Visit("origin.test", path, "", elapsed, 1));
  }

  private static int status(ChannelModel model, String path, double seconds) {
    return reply(model, path, seconds).status();
  }

  private static byte[] body(ChannelModel model, String path, double seconds) {
    final Reply reply = reply(model, path, seconds);
    assertThat(reply.status()).as(path).isEqualTo(200);
    return reply.body();
  }

  private static String text(ChannelModel model, String path, double seconds) {
    return new String(body(model, path, seconds), StandardCharsets.UTF_8);
  }
}
