/* Parameters of page; see recipe/params.h for the entry forms. */
