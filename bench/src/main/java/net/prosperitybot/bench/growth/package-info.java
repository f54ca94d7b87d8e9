/** What the same work costs when there are many times as many members. The last to be measured. */
@NullMarked
package net.prosperitybot.bench.growth;

import org.jspecify.annotations.NullMarked;
