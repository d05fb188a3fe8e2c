/* Parameters of notes; see recipe/params.h for the entry forms. */
