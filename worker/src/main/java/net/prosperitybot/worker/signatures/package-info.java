/**
 * Ed25519: the key of a bot, the signature of a request, and whether the two agree.
 *
 * <p>Knows no HTTP, no bot and no secret; the one place that names Bouncy Castle.
 */
@NullMarked
package net.prosperitybot.worker.signatures;

import org.jspecify.annotations.NullMarked;
