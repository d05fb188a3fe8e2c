/* Parameters of bend; see recipe/params.h for the entry forms. */
