/**
 * What the owner of the installation is told by an events service: alerts, and once a day a report.
 *
 * <p>What is looked at and what the report says. When and how to alert is decided in {@code
 * common.alerts}; the way to the owner is the session's.
 */
@NullMarked
package net.prosperitybot.events.owner;

import org.jspecify.annotations.NullMarked;
