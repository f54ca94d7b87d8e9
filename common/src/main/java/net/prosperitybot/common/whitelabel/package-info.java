/**
 * Branded bots as rows: what their owners want, what is, and which process holds each of them.
 *
 * <p>No session and no request to Discord; the worker and the events service have those.
 */
@NullMarked
package net.prosperitybot.common.whitelabel;

import org.jspecify.annotations.NullMarked;
