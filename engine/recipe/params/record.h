/* Parameters of record; see recipe/params.h for the entry forms. */
