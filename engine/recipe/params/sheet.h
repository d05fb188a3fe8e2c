/* Parameters of sheet; see recipe/params.h for the entry forms. */
