# Turns every file of shaders/ and assets/ into one C table, so that the library needs no files at
# run time. Names are paths relative to the source tree, such as "shaders/print/line.vert".
function(ecgpress_embed OUTPUT)
  file(GLOB_RECURSE FILES CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
       ${CMAKE_SOURCE_DIR}/shaders/*.* ${CMAKE_SOURCE_DIR}/assets/*.*)
  list(SORT FILES)
  set(PATHS ${FILES})
  list(TRANSFORM PATHS PREPEND ${CMAKE_SOURCE_DIR}/)
  add_custom_command(OUTPUT ${OUTPUT}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${OUTPUT} -DROOT=${CMAKE_SOURCE_DIR} "-DFILES=${FILES}"
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${PATHS} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake VERBATIM
    COMMENT "Embedding shaders and assets")
  add_custom_target(ecgpress_embedded DEPENDS ${OUTPUT})
endfunction()
