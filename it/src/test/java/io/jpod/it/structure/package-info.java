/** The rules of the house that a build can check: who may depend on whom, what is forbidden where, how long things may be. */
package io.jpod.it.structure;
