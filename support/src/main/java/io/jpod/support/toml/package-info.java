/**
 * The engine's configuration files: which ones count, in which order, and what they say taken together. A TOML parser is loaded
 * only when a file has changed since the last command: its reading is kept as JSON in a cache directory. Nothing here knows
 * what a setting means.
 */
package io.jpod.support.toml;
