package net.prosperitybot.bench;

/**
 * One line of the table.
 *
 * @param name what {@code --only} takes, such as {@code ping-rate}
 * @param what for people
 * @param unit of both figures
 */
public record Row(String name, String what, Unit unit, Target target, Measurement measurement) {

  /** How a row is measured; it may take parts from the lab that other rows use, too. */
  @FunctionalInterface
  public interface Measurement {
    Samples measure(Lab lab) throws Exception;
  }
}
