package org.aircheck.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.server.http.Incoming.Conditions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges and conditions, apart from any connection. */
final class RangeTest {
  private static final Extent HUNDRED = new Extent(0, 100, OptionalLong.of(100));

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 10, bytes 0-9/100",
    "bytes=90-, 90, 10, bytes 90-99/100",
    "bytes=90-1000, 90, 10, bytes 90-99/100",
    "bytes=-5, 95, 5, bytes 95-99/100",
    "bytes=-500, 0, 100, bytes 0-99/100",
    "'Bytes= 1-1 ', 1, 1, bytes 1-1/100",
  })
  void a_range_is_cut_to_what_there_is(String header, long from, long length, String contentRange) {
    assertThat(HUNDRED.slice(Wanted.of(header)))
        .isEqualTo(new Extent.Piece(from, length, contentRange));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=200-300", "bytes=-0"})
  void a_range_outside_is_refused(String header) {
    assertThat(HUNDRED.slice(Wanted.of(header))).isEqualTo(new Extent.Nothing("bytes */100"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,5-6",
        "bytes=9-1",
        "items=0-1",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=99999999999999999999-"
      })
  void several_ranges_or_none_that_is_understood_give_the_whole(String header) {
    assertThat(HUNDRED.slice(Wanted.of(header))).isEqualTo(new Extent.Whole());
  }

  @Test
  void a_recorded_part_answers_for_its_place_in_the_resource() {
    final Extent part = new Extent(1000, 50, OptionalLong.empty());
    assertThat(part.slice(Wanted.of("bytes=1000-1049")))
        .isEqualTo(new Extent.Piece(0, 50, "bytes 1000-1049/*"));
    assertThat(part.slice(Wanted.of("bytes=1010-5000")))
        .isEqualTo(new Extent.Piece(10, 40, "bytes 1010-1049/*"));
    assertThat(part.slice(Wanted.of("bytes=999-1001"))).isEqualTo(new Extent.Nothing("bytes */*"));
    assertThat(part.slice(Wanted.of("bytes=-10"))).isInstanceOf(Extent.Nothing.class);
    assertThat(part.slice(new Wanted.All())).isInstanceOf(Extent.Nothing.class);
  }

  @Test
  void an_entity_tag_goes_before_a_date() {
    final Validators validators =
        new Validators("abc", Optional.of("Sun, 01 Mar 2026 12:00:00 GMT"));
    assertThat(validators.fresh(new Conditions("\"abc\"", null, null))).isTrue();
    assertThat(validators.fresh(new Conditions("\"x\", W/\"abc-gz\"", null, null))).isTrue();
    assertThat(validators.fresh(new Conditions("*", null, null))).isTrue();
    assertThat(validators.fresh(new Conditions("\"x\"", "Sun, 01 Mar 2026 12:00:00 GMT", null)))
        .isFalse();
    assertThat(validators.fresh(new Conditions(null, "Sun, 01 Mar 2026 12:00:00 GMT", null)))
        .isTrue();
    assertThat(validators.fresh(new Conditions(null, "Sun, 01 Mar 2026 11:59:59 GMT", null)))
        .isFalse();
    assertThat(validators.fresh(new Conditions(null, "yesterday", null))).isFalse();
  }

  @Test
  void if_range_takes_the_very_same_version_only() {
    final Validators validators =
        new Validators("abc", Optional.of("Sun, 01 Mar 2026 12:00:00 GMT"));
    assertThat(validators.rangeOfThis(null)).isTrue();
    assertThat(validators.rangeOfThis("\"abc\"")).isTrue();
    assertThat(validators.rangeOfThis("W/\"abc\"")).isFalse();
    assertThat(validators.rangeOfThis("Sun, 01 Mar 2026 12:00:00 GMT")).isTrue();
    assertThat(validators.rangeOfThis("Sun, 01 Mar 2026 12:00:01 GMT")).isFalse();
  }
}
