#include "record/snomed.h"

#include "record/text.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *code, *word;
} table[] = {
    { "270492004", "First degree AV block" },
    { "195042002", "Second degree AV block" },
    { "54016002", "Second degree AV block, Mobitz I" },
    { "28189009", "Second degree AV block, Mobitz II" },
    { "164903001", "2:1 AV block" },
    { "27885002", "Complete AV block" },
    { "233917008", "AV block" },
    { "49578007", "Short PR interval" },
    { "164947007", "Prolonged PR interval" },
    { "426783006", "Sinus rhythm" },
    { "426177001", "Sinus bradycardia" },
    { "427084000", "Sinus tachycardia" },
    { "427393009", "Sinus arrhythmia" },
    { "426627000", "Bradycardia" },
    { "5609005", "Sinus arrest" },
    { "65778007", "Sinoatrial block" },
    { "195101003", "Wandering atrial pacemaker" },
    { "713422000", "Atrial tachycardia" },
    { "713423005", "Multifocal atrial tachycardia" },
    { "426761007", "Supraventricular tachycardia" },
    { "67198005", "Paroxysmal supraventricular tachycardia" },
    { "233897008", "AV reentrant tachycardia" },
    { "233896004", "AV nodal reentrant tachycardia" },
    { "164889003", "Atrial fibrillation" },
    { "282825002", "Paroxysmal atrial fibrillation" },
    { "426749004", "Chronic atrial fibrillation" },
    { "314208002", "Rapid atrial fibrillation" },
    { "195080001", "Atrial fibrillation and flutter" },
    { "164890007", "Atrial flutter" },
    { "426995002", "Junctional escape" },
    { "426664006", "Accelerated junctional rhythm" },
    { "426648003", "Junctional tachycardia" },
    { "29320008", "Ectopic rhythm" },
    { "61277005", "Accelerated idioventricular rhythm" },
    { "49260003", "Idioventricular rhythm" },
    { "81898007", "Ventricular escape rhythm" },
    { "75532003", "Ventricular escape beat" },
    { "164895002", "Ventricular tachycardia" },
    { "164896001", "Ventricular fibrillation" },
    { "111288001", "Ventricular flutter" },
    { "284470004", "Premature atrial contraction" },
    { "251170000", "Blocked premature atrial contraction" },
    { "63593006", "Supraventricular premature beats" },
    { "251164006", "Junctional premature complex" },
    { "251173003", "Atrial bigeminy" },
    { "427172004", "Premature ventricular contractions" },
    { "17338001", "Premature ventricular beats" },
    { "164884008", "Ventricular ectopic beats" },
    { "251182009", "Paired premature ventricular complexes" },
    { "11157007", "Ventricular bigeminy" },
    { "251180001", "Ventricular trigeminy" },
    { "13640000", "Fusion beats" },
    { "10370003", "Pacing rhythm" },
    { "251268003", "Atrial pacing" },
    { "251266004", "Ventricular pacing" },
    { "195060002", "Ventricular pre-excitation" },
    { "74390002", "Wolff-Parkinson-White pattern" },
    { "6374002", "Bundle branch block" },
    { "164909002", "Left bundle branch block" },
    { "733534002", "Complete left bundle branch block" },
    { "251120003", "Incomplete left bundle branch block" },
    { "59118001", "Right bundle branch block" },
    { "713427006", "Complete right bundle branch block" },
    { "713426002", "Incomplete right bundle branch block" },
    { "445118002", "Left anterior fascicular block" },
    { "445211001", "Left posterior fascicular block" },
    { "82226007", "Diffuse intraventricular block" },
    { "698252002", "Nonspecific intraventricular conduction disorder" },
    { "39732003", "Left axis deviation" },
    { "47665007", "Right axis deviation" },
    { "251200008", "Indeterminate cardiac axis" },
    { "251199005", "Counterclockwise rotation" },
    { "251198002", "Clockwise rotation" },
    { "253352002", "Left atrial abnormality" },
    { "67741000119109", "Left atrial enlargement" },
    { "446813000", "Left atrial hypertrophy" },
    { "253339007", "Right atrial abnormality" },
    { "446358003", "Right atrial hypertrophy" },
    { "195126007", "Atrial hypertrophy" },
    { "164873001", "Left ventricular hypertrophy" },
    { "55827005", "Left ventricular high voltage" },
    { "370365005", "Left ventricular strain" },
    { "89792004", "Right ventricular hypertrophy" },
    { "266249003", "Ventricular hypertrophy" },
    { "251146004", "Low QRS voltage" },
    { "251147008", "Low QRS voltage in the limb leads" },
    { "251148003", "Low QRS voltage in the chest leads" },
    { "365413008", "Poor R wave progression" },
    { "164951009", "Abnormal QRS" },
    { "164917005", "Abnormal Q wave" },
    { "164921003", "Abnormal R wave" },
    { "164865005", "Myocardial infarction" },
    { "164867002", "Old myocardial infarction" },
    { "57054005", "Acute myocardial infarction" },
    { "54329005", "Anterior myocardial infarction" },
    { "73795002", "Inferior myocardial infarction" },
    { "164861001", "Myocardial ischaemia" },
    { "413444003", "Acute myocardial ischaemia" },
    { "413844008", "Chronic myocardial ischaemia" },
    { "426434006", "Anterior ischaemia" },
    { "425419005", "Inferior ischaemia" },
    { "425623009", "Lateral ischaemia" },
    { "55930002", "ST-T changes" },
    { "428750005", "Nonspecific ST-T abnormality" },
    { "164930006", "Abnormal ST interval" },
    { "429622005", "ST depression" },
    { "704997005", "Inferior ST depression" },
    { "164931005", "ST elevation" },
    { "428417006", "Early repolarization" },
    { "418818005", "Brugada pattern" },
    { "164934002", "T wave abnormality" },
    { "59931005", "T wave inversion" },
    { "251259000", "Tall T waves" },
    { "164937009", "Abnormal U wave" },
    { "251242005", "Tall U waves" },
    { "111975006", "Prolonged QT interval" },
    { "77867006", "Short QT interval" },
    { "423863005", "Electrical alternans" },
    { "251139008", "Suspected arm lead reversal" },
    { "251143007", "ECG artefacts" },
};

const char *ecg_snomed_word(const char *code, size_t length)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strlen(table[i].code) == length && memcmp(table[i].code, code, length) == 0)
            return table[i].word;
    return NULL;
}

static int is_code(const char *s, size_t length)
{
    return length >= 6 && strspn(s, "0123456789") >= length;
}

void ecg_snomed_words(char *to, size_t size, const char *list)
{
    size_t used = 0;
    to[0] = 0;
    for (const char *item = list; *item;) {
        item += strspn(item, " ,;");
        size_t n = strcspn(item, ",;");
        const char *next = item + n;
        while (n && item[n - 1] == ' ')
            n--;
        char word[128] = "";
        const char *known = ecg_snomed_word(item, n);
        if (known)
            snprintf(word, sizeof word, "%s", known);
        else if (!is_code(item, n))
            ecg_text_clean(word, sizeof word, item, n);
        size_t needed = strlen(word) + (used ? 2 : 0);
        if (word[0] && used + needed < size) {
            snprintf(to + used, size - used, "%s%s", used ? ", " : "", word);
            used += needed;
        }
        item = next;
    }
}
