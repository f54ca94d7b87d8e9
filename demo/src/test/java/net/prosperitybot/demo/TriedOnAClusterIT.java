package net.prosperitybot.demo;

import org.junit.jupiter.api.Nested;

/**
 * Three Galera nodes instead of one database, started by {@code deploy/cluster-test/run.sh}. One
 * proof after the other, for they share the cluster.
 */
class TriedOnAClusterIT {
  @Nested
  class Conflicts extends ConflictsOnACluster {}

  @Nested
  class Services extends ServicesOnACluster {}
}
