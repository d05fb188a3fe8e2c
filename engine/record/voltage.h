/* Units of voltage, as files spell them. */
#ifndef RECORD_VOLTAGE_H
#define RECORD_VOLTAGE_H

/* mV in one of these units ("uV" in any spelling: 0.001; "mV": 1; "V": 1000; "nV": 1e-6); 0 when
 * they are no voltage. "" counts as mV, WFDB's default. Case is ignored but for "MV", which is
 * taken for mV too: no ECG is in megavolts. */
double ecg_voltage_scale(const char *units);

#endif
