/* object.c: what an object file shows and needs (see gate.h). */
#include "base/file.h"
#include "gate/internal.h"
#include "gate/names.h"

#include <elf.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What the compiler calls on its own, for the detector and for the processor. */
static const char added[] =
	"__tsan_init __tsan_func_entry __tsan_func_exit __tsan_read* __tsan_write* "
	"__tsan_unaligned_* __tsan_volatile_* __tsan_unaligned_volatile_* __tsan_atomic* "
	"__tsan_memcpy __tsan_memmove __tsan_memset __tsan_vptr_* __emutls_get_address "
	"__tls_get_addr _GLOBAL_OFFSET_TABLE_ __aarch64_* __sanitizer_cov_load* "
	"__sanitizer_cov_store*";
static const char sections[] =
	".text .text.* .data .data.* .bss .bss.* .rodata .rodata.* .tdata .tdata.* .tbss .tbss.* "
	".eh_frame .init_array .init_array.* .note.GNU-stack .note.gnu.property";

static const struct objection unread = {"an object file that the gate cannot read",
					"nobody knows what it does", NULL, NULL};
static const struct objection constructor = {"a constructor", "it runs outside of any check",
					     "call it from a function that api.h asks for",
					     "constructor"};
static const struct objection placed = {
	"a section of its own", "what lies there may run outside of any check, or be skipped",
	"leave out that attribute", "section"};
static const struct objection weak = {"a weak or indirect name",
				      "what it stands for is decided elsewhere",
				      "leave out that attribute", "weak ifunc"};
static const struct objection visible = {"a name that other files see",
					 "only what api.h asks for may be seen", "make it static",
					 NULL};
static const struct objection needed = {"a name from elsewhere",
					"it is not on the list of what a fix may use",
					"use what the task needs, no more", NULL};

struct object {
	const char *data;
	size_t size;
	Elf64_Ehdr header;
};

/* Copy a piece that may lie anywhere. Returns false when it does not lie within the file. */
static bool read_at(const struct object *object, uint64_t at, void *piece, size_t size)
{
	if (at > object->size || size > object->size - at)
		return false;
	memcpy(piece, object->data + at, size);
	return true;
}

static bool read_section(const struct object *object, uint64_t index, Elf64_Shdr *section)
{
	return index < object->header.e_shnum &&
	       read_at(object, object->header.e_shoff + index * sizeof *section, section,
		       sizeof *section);
}

/* A name in a table of names; NULL: it does not end within the file. */
static const char *read_name(const struct object *object, const Elf64_Shdr *table, uint64_t at)
{
	uint64_t start = table->sh_offset + at;

	if (table->sh_type != SHT_STRTAB || at >= table->sh_size || start < at ||
	    start >= object->size || !memchr(object->data + start, '\0', object->size - start))
		return NULL;
	return object->data + start;
}

static bool read_header(struct object *object)
{
	return read_at(object, 0, &object->header, sizeof object->header) &&
	       memcmp(object->header.e_ident, ELFMAG, SELFMAG) == 0 &&
	       object->header.e_ident[EI_CLASS] == ELFCLASS64 &&
	       object->header.e_ident[EI_DATA] == ELFDATA2LSB && object->header.e_type == ET_REL &&
	       object->header.e_shentsize == sizeof(Elf64_Shdr);
}

/* ---- rules ---- */

/* The detector's own constructor is the one pointer that may be there. */
static bool check_sections(struct check *check, const struct object *object)
{
	Elf64_Shdr names, section;
	unsigned constructors = 0;

	if (!read_section(object, object->header.e_shstrndx, &names))
		return false;
	for (uint64_t i = 0; i < object->header.e_shnum; i++) {
		const char *name = read_section(object, i, &section)
					   ? read_name(object, &names, section.sh_name)
					   : NULL;

		if (!name)
			return false;
		if ((section.sh_flags & SHF_ALLOC) && !names_has(sections, name))
			refuse(check, -1, name, &placed);
		if (strncmp(name, ".init_array", 11) == 0)
			constructors += section.sh_size > 8 ? 2 : 1;
	}
	if (constructors > 1)
		refuse(check, -1, "", &constructor);
	return true;
}

static void check_shown(struct check *check, const Elf64_Sym *symbol, const char *name)
{
	if (ELF64_ST_BIND(symbol->st_info) != STB_GLOBAL ||
	    ELF64_ST_TYPE(symbol->st_info) == STT_GNU_IFUNC || symbol->st_shndx == SHN_COMMON)
		refuse(check, -1, name, &weak);
	else if (!names_is_one_of(check->policy->provides, name))
		refuse(check, -1, name, &visible);
}

static void check_needed(struct check *check, const char *name)
{
	if (*name && !names_has(added, name) && !check_may_call(check, name))
		refuse(check, -1, name, &needed);
}

static bool check_symbols(struct check *check, const struct object *object, const Elf64_Shdr *table)
{
	Elf64_Shdr names;
	Elf64_Sym symbol;

	if (!read_section(object, table->sh_link, &names))
		return false;
	for (uint64_t at = 0; at + sizeof symbol <= table->sh_size; at += sizeof symbol) {
		const char *name;

		if (!read_at(object, table->sh_offset + at, &symbol, sizeof symbol))
			return false;
		name = read_name(object, &names, symbol.st_name);
		if (!name)
			return false;
		if (ELF64_ST_BIND(symbol.st_info) == STB_LOCAL)
			continue;
		if (symbol.st_shndx == SHN_UNDEF)
			check_needed(check, name);
		else
			check_shown(check, &symbol, name);
	}
	return true;
}

static bool check_object(struct check *check, struct object *object)
{
	Elf64_Shdr section;
	int tables = 0;

	if (!read_header(object) || !check_sections(check, object))
		return false;
	for (uint64_t i = 0; i < object->header.e_shnum; i++) {
		if (!read_section(object, i, &section))
			return false;
		if (section.sh_type != SHT_SYMTAB)
			continue;
		if (tables++ > 0 || !check_symbols(check, object, &section))
			return false;
	}
	return tables == 1;
}

int gate_check_object(const char *path, const struct gate_policy *policy,
		      struct gate_report *report)
{
	struct module nothing = {.metadata_count = 0};
	struct check check = {.module = &nothing, .policy = policy, .report = report};
	struct object object = {.size = 0};
	char *data = file_read(path, &object.size);

	report->count = 0;
	if (!data)
		return -1;
	object.data = data;
	if (!check_object(&check, &object))
		refuse(&check, -1, "", &unread);
	free(data);
	report_sort(report);
	return 0;
}
