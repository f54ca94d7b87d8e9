@NullMarked
package net.prosperitybot.events.jobs;

import org.jspecify.annotations.NullMarked;
