/**
 * The benchmark: rows of a table, each what ships beside a reference in the same run.
 *
 * <p>Here live the table, what a row is, and the parts that rows share; what is measured lives in
 * the packages below, one for each part of the product. Nothing of the product may know of it.
 */
@NullMarked
package net.prosperitybot.bench;

import org.jspecify.annotations.NullMarked;
