package net.prosperitybot.simulator.gateway;

/** One event with its place in a session. No record: its bytes have an identity, not a value. */
final class SequencedEvent {
  private final long sequence;
  private final String type;
  private final byte[] data;

  /**
   * @param sequence from 1, without gaps
   * @param data the JSON of {@code d} in UTF-8, shared between sessions, so never written to
   */
  SequencedEvent(long sequence, String type, byte[] data) {
    this.sequence = sequence;
    this.type = type;
    this.data = data;
  }

  long sequence() {
    return sequence;
  }

  String type() {
    return type;
  }

  byte[] data() {
    return data;
  }
}
