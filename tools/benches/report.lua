-- What a run of wrk measured, in one line: requests, bytes, microseconds, answers that were no success and errors.
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("measured %d %d %d %d\n", summary.requests, summary.bytes, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
