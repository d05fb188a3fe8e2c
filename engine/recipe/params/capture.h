/* Parameters of capture; see recipe/params.h for the entry forms. */
