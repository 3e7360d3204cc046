/** runc (runc(8)) as an OCI runtime. Must not start programs: it only says how they are called and what their answers mean. */
package io.jpod.runtime.runc;
