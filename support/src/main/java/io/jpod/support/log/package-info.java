/** The log of the command line: lines on standard error in the form of podman's, without a logging library. */
package io.jpod.support.log;
