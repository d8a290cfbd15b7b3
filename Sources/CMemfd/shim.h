// Memory that can be sealed: memfd_create(2), and the seals of fcntl(2).
//
// The C library shows these only to programs that define _GNU_SOURCE, which Swift's module of it
// does not. The numbers are those of <linux/fcntl.h>, which cannot stand beside <fcntl.h>.
#ifndef WEIGHPOST_MEMFD_H
#define WEIGHPOST_MEMFD_H

#include <linux/memfd.h>

int memfd_create(const char *name, unsigned int flags);

#ifndef F_ADD_SEALS
#define F_ADD_SEALS 1033
#define F_SEAL_SEAL 0x0001
#define F_SEAL_SHRINK 0x0002
#define F_SEAL_GROW 0x0004
#define F_SEAL_WRITE 0x0008
#endif

#endif
