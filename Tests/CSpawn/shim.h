// What posix_spawn(3) of glibc 2.34 and later can do in the child before the program begins.
//
// The C library shows these only to programs that define _GNU_SOURCE, which Swift's module of it
// does not.
#ifndef WEIGHPOST_SPAWN_H
#define WEIGHPOST_SPAWN_H

#include <spawn.h>

int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

#endif
