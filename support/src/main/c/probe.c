/* Compiles only where a C library's and the JDK's headers are installed. */
#include <jni.h>
#include <stdlib.h>

int jpod_probe(void) {
    return JNI_VERSION_1_8 == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
