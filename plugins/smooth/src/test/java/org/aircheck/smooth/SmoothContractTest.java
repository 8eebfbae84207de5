package org.aircheck.smooth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Protocol;
import org.aircheck.testkit.contract.ProtocolContract;

class SmoothContractTest extends ProtocolContract {
  @Override
  protected Protocol protocol() {
    return new SmoothProtocol();
  }

  @Override
  protected List<Manifest> samples() {
    return List.of(
        Samples.of(Samples.LIVE),
        Samples.of(Samples.WHOLE),
        Samples.of(Samples.ODD),
        Samples.of("\uFEFF" + Samples.LIVE, StandardCharsets.UTF_16LE));
  }

  @Override
  protected List<byte[]> segments() {
    return List.of(
        Fragments.telling(35_500_000_000L, 20_000_000, 35_520_000_000L, 20_000_000),
        Fragments.telling(170_200_000, 96_256));
  }
}
