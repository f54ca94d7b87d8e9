package net.prosperitybot.simulator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final Duration AT_ONCE = Duration.ZERO;

  private final Mailbox<String> mail = new Mailbox<>(2);

  @Test
  void theSameThingTwiceIsReadOnce() throws Exception {
    mail.put("a");
    mail.put("b");
    mail.put("a");
    assertEquals(new Mailbox.Post<>(Set.of("a", "b"), false), mail.take(AT_ONCE));
    assertTrue(mail.take(AT_ONCE).empty());
  }

  @Test
  void moreThanIsKeptBecomesEverythingUntilItIsRead() throws Exception {
    mail.put("a");
    mail.put("b");
    mail.put("c");
    mail.put("d");
    assertEquals(new Mailbox.Post<>(Set.of(), true), mail.take(AT_ONCE));
    mail.put("e");
    assertEquals(new Mailbox.Post<>(Set.of("e"), false), mail.take(AT_ONCE));
  }

  @Test
  void aClosedMailboxLetsItsReaderGo() throws Exception {
    mail.close();
    mail.put("a");
    assertTrue(mail.take(Duration.ofMinutes(1)).empty());
    assertTrue(mail.closed());
  }
}
