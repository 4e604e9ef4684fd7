/* TestRun.h: running the tests of the stand-in for CUnit (see CUnit.h). */
#ifndef CROSS_TESTRUN_H
#define CROSS_TESTRUN_H

#include "CUnit.h"

typedef void (*CU_TestCompleteMessageHandler)(const CU_pTest test, const CU_pSuite suite,
					      const CU_pFailureRecord failure);

void CU_set_test_complete_handler(CU_TestCompleteMessageHandler handler);
CU_ErrorCode CU_run_all_tests(void);
unsigned CU_get_number_of_failures(void);

#endif
