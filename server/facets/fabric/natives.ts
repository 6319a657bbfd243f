import type { NativeForm } from '../facet.ts';
import { inputText, nativeReading, problemOf } from '../reading.ts';
import { adaptersOf, type Told } from './adapter.ts';
import { readMounts } from './mounts.ts';
import { mountLines } from './mountTables.ts';
import { readMpiTypes } from './mpi.ts';
import { readCxiStat, readIbstat, readIbstatus, readIbvDevinfo } from './nativeCards.ts';
import { lustreVersion, programs } from './programs.ts';
import type { Fabric, Software } from './schema.ts';

/** What one program does not say is not known. */
const nothing: Omit<Fabric, 'kind'> = { adapters: null, software: [], mpiTypes: null, fileSystems: null };

type Read = (text: string) => Partial<Omit<Fabric, 'kind'>> | null;

function form(format: string, sentence: string, read: Read): NativeForm {
  return {
    format,
    sentence,
    recognise: (input) => read(inputText(input)) !== null,
    parse: (input) => {
      const text = inputText(input);
      const told = read(text);
      const problem = problemOf(
        'fabric',
        input.name,
        format,
        1,
        text,
        `nothing of the form ${format} was found`,
      );
      const facts: Fabric | null = told && { kind: 'fabric.node', ...nothing, ...told };
      return nativeReading(input, format, facts, told ? [] : [problem]);
    },
  };
}

function cards(format: string, sentence: string, read: (text: string) => Told[] | null): NativeForm {
  return form(format, sentence, (text) => {
    const told = read(text);
    return told && { adapters: adaptersOf(told) };
  });
}

function version(format: string, sentence: string, name: Software['name'], begins: RegExp): NativeForm {
  const program = programs.find((one) => one.name === name);
  return form(format, sentence, (text) => {
    if (!begins.test(text)) return null;
    const found = name === 'Lustre' ? lustreVersion(text) : (program?.read(text) ?? '');
    return found === '' ? null : { software: [{ name, version: found }] };
  });
}

const mpiList: Read = (text) => {
  const mpiTypes = readMpiTypes(text);
  return mpiTypes && { mpiTypes };
};

const mounts: Read = (text) => {
  const lines = mountLines(text);
  return lines === null ? null : { fileSystems: readMounts(lines).fileSystems };
};

/** In this order: `ibv_devinfo` and others may stand in one text with the version of their package. */
export const natives: NativeForm[] = [
  cards('ibstat', 'Output of ibstat.', readIbstat),
  cards('ibv-devinfo', 'Output of ibv_devinfo, with or without -v.', readIbvDevinfo),
  cards('ibstatus', 'Output of ibstatus.', readIbstatus),
  cards('cxi-stat', 'Output of cxi_stat.', readCxiStat),
  form('srun-mpi-list', 'Output of srun --mpi=list.', mpiList),
  version(
    'ofed-info',
    'Output of ofed_info, with or without -s.',
    'OFED',
    /^(?:MLNX_|DOCA_|doca-)?OFED[\w.-]+/i,
  ),
  version(
    'fi-info',
    'Output of fi_info, with --version, -l or neither.',
    'libfabric',
    /^fi_info: |^libfabric: |^provider: |^[\w;]+:\n\s+version: /m,
  ),
  version(
    'ucx-info',
    'Output of ucx_info -v.',
    'UCX',
    /^# (?:Library version: |UCX version |Version |UCT version=)/m,
  ),
  version(
    'pmix-info',
    'Output of pmix_info --version, or pmix.pc.',
    'PMIx',
    /^(?:pmix_info \(|PMIx: |Name: (?:Open)?pmix)/im,
  ),
  version('mmdiag', 'Output of mmdiag --version.', 'GPFS', /^Current GPFS build: /m),
  version(
    'lctl-version',
    'Output of lctl --version, lfs --version or lctl get_param version, or /sys/fs/lustre/version.',
    'Lustre',
    /^(?:lctl \d|lfs \d|version=|lustre: \d|Lustre version: )/m,
  ),
  version('daos-version', 'Output of daos version.', 'DAOS', /^daos version /m),
  form(
    'mounts',
    'A copy of /proc/self/mountinfo or /proc/mounts, or output of mount, findmnt or df -T.',
    mounts,
  ),
];
