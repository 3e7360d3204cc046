/**
 * The data root as a whole: disk usage, soundness, the end.
 *
 * <p>A <em>finding</em> is something that no living process works on and that should not be: an object that cannot be read, lacks a part
 * or has another content than its digest says, or bytes that nobody refers to. The check changes nothing and takes no lock; so
 * that work that goes on is not mistaken for damage, a finding counts only when a second look finds it, too.
 */
package io.jpod.engine.store;
