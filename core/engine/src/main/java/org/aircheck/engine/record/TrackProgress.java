package org.aircheck.engine.record;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far one track is.
 *
 * @param track its id
 * @param newest the newest announced sequence number
 * @param kept segments that are whole
 * @param lost segments that could not be had or were never seen
 * @param epochs runs of sequence numbers, from 1
 * @param bytes received
 * @param behind media that is announced and still to be had
 */
public record TrackProgress(
    String track,
    OptionalLong newest,
    long kept,
    long lost,
    int epochs,
    long bytes,
    Duration behind) {}
