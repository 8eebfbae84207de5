package org.aircheck.engine.record;

import java.time.Duration;

/**
 * What a run of the recorder has brought.
 *
 * @param outcome why it ended, in a few words
 * @param elapsed how long it ran
 * @param length the media of its longest track
 * @param tracks recorded
 * @param unread tracks whose list could not be read once: nobody knows what they had
 * @param kept segments that are whole
 * @param lost segments that could not be had, were never seen, or were left when it was stopped
 * @param gaps runs of missing segments
 * @param epochs of the track that has most
 * @param retries repeated requests
 * @param bytes received
 */
public record Summary(
    String outcome,
    Duration elapsed,
    Duration length,
    int tracks,
    int unread,
    long kept,
    long lost,
    long gaps,
    int epochs,
    long retries,
    long bytes) {

  /** Whether every segment that was announced is there, and every track's list was seen. */
  public boolean complete() {
    return lost == 0 && gaps == 0 && unread == 0;
  }
}
