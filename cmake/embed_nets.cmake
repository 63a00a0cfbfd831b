# Writes OUT, an initialiser list of {name, text} of the net files in FOLDER, sorted by name, so that
# the program needs no files. Leaves a file alone that says so already.
#   cmake -D FOLDER=nets/zoo -D OUT=FILE -P embed_nets.cmake
cmake_minimum_required(VERSION 3.25)
file(GLOB names RELATIVE ${FOLDER} ${FOLDER}/*.net)
list(TRANSFORM names REPLACE "[.]net$" "")
list(SORT names)
set(list "")
foreach(name IN LISTS names)
  file(READ ${FOLDER}/${name}.net text)
  string(APPEND list "{\"${name}\", R\"net(${text})net\"},\n")
endforeach()
set(before "")
if(EXISTS ${OUT})
  file(READ ${OUT} before)
endif()
if(NOT before STREQUAL list)
  file(WRITE ${OUT} "${list}")
endif()
