/**
 * Configuration: typed values from the environment, all problems reported together.
 *
 * <p>Knows no setting of a service; each service reads its own record with what is here.
 */
@NullMarked
package net.prosperitybot.common.config;

import org.jspecify.annotations.NullMarked;
