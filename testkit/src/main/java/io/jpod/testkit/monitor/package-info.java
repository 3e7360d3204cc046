/** What every monitor must do, as tests, and a monitor that does it without any process. */
package io.jpod.testkit.monitor;
