; Gate: refused 'a module without an end' line 0
source_filename = "fix.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

@total = internal thread_local global i32 0, align 4, !dbg !0

; Function Attrs: noinline nounwind optnone sanitize_thread uwtable
define dso_local void @fix() #0 !dbg !12 {
entry:
  %number = alloca i32, align 4
    #dbg_declare(ptr %number, !15, !DIExpression(), !16)
  %0 = call align 4 ptr @llvm.threadlocal.address.p0(ptr align 4 @total), !dbg !17
