# Configures a second time into a folder of its own, so that the graph never disturbs the build that runs the test.
set(graph ${WORK}/graph/house.dot)
file(REMOVE_RECURSE ${WORK}/graph)
file(MAKE_DIRECTORY ${WORK}/graph)
file(WRITE ${WORK}/configure/CMakeGraphVizOptions.cmake "set(GRAPHVIZ_GENERATE_PER_TARGET FALSE)
set(GRAPHVIZ_GENERATE_DEPENDERS FALSE)
")
execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/configure -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${CXX}
            -DBELVEDERE_WIDGETS=${WIDGETS} -DBELVEDERE_TESTS=OFF --graphviz=${graph}
    RESULT_VARIABLE status
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "the house does not configure:\n${output}")
endif()
execute_process(COMMAND ${PYTHON} ${CMAKE_CURRENT_LIST_DIR}/layering.py ${SOURCE} ${graph} RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "an arrow points the wrong way")
endif()
