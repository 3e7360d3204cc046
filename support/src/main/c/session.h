/* What the start program and a session say to each other: frames of a type, a length and as many bytes, in the machine's order. */
#ifndef SESSION_H
#define SESSION_H

enum {
    SESSION_HELLO = 1, /* argc, envc, what must be equal, the directory, words, variables; with descriptors 0 to 2 */
    SESSION_GO,        /* the command may begin: from here on it is not run cold any more */
    SESSION_SPAWNED,   /* process id, or minus errno */
    SESSION_ENDED,     /* process id; exit code, minus errno, or INT_MIN while it runs */
    SESSION_SIGNAL,    /* number */
    SESSION_READY,     /* signals are caught */
    SESSION_STATUS,
    SESSION_STOP,
    SESSION_BEGIN = 16, /* the command would be run; nothing has happened yet */
    SESSION_COLD,       /* why not */
    SESSION_SPAWN,      /* own session, argc, envc, n, n numbers, program, directory, words, variables; with n descriptors */
    SESSION_CATCH,      /* numbers of signals */
    SESSION_WAIT,       /* process id, 1 for an answer at once: it is reaped when it has ended, and not before */
    SESSION_EXIT,       /* code */
    SESSION_TEXT
};

#define SESSION_LARGEST (4 << 20)
#define SESSION_DESCRIPTORS 60

/*
 * Lets the session of this user and build run a command, whose children are this process's. Returns the exit code, or -1 when the
 * command has to be run cold.
 */
int session_run(const char *directory, const char *build, char **words);

/* Starts a session unless there is one; java is its command line. Nothing waits for it. */
void session_start(const char *directory, const char *build, char **java);

#endif
