package net.prosperitybot.worker.signatures;

/** Verifies signatures of one key; any number of threads. */
interface KeyCheck {

  /** True when the key's owner signed exactly this message. */
  boolean hasSigned(byte[] message, Signature signature);

  /** Makes one for a key; takes some milliseconds. */
  interface Maker {
    KeyCheck make(PublicKey key);
  }
}
