# Makefile: every command a person types. `make help` lists them.
#
# One non-recursive file that names no lab: everything is discovered by wildcard. Objects live in
# build/obj/FLAVOUR/, mirroring the source tree; a flavour is one way to compile all of it.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

Q := $(if $(V),,@)
say = @printf '  %-6s %s\n' $1 '$2'

# What somebody types is text: a $ in it, as in the name of a file, is nothing for make to look up or run.
override LAB := $(value LAB)
override FIX := $(value FIX)
override FILE := $(value FILE)
override OUT := $(value OUT)
override SCHEDULE := $(value SCHEDULE)

# ---- tools -------------------------------------------------------------------------------------
# The newest clang there is (its ThreadSanitizer is what the labs use); CLANG= and CC= override.
# Looked for once, at first use: in `make deps labNN` that is after deps has installed it.
ifeq ($(origin CLANG),undefined)
CLANG = $(eval CLANG := $(shell harness/setup/tools.sh clang))$(CLANG)
endif
ifeq ($(origin CC),default)
CC = $(CLANG)
endif
CLANG_FORMAT ?= clang-format

# ---- what there is -----------------------------------------------------------------------------
lab_folders := $(patsubst labs/%/lab.c,%,$(sort $(wildcard labs/lab*/lab.c)))
lab_id = $(firstword $(subst -, ,$1))
lab_of = $(firstword $(foreach l,$(lab_folders),$(if $(filter $1,$(call lab_id,$l)),$l)))
variants_of = $(patsubst labs/$1/%.c,%,$(wildcard labs/$1/broken.c labs/$1/solution.c \
	labs/$1/variants/*.c))
# What a lab's own programs are linked with. The workload calls a fix, if the lab has an exercise;
# a lab that measures has a bench.c, and may have subjects/ and ways/ beside it. Libraries that they
# need are in the comment of bench.c, after "Links: ".
record_of = $(patsubst labs/$1/%.c,build/obj/native/labs/$1/%.o,\
	$(wildcard labs/$1/broken.c labs/$1/lab.c))
bench_of = $(patsubst labs/$1/%.c,build/obj/native/labs/$1/%.o,\
	$(wildcard labs/$1/bench.c labs/$1/subjects/*.c labs/$1/ways/*.c))
links_of = $(shell sed -n 's/^ \* Links: //p' labs/$1/bench.c 2>/dev/null)
wrong_of = $(patsubst labs/$1/%.c,%,$(sort $(wildcard labs/$1/wrong/*.c)))

rooms := base coro measure sandbox gate server exec explore/engine explore/world explore/oracle explore explore/show tsan lab linear grade report
arch := $(shell uname -m)
# The context switch is the one part written per machine; elsewhere ucontext stands in.
switch := $(basename $(notdir $(firstword $(wildcard harness/coro/switch_$(arch).S) \
	harness/coro/switch_ucontext.c)))
room_sources := $(filter-out harness/coro/switch_% $(wildcard harness/*/main_*.c),\
	$(wildcard $(rooms:%=harness/%/*.c)))
room_objects := $(room_sources:.c=.o)

# ---- flavours ----------------------------------------------------------------------------------
CFLAGS ?=
base_flags := -std=c11 -D_GNU_SOURCE -g -pthread -iquote harness -iquote tests \
	-Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
flavours := native tsan asan ucontext
flags_native := -O2
flags_tsan := -O0 -fsanitize=thread
flags_asan := -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
flags_ucontext := -O2
switch_native := $(switch)
switch_tsan := $(switch)
switch_asan := $(switch)
switch_ucontext := switch_ucontext
libraries := -ljansson -lseccomp -lm

# Sources of a lab see its api.h, also from variants/ and wrong/.
# So do right fixes, which are named after their lab.
lab_include = $(if $(filter labs/%,$1),-iquote labs/$(word 2,$(subst /, ,$1)))$(if \
	$(filter tests/right/%,$1),-iquote labs/$(call lab_of,$(call lab_id,$(notdir $1))))

# What every suite is linked with.
test_support := $(sort $(wildcard tests/*.c))

# Compilation and the harness library, once per flavour.
define flavour_rules
build/obj/$1/%.o: %.c | tools
	@mkdir -p $$(@D)
	$(call say,CC,$$@)
	$(Q)$$(CC) $(base_flags) $(flags_$1) $(CFLAGS) $$(facts) $$(call lab_include,$$<) -MMD -MP -c $$< -o $$@

# Kept, though only programs need them. (.SECONDARY would do more: an object that the library lacks
# would not be made while the library is newer than its source.)
.PRECIOUS: build/obj/$1/%.o

# Before each load and store of these programs another may be given a turn (harness/tsan/yields.c).
build/obj/tsan/tests/data/tsan-subjects/%.o build/obj/tsan/labs/%.o: facts = \
	-fsanitize-coverage=func,trace-loads,trace-stores
# But not where the workload counts: who is graded should lose its turn in the fix.
build/obj/tsan/labs/%/lab.o: facts =

# Result files say how the harness was compiled.
build/obj/$1/harness/measure/machine.o: facts = -DBUILD_FLAGS='"$(strip $(flags_$1) $(CFLAGS))"'

build/obj/$1/%.o: %.S | tools
	@mkdir -p $$(@D)
	$(call say,AS,$$@)
	$(Q)$$(CC) -g -MMD -MP -c $$< -o $$@

build/obj/$1/libharness.a: $(room_objects:%=build/obj/$1/%) \
		build/obj/$1/harness/coro/$(switch_$1).o
	@rm -f $$@
	$(Q)ar rcs $$@ $$^


build/tests/$1/%: build/obj/$1/tests/%.o $(test_support:%.c=build/obj/$1/%.o) \
		build/obj/$1/libharness.a
	@mkdir -p $$(@D)
	$(call say,LINK,$$@)
	$(Q)$$(CC) -pthread $(flags_$1) $$^ -lcunit $(libraries) -o $$@
endef
$(foreach f,$(flavours),$(eval $(call flavour_rules,$f)))

# A lab's variant is a program of its own, in each flavour that labs need; its tour drives them.
define variant_rules
build/labs/$1/$2/%: build/obj/$2/labs/$1/%.o build/obj/$2/labs/$1/lab.o \
		build/obj/$2/harness/lab/main_variant.o build/obj/$2/libharness.a
	@mkdir -p $$(@D)
	$(call say,LINK,$$@)
	$(Q)$$(CC) -pthread $(flags_$2) $$^ $(libraries) -o $$@
endef

# For the explorer a variant is compiled and linked by the explorer's own script. Its calls have
# other names there, and its main function is the scenario's.
explore_parts := harness/explore/build.sh harness/explore/harmless.txt \
	build/obj/native/harness/explore/markers/first.o \
	build/obj/native/harness/explore/markers/last.o build/obj/native/libharness.a

define scenario_rules
build/labs/$1/explore/%: labs/$1/%.c labs/$1/lab.c labs/$1/api.h \
		harness/lab/lab.h harness/lab/situation.h \
		build/obj/native/harness/lab/main_scenario.o $(explore_parts) | tools
	@mkdir -p $$(@D)
	$(call say,BUILD,$$@)
	$(Q)EXPLORE_MAIN=build/obj/native/harness/lab/main_scenario.o harness/explore/build.sh $$@ \
		'$$(CC)' build/obj/native --no-main -std=c11 -D_GNU_SOURCE -iquote harness \
		-iquote labs/$1 -- $$< labs/$1/lab.c
endef

# Options come from the command line or the environment, and reach the program through the latter,
# so that no character in them means anything to the shell.
lab_options = $(if $(WORKERS),--workers="$$WORKERS") $(if $(OPS),--ops="$$OPS") \
	$(if $(MODEL),--model="$$MODEL") $(if $(SEED),--seed="$$SEED") $(if $(QUICK),--quick)
export WORKERS OPS MODEL SEED

# A tour says itself why it gives up (status 2: build/results/labNN.failed, for the report), unless it is
# killed or crashes. Ctrl-C is no failure.
tour = failed=build/results/$(call lab_id,$1).failed; rm -f $$failed; build/labs/$1/tour $(lab_options) || { \
	status=$$?; case $$status in 2 | 130) ;; *) [ -s $$failed ] || \
	echo "tour: ended with status $$status" >$$failed ;; esac; exit $$status; }

define lab_rules
$(foreach f,native tsan,$(call variant_rules,$1,$f)
)
$(call scenario_rules,$1)

build/labs/$1/tour: $(call record_of,$1) $(call bench_of,$1) \
		build/obj/native/harness/lab/main_tour.o build/obj/native/libharness.a
	@mkdir -p $$(@D)
	$(call say,LINK,$$@)
	$(Q)$$(CC) -pthread $$^ $(call links_of,$1) $(libraries) -o $$@

# The program by which a lab measures, if it does.
build/labs/$1/bench: $(call record_of,$1) $(call bench_of,$1) \
		build/obj/native/harness/lab/main_bench.o build/obj/native/libharness.a
	@mkdir -p $$(@D)
	$(call say,LINK,$$@)
	$(Q)$$(CC) -pthread $$^ $(call links_of,$1) $(libraries) -o $$@

build/labs/$1/grader: build/obj/native/labs/$1/grade.o build/obj/native/labs/$1/lab.o \
		build/obj/native/labs/$1/broken.o build/obj/native/harness/grade/main_grader.o \
		build/obj/native/libharness.a
	@mkdir -p $$(@D)
	$(call say,LINK,$$@)
	$(Q)$$(CC) -pthread $$^ -lcunit $(libraries) -o $$@

# What a fix is linked with, in each flavour.
$1_grading := $(if $(wildcard labs/$1/grade.c),build/labs/$1/grader build/bin/grade \
	build/bin/explore build/obj/native/harness/lab/main_scenario.o \
	build/obj/native/harness/grade/main_history.o build/obj/native/harness/grade/main_kill.o \
	$(if $(wildcard labs/$1/kill.c),build/obj/native/labs/$1/kill.o) \
	$(foreach f,native tsan asan,build/obj/$f/labs/$1/lab.o \
	build/obj/$f/harness/lab/main_variant.o build/obj/$f/libharness.a))

build-$1: $$($1_grading) build/labs/$1/tour $(if $(call bench_of,$1),build/labs/$1/bench) $(foreach f,native tsan explore,\
	$(addprefix build/labs/$1/$f/,$(call variants_of,$1)))
bank-$1: $(foreach f,native tsan explore,$(addprefix build/labs/$1/$f/,$(call wrong_of,$1)))
.PHONY: build-$1 bank-$1 $(call lab_id,$1)

$(call lab_id,$1): build-$1 plot-tools
	$(Q)$$(call tour,$1)
	$(Q)plots/draw.sh $1

build/results/$(call lab_id,$1).json: | build-$1
	$(Q)$$(call tour,$1)
endef
$(foreach l,$(lab_folders),$(eval $(call lab_rules,$l)))

# ---- the explorer ------------------------------------------------------------------------------
build/bin/explore: build/obj/native/harness/explore/main_explore.o build/obj/native/libharness.a \
		$(explore_parts) build/obj/native/harness/explore/main_subject.o
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) -pthread $< build/obj/native/libharness.a $(libraries) -o $@

build/bin/grade: build/obj/native/harness/grade/main_grade.o build/obj/native/libharness.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) -pthread $^ $(libraries) -o $@

# ---- the gate ----------------------------------------------------------------------------------
build/bin/gate: build/obj/native/harness/gate/main_gate.o build/obj/native/libharness.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) -pthread $^ $(libraries) -o $@

# ---- the page ----------------------------------------------------------------------------------
build/bin/report: build/obj/native/harness/report/main_report.o build/obj/native/libharness.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) -pthread $^ -lcmark-gfm-extensions -lcmark-gfm $(libraries) -o $@

# ---- commands ----------------------------------------------------------------------------------
.PHONY: help list deps deps-test tools plot-tools test-tools lint-tools build explore labs plots \
	test bench lint format clean start grade report bench-tools

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo
	@echo 'Labs (options: WORKERS= OPS= MODEL= SEED= QUICK=1):'
	@harness/setup/labs.sh list

list: ## the labs, one line each
	@harness/setup/labs.sh list

deps: ## install what the labs need (Debian and Ubuntu; elsewhere prints the package names)
	@harness/setup/deps.sh labs

deps-test: ## install what only the tests and linters need
	@harness/setup/deps.sh tests

# Whoever asks for both wants the installation first, also with -j.
ifneq ($(filter deps,$(MAKECMDGOALS)),)
tools plot-tools test-tools deps-test: | deps
endif
ifneq ($(filter deps-test,$(MAKECMDGOALS)),)
test-tools lint-tools bench-tools: | deps-test
endif

tools:
	@harness/setup/tools.sh check '$(CC)'
plot-tools:
	@harness/setup/tools.sh check-plots
test-tools:
	@harness/setup/tools.sh check-tests '$(CC)'
bench-tools:
	@harness/setup/tools.sh check-bench '$(CC)'

build: build/bin/explore build/bin/gate build/bin/report $(lab_folders:%=build-%) ## compile the harness, the explorer and every lab

export SCHEDULE FILE OUT
explore: build/bin/explore ## explore FILE=prog.c: every interleaving (SCHEDULE= replays one, OUT= for JSON, ARGS= options)
	@if [ -z "$$FILE" ]; then \
		echo "make: say which program: make explore FILE=prog.c" >&2; exit 2; fi
	$(Q)build/bin/explore $${SEED:+--seed="$$SEED"} $${SCHEDULE:+--schedule="$$SCHEDULE"} $${OUT:+--out="$$OUT"} $(ARGS) "$$FILE"
export LAB FIX
start: ## start LAB=labNN: a fix.c to work on (never overwrites)
	@harness/setup/labs.sh start "$$LAB"

grade: ## grade LAB=labNN [FIX=path]: marks for your fix, with the evidence
	@harness/setup/labs.sh exercise "$$LAB"
	@$(MAKE) --no-print-directory build-$$(harness/setup/labs.sh folder "$$LAB")
	$(Q)build/bin/grade "$$LAB" $${FIX:+"$$FIX"}

labs: $(foreach l,$(lab_folders),$(call lab_id,$l)) ## run every lab

plots: $(foreach l,$(lab_folders),build/results/$(call lab_id,$l).json) plot-tools ## draw all pictures (runs what is missing)
	@for lab in $(lab_folders); do plots/draw.sh "$$lab" || exit; done

report: build/bin/report ## build/report/index.html from the results that there are: the answer, the claims, all labs
	@harness/report/pictures.sh $(lab_folders)
	$(Q)build/bin/report

# A lab that is asked for and not there. (No pattern rule: it would also match files.)
unknown_labs := $(filter-out labs $(foreach l,$(lab_folders),$(call lab_id,$l)),\
	$(filter lab%,$(MAKECMDGOALS)))
$(unknown_labs):
	@harness/setup/labs.sh missing '$@'
.PHONY: $(unknown_labs)

# ---- tests -------------------------------------------------------------------------------------
room_tests := $(patsubst tests/%.c,%,$(sort $(wildcard tests/rooms/*.c)))
whole_tests := $(patsubst tests/%.c,%,$(sort $(wildcard tests/whole/*.c)))
# Every room's suite in every flavour; the coroutines also on the portable switch.
suites := $(foreach f,native asan tsan,$(room_tests:%=build/tests/$f/%)) \
	build/tests/ucontext/rooms/coro $(whole_tests:%=build/tests/native/%)

all_suites = $(suites) $(sort $(wildcard tests/whole/*.sh))
# Marks must not depend on how busy the machine is: these run at the same time as the others.
mark_suites = $(filter %/whole/grade tests/whole/grade%.sh,$(all_suites))

# What is tested is built by all cores, unless one asks for another -j. Tests follow, in two rows.
jobs = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))
test: test-tools bench-tools ## run all tests; ends in "N passed, N failed"
	@$(MAKE) --no-print-directory $(jobs) test-programs
	@tests/run.sh $(filter-out $(mark_suites),$(all_suites)) --beside $(mark_suites)

test-programs: build build/bin/explore $(benches:%=build/bin/bench-%) $(suites) $(lab_folders:%=bank-%)
.PHONY: test-programs

# ---- benchmarks --------------------------------------------------------------------------------
# Side by side with peers, built by file name. The peer is C++: take the same compiler's.
ifeq ($(origin CXX),default)
CXX = $(subst gcc,g++,$(subst clang,clang++,$(CC)))
endif

build/obj/native/%.o: %.cpp | tools
	@mkdir -p $(@D)
	@echo '#include <boost/context/fiber.hpp>' | $(CXX) -E -x c++ - -o /dev/null 2>/dev/null || { \
		echo "make: $(CXX) or libboost-context-dev is missing: run 'make deps-test'" >&2; exit 2; }
	$(call say,CXX,$@)
	$(Q)$(CXX) -std=c++17 -g -O2 -Wall -Wextra -MMD -MP -c $< -o $@

# Programs that stand beside a peer's: NAME_vs_peers.c, perhaps with NAME_*.cpp. The peers' libraries
# are in its comment, after "Links: ". What a lab is about lies with the lab: named from the top.
benches := $(patsubst tests/bench/%_vs_peers.c,%,$(sort $(wildcard tests/bench/*_vs_peers.c)))
bench_parts = $(patsubst %.cpp,build/obj/native/%.o,$(wildcard tests/bench/$1_*.cpp))
# Sources of a folder that the comment asks for, after "With: ".
bench_with = $(patsubst %.c,build/obj/native/%.o,$(wildcard \
	$(addsuffix *.c,$(shell sed -n 's/^ \* With: //p' tests/bench/$1_vs_peers.c))))

build/obj/native/tests/bench/%.o: facts = -iquote .

define bench_rules
build/bin/bench-$1: build/obj/native/tests/bench/$1_vs_peers.o $(call bench_parts,$1) \
		$(call bench_with,$1) \
		build/obj/native/tests/bench/contest.o build/obj/native/libharness.a
	@mkdir -p $$(@D)
	$(call say,LINK,$$@)
	$(Q)$$(if $(call bench_parts,$1),$$(CXX),$$(CC)) -pthread $$^ \
		$$(shell sed -n 's/^ \* Links: //p' tests/bench/$1_vs_peers.c) $(libraries) -o $$@
endef
$(foreach b,$(benches),$(eval $(call bench_rules,$b)))

bench: bench-tools plot-tools build/bin/explore $(benches:%=build/bin/bench-%) ## ours beside peers: a table, a picture, bench.tsv
	@tests/bench/run.sh $(benches:%=build/bin/bench-%)

build/bin/bench-explore-speed: build/obj/native/tests/bench/explore_speed.o \
		build/obj/native/libharness.a build/bin/explore
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) -pthread $(filter-out build/bin/%,$^) $(libraries) -o $@

# ---- subjects of the detector's tests ----------------------------------------------------------
subjects := $(patsubst tests/data/tsan-subjects/%.c,build/tests/subjects/%,\
	$(sort $(wildcard tests/data/tsan-subjects/*.c)))

build/tests/subjects/%: build/obj/tsan/tests/data/tsan-subjects/%.o build/obj/tsan/libharness.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) -pthread $(flags_tsan) $^ $(libraries) -o $@

build/tests/native/whole/detector: | $(subjects)

# ---- housekeeping ------------------------------------------------------------------------------
c_files = $(sort $(wildcard harness/*/*.[ch] harness/*/*/*.[ch] tests/*.[ch] tests/*/*.[ch] labs/*/*.[ch] labs/*/*/*.[ch]))
scripts = $(sort $(wildcard harness/*/*.sh plots/*.sh tests/*.sh tests/*/*.sh) .ci/run)

lint-tools:
	@harness/setup/tools.sh check-lint $(CLANG_FORMAT) cppcheck shellcheck

lint: lint-tools $(patsubst %.c,build/lint/%.ok,$(filter-out tests/attacks/%,$(filter %.c,$(c_files)))) ## formatting, warnings as errors, cppcheck, shellcheck
	$(Q)$(CLANG_FORMAT) --dry-run --Werror $(c_files)
	$(Q)cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr -j2 \
		--enable=warning,portability -D_Noreturn='__attribute__((noreturn))' -I harness -I tests \
		-i tests/data -i tests/attacks harness tests labs
	$(Q)shellcheck -x $(scripts)

# Warnings as errors, with optimization, since some warnings need it.
build/lint/%.ok: %.c | tools
	@mkdir -p $(@D)
	$(Q)$(CC) $(base_flags) -O2 -Werror $(call lab_include,$<) -MMD -MT $@ -MF $(@:.ok=.d) -c $< \
		-o /dev/null && touch $@

format: ## reformat the sources with clang-format
	$(Q)$(CLANG_FORMAT) -i $(c_files)

clean: ## remove build/ and the generated pictures
	rm -rf build plots/out

-include $(shell find build/obj build/lint -name '*.d' 2>/dev/null)
