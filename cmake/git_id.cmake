# Writes the header OUT with the commit that the folder SOURCE is at, as SLUICE_GIT_ID: "1a2b3c4",
# "1a2b3c4-dirty" with changes that are not committed, "unknown" where there is no git. Leaves a
# file alone that says so already, so that nothing is compiled again.
#   cmake -D SOURCE=FOLDER -D OUT=FILE -P git_id.cmake
cmake_minimum_required(VERSION 3.25)
set(id unknown)
find_program(GIT git)
if(GIT)
  # Not the repository that an unpacked archive happens to lie in.
  execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse --show-prefix
                  OUTPUT_VARIABLE prefix RESULT_VARIABLE failed ERROR_QUIET
                  OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT failed AND prefix STREQUAL "")
    execute_process(COMMAND ${GIT} -C ${SOURCE} describe --always --dirty --exclude=*
                    OUTPUT_VARIABLE described RESULT_VARIABLE failed ERROR_QUIET
                    OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT failed)
      set(id ${described})
    endif()
  endif()
endif()
file(CONFIGURE OUTPUT ${OUT} CONTENT "#define SLUICE_GIT_ID \"@id@\"\n" @ONLY)
