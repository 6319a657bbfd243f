import { said } from './values.ts';

export interface ListedGpu {
  model: string;
  profiles: string[];
}

/**
 * `nvidia-smi -L`: a line per GPU and, indented below it, one per MIG device. The only form that names
 * MIG profiles. A UUID in parentheses may follow.
 */
export function readNvidiaList(text: string): ListedGpu[] {
  const gpus: ListedGpu[] = [];
  for (const line of text.split('\n')) {
    const uuid = line.indexOf(' (UUID');
    const body = (uuid < 0 ? line : line.slice(0, uuid)).trim();
    const gpu = /^GPU (\d{1,4}): (\S.{0,200})$/.exec(body);
    // A second list (`nvidia-smi nvlink -s` has the same lines) begins at 0 again.
    if (gpu && Number(gpu[1]) < gpus.length) break;
    if (gpu) gpus.push({ model: said(gpu[2]), profiles: [] });
    const mig = /^MIG ([\w.+]{1,40}) +Device +\d{1,4}:?$/.exec(body);
    if (mig) gpus.at(-1)?.profiles.push(mig[1] ?? '');
  }
  return gpus;
}
