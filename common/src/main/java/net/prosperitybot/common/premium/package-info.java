/**
 * Who has premium, since when and how long: the operator's grants and what was bought at Discord.
 *
 * <p>What premium is good for is not decided here.
 */
@NullMarked
package net.prosperitybot.common.premium;

import org.jspecify.annotations.NullMarked;
