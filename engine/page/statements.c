#include "page/statements.h"

#include "core/asset.h"
#include "page/words.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CODES, CLASS, RANK, ENGLISH, GERMAN, FRENCH, SPANISH, FIELDS };
enum { NORMAL, BORDERLINE, ABNORMAL };
enum { RANK_LAST_RHYTHM = 12, RANK_NORMAL_ECG = 90 };

struct span {
    const char *text;
    size_t length;
};

/* A line of the table that the record's codes name. */
struct found {
    int rank, severity, has_no_p;
    struct span wording;
};

static struct span trim(const char *text, size_t length)
{
    while (length > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        length--;
    }
    while (length > 0 && strchr(" \t\r.", text[length - 1]))
        length--;
    return (struct span){ text, length };
}

/* The next piece of text up to one of the separators; *text is moved behind it. 0 at the end. */
static int next_piece(const char **text, size_t *left, const char *separators, struct span *piece)
{
    if (*left == 0)
        return 0;
    size_t n = 0;
    while (n < *left && !strchr(separators, (*text)[n]))
        n++;
    *piece = trim(*text, n);
    n += n < *left;
    *text += n;
    *left -= n;
    return 1;
}

static int is_same(struct span a, struct span b)
{
    return a.length == b.length && strncasecmp(a.text, b.text, a.length) == 0;
}

static int line_has_code(struct span codes, struct span code)
{
    struct span alias;
    while (next_piece(&codes.text, &codes.length, ";", &alias))
        if (is_same(alias, code))
            return 1;
    return 0;
}

static int field_of_language(const char *language)
{
    static const char *const others[] = { "de", "fr", "es" };
    for (int i = 0; i < 3; i++)
        if (strcmp(language, others[i]) == 0)
            return GERMAN + i;
    return ENGLISH;
}

/* Looks a code up in the table; 1 when it is there. */
static int find_code(struct span code, int wording, struct found *found)
{
    const struct ecg_asset *asset = ecg_asset_find("assets/words/statements.txt");
    if (!asset || code.length == 0)
        return 0;
    const char *text = (const char *)asset->data;
    size_t left = asset->size;
    for (struct span line; next_piece(&text, &left, "\n", &line);) {
        struct span fields[FIELDS];
        int n = 0;
        if (line.length == 0 || line.text[0] == '#')
            continue;
        while (n < FIELDS && next_piece(&line.text, &line.length, "|", &fields[n]))
            n++;
        if (n != FIELDS || !line_has_code(fields[CODES], code))
            continue;
        found->rank = atoi(fields[RANK].text);
        found->severity = fields[CLASS].text[0] == 'n'   ? NORMAL
                          : fields[CLASS].text[0] == 'b' ? BORDERLINE
                                                         : ABNORMAL;
        found->has_no_p = fields[CLASS].text[fields[CLASS].length - 1] == 'P';
        found->wording = fields[wording];
        return 1;
    }
    return 0;
}

/* Inserts by rank, each wording once; the last ranks fall out when there are too many. */
static int insert(struct found *all, int n, const struct found *new)
{
    for (int i = 0; i < n; i++)
        if (is_same(all[i].wording, new->wording))
            return n;
    int at = n;
    while (at > 0 && all[at - 1].rank > new->rank)
        at--;
    if (at == ECG_MAX_STATEMENTS)
        return n;
    int last = n < ECG_MAX_STATEMENTS ? n : ECG_MAX_STATEMENTS - 1;
    memmove(&all[at + 1], &all[at], (size_t)(last - at) * sizeof *all);
    all[at] = *new;
    return last + 1;
}

/* "Normal sinus rhythm" is not said beside another rhythm, nor "normal" beside what is not. */
static int drop_normal(struct found *all, int n)
{
    int has_rhythm = 0, has_finding = 0, kept = 0;
    for (int i = 0; i < n; i++) {
        has_rhythm |= all[i].severity != NORMAL && all[i].rank <= RANK_LAST_RHYTHM;
        has_finding |= all[i].severity != NORMAL;
    }
    for (int i = 0; i < n; i++) {
        int is_rhythm = all[i].rank <= RANK_LAST_RHYTHM;
        if (all[i].severity == NORMAL && (is_rhythm ? has_rhythm : has_finding))
            continue;
        all[kept++] = all[i];
    }
    return kept;
}

static const char *codes_of(const struct ecg_record *record)
{
    static const char labels[] = "Labels:";
    if (record->diagnosis[0])
        return record->diagnosis;
    for (int i = 0; i < record->n_comments; i++)
        if (strncasecmp(record->comments[i], labels, sizeof labels - 1) == 0)
            return record->comments[i] + sizeof labels - 1;
    return "";
}

static void conclude(struct ecg_statements *statements, const struct found *all, int n)
{
    static const char *const words[] = { "normal", "borderline", "abnormal" };
    int worst = NORMAL, is_called_normal = 0;
    for (int i = 0; i < n; i++) {
        worst = all[i].severity > worst ? all[i].severity : worst;
        is_called_normal |= all[i].rank == RANK_NORMAL_ECG;
    }
    /* A rhythm alone does not say that everything else is normal. */
    if (n > 0 && (worst != NORMAL || is_called_normal))
        strcpy(statements->conclusion, words[worst]);
}

void ecg_statements_make(
    struct ecg_statements *statements, const struct ecg_record *record, const char *language)
{
    struct found all[ECG_MAX_STATEMENTS];
    const char *text = codes_of(record);
    size_t left = strlen(text);
    int n = 0, wording = field_of_language(language);
    *statements = (struct ecg_statements){ 0 };
    for (struct span code; next_piece(&text, &left, ",;|", &code);) {
        struct found found;
        if (!find_code(code, wording, &found))
            continue;
        statements->has_no_p |= found.has_no_p;
        n = insert(all, n, &found);
    }
    n = drop_normal(all, n);
    conclude(statements, all, n);
    for (int i = 0; i < n; i++)
        if (all[i].rank != RANK_NORMAL_ECG)
            ecg_utf8_copy(statements->line[statements->n++], ECG_STATEMENT_SIZE,
                all[i].wording.text, all[i].wording.length);
}
