/** Files of jpod's own state: written whole or not at all. */
package io.jpod.support.file;
