/** Tests of what the owner is told. */
@NullMarked
package net.prosperitybot.common.alerts;

import org.jspecify.annotations.NullMarked;
