package net.prosperitybot.worker.fuzzing;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** Made by a fuzzer, which sees where they lead. */
final class FollowedChoices implements Choices {
  private final FuzzedDataProvider data;

  FollowedChoices(FuzzedDataProvider data) {
    this.data = data;
  }

  @Override
  public int between(int lowest, int highest) {
    return data.consumeInt(lowest, highest);
  }

  @Override
  public long anyLong() {
    return data.consumeLong();
  }

  @Override
  public String text(int most) {
    return data.consumeString(most);
  }

  @Override
  public byte[] bytes(int most) {
    return data.consumeBytes(most);
  }
}
