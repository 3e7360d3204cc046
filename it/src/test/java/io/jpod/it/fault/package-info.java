/** What goes wrong: full disks, damaged files, killed commands, many at once; and that nothing is lost or left. */
package io.jpod.it.fault;
