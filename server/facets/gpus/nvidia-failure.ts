/** Why nvidia-smi gave no card, as a reason word and what it said; see nvidia-smi(1), RETURN VALUE. */
export interface Failure {
  reason: string;
  message: string;
}

const CASES: [reason: string, status: number, text: string][] = [
  ['driver-mismatch', 18, 'driver/library version mismatch'],
  ['driver-not-loaded', 9, "couldn't communicate with the nvidia driver"],
  ['no-devices', 6, 'no devices were found'],
  ['gpu-lost', 15, 'gpu is lost'],
  ['gpu-lost', 15, 'unable to determine the device handle'],
  ['permission', 4, 'insufficient permissions'],
  ['driver-not-loaded', 9, 'failed to initialize nvml: driver not loaded'],
  ['no-library', 12, "couldn't find libnvidia-ml"],
];

/** Its own words for any failure of the library, with the error behind the colon (nvmlErrorString). */
const FAILED = /^(?:Failed to (?:initialize|properly shut down) NVML: |NVIDIA-SMI has failed )/m;

/** Whether a text is what nvidia-smi says in place of an answer. */
export function saysFailure(text: string): boolean {
  return FAILED.test(text) || nvidiaFailure(text, null).reason !== 'error';
}

/** Statuses of timeout(1): it ended the program, or a signal did. */
const TIMED_OUT = [124, 137, 143];

export function timedOut(status: number | null): boolean {
  return status !== null && TIMED_OUT.includes(status);
}

export function nvidiaFailure(text: string, status: number | null): Failure {
  const line = firstLine(text);
  if (timedOut(status)) return { reason: 'timeout', message: 'nvidia-smi did not answer in time' };
  const lower = text.slice(0, 2000).toLowerCase();
  const found =
    CASES.find((one) => lower.includes(one[2])) ?? CASES.find((one) => status !== null && one[1] === status);
  const reason = found?.[0] ?? 'error';
  return { reason, message: `nvidia-smi: ${line || `exit status ${status ?? 'not known'}`}` };
}

export function firstLine(text: string): string {
  const line = text.split('\n', 20).find((one) => one.trim() !== '');
  return (line ?? '').trim().slice(0, 200);
}
