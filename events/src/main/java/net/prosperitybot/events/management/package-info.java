/**
 * What an operator's tools ask: is it alive, is it healthy, and its figures.
 *
 * <p>Answers only; changes nothing.
 */
@NullMarked
package net.prosperitybot.events.management;

import org.jspecify.annotations.NullMarked;
