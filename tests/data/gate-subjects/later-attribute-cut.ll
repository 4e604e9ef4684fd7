; Gate: refused 'code for a particular processor (fix)' line 6
source_filename = "fix.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

@total = internal thread_local global i32 0, align 4, !dbg !0

define internal void @fast() #2 !dbg !12 {
  ret void, !dbg !18
}

; Function Attrs: noinline nounwind optnone sanitize_thread uwtable
define dso_local void @fix() #0 !dbg !12 {
entry:
  %number = alloca i32, align 4
    #dbg_declare(ptr %number, !15, !DIExpression(), !16)
  %0 = call align 4 ptr @llvm.threadlocal.address.p0(ptr align 4 @total), !dbg !17
  ret void, !dbg !18
}

declare nonnull ptr @llvm.threadlocal.address.p0(ptr nonnull captures(ret: address, provenance)) #1

attributes #0 = { noinline nounwind optnone sanitize_thread uwtable "frame-pointer"="all" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #1 = { nocallback nofree nosync nounwind willreturn memory(inaccessiblemem: readwrite) }
attributes #2 = { noinline optnone sanitize_thread "target-cpu" "target-features"= }

!llvm.dbg.cu = !{!2}
!llvm.module.flags = !{!5, !6}
!llvm.ident = !{!7}
!llvm.errno.tbaa = !{!8}

!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(name: "total", scope: !2, file: !3, line: 4, type: !4, isLocal: true, isDefinition: true)
!2 = distinct !DICompileUnit(language: DW_LANG_C11, file: !3, producer: "a later compiler", isOptimized: false, emissionKind: FullDebug, splitDebugInlining: false)
!3 = !DIFile(filename: "fix.c", directory: "/tmp", checksumkind: CSK_MD5, checksum: "d41d8cd98f00b204e9800998ecf8427e")
!4 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!5 = !{i32 7, !"Dwarf Version", i32 5}
!6 = !{i32 2, !"Debug Info Version", i32 3}
!7 = !{!"a later compiler"}
!8 = !{!9, !9, i64 0}
!9 = !{!"int", !10, i64 0}
!10 = !{!"omnipotent char", !11, i64 0}
!11 = !{!"Simple C/C++ TBAA"}
!12 = distinct !DISubprogram(name: "fix", scope: !3, file: !3, line: 6, type: !13, scopeLine: 7, spFlags: DISPFlagDefinition, unit: !2, keyInstructions: true)
!13 = !DISubroutineType(types: !14)
!14 = !{null}
!15 = !DILocalVariable(name: "number", scope: !12, file: !3, line: 8, type: !4)
!16 = !DILocation(line: 8, column: 6, scope: !12)
!17 = !DILocation(line: 9, column: 2, scope: !12, atomGroup: 1, atomRank: 1)
!18 = !DILocation(line: 10, column: 1, scope: !12)
