/* Parameters of light; see recipe/params.h for the entry forms. */
