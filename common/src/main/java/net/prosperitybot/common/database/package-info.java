/**
 * The connection pool, transactions, the schema's version and the classes that jOOQ generated.
 *
 * <p>No statement about a thing of the bot's world: those are in that thing's package.
 */
@NullMarked
package net.prosperitybot.common.database;

import org.jspecify.annotations.NullMarked;
