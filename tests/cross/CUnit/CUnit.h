/*
 * CUnit.h: as much of CUnit's interface as our suites use, for machines that have none.
 *
 * Debian has no CUnit for cross compilers. With -I tests/cross a suite and suite.c compile
 * unchanged against this stand-in (cunit.c) and run under an emulator (tests/whole/aarch64.sh).
 */
#ifndef CROSS_CUNIT_H
#define CROSS_CUNIT_H

#include <setjmp.h>
#include <stdbool.h>
#include <string.h>

#define CUE_SUCCESS 0

typedef void (*CU_TestFunc)(void);
typedef int CU_ErrorCode;

typedef struct CU_TestInfo {
	const char *pName;
	CU_TestFunc pTestFunc;
} CU_TestInfo;

#define CU_TEST_INFO_NULL  \
	{                  \
		NULL, NULL \
	}

typedef struct CU_Suite {
	const char *pName;
} * CU_pSuite;

typedef struct CU_Test {
	const char *pName;
	CU_TestFunc pTestFunc;
} * CU_pTest;

typedef struct CU_FailureRecord {
	unsigned uiLineNumber;
	const char *strFileName;
	const char *strCondition;
	struct CU_FailureRecord *pNext;
} CU_FailureRecord, *CU_pFailureRecord;

CU_ErrorCode CU_initialize_registry(void);
void CU_cleanup_registry(void);
const char *CU_get_error_msg(void);
CU_pSuite CU_add_suite(const char *name, int (*begin)(void), int (*end)(void));
CU_pTest CU_add_test(CU_pSuite suite, const char *name, CU_TestFunc test);

/* Note a failure, unless `holds`; a fatal one ends the test. */
void CU_check(bool holds, int line, const char *condition, const char *file, bool is_fatal);

#define CU_CHECK(holds, text, is_fatal) CU_check((holds), __LINE__, text, __FILE__, is_fatal)
#define CU_ASSERT(x) CU_CHECK(x, #x, false)
#define CU_ASSERT_TRUE(x) CU_CHECK(x, #x, false)
#define CU_ASSERT_TRUE_FATAL(x) CU_CHECK(x, #x, true)
#define CU_ASSERT_FALSE(x) CU_CHECK(!(x), "!(" #x ")", false)
#define CU_ASSERT_EQUAL(a, b) CU_CHECK((a) == (b), #a " == " #b, false)
#define CU_ASSERT_EQUAL_FATAL(a, b) CU_CHECK((a) == (b), #a " == " #b, true)
#define CU_ASSERT_PTR_EQUAL(a, b) CU_ASSERT_EQUAL((const void *)(a), (const void *)(b))
#define CU_ASSERT_PTR_NULL(p) CU_CHECK(!(p), #p " is NULL", false)
#define CU_ASSERT_PTR_NOT_NULL(p) CU_CHECK((p) != NULL, #p " is not NULL", false)
#define CU_ASSERT_PTR_NOT_NULL_FATAL(p) CU_CHECK((p) != NULL, #p " is not NULL", true)
#define CU_ASSERT_STRING_EQUAL(a, b) CU_CHECK(strcmp(a, b) == 0, #a " == " #b, false)

#endif
