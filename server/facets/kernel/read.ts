import { type FacetEvidence, type Part, partOf } from '../../frames/evidence.ts';
import type { FacetReading } from '../facet.ts';
import { flagWords } from '../hardware/cpuinfo.ts';
import { sorted } from '../hardware/processors.ts';
import { nodeReading, partText, problemOf } from '../reading.ts';
import { parseInstalled, rebootOf } from './installed.ts';
import type { Kernel } from './schema.ts';
import { parseUname, type Running } from './uname.ts';

const NOT_RUNNING: Running = { system: '', release: '', version: '', machine: '' };

export function readKernel(evidence: FacetEvidence): FacetReading {
  const { parts } = evidence;
  const uname = partText(parts, 'uname');
  const running = partOf(parts, 'running') ? runningOf(partText(parts, 'running')) : parseUname(uname);
  const problems =
    uname !== '' && running === null
      ? [problemOf('kernel', '', 'uname', 1, uname, 'no output of uname that can be read')]
      : [];
  return nodeReading(evidence, kernelOf(running ?? NOT_RUNNING, parts), problems);
}

/** /proc/sys/kernel/ostype, osrelease, version and arch, a line each. */
function runningOf(text: string): Running {
  const [system = '', release = '', version = '', machine = ''] = text.split('\n').map((line) => line.trim());
  return { system, release, version, machine };
}

export function kernelOf(running: Running, parts: Part[]): Kernel {
  const isKnown = partOf(parts, 'boot') !== undefined || partOf(parts, 'modules') !== undefined;
  // Without /boot, what is in /lib/modules is all; what cannot be read is not known to be empty.
  const isUnread = partOf(parts, 'boot-unread') !== undefined && partOf(parts, 'modules') === undefined;
  const isRead = isKnown && !isUnread;
  const installed = isRead ? parseInstalled(partText(parts, 'boot'), partText(parts, 'modules')) : null;
  const cpuinfo = partText(parts, 'cpuinfo').split('\n').map(nameAndValue);
  return {
    kind: 'kernel.node',
    ...running,
    installed,
    ...rebootOf(running.release, installed),
    microcode: sorted(cpuinfo.filter(({ name }) => name === 'microcode').map(({ value }) => value)),
    flags: commonFlags(cpuinfo.filter(({ name }) => name !== 'microcode').map(({ value }) => value)),
    ...vsyscallOf(partText(parts, 'vsyscall').trim()),
  };
}

/** What the agent's shell may do with the page, as /proc/<pid>/maps writes it. */
function vsyscallOf(rights: string): Pick<Kernel, 'vsyscall'> {
  if (rights === 'none') return { vsyscall: 'none' };
  if (!/^[r-][w-]x[ps]$/.test(rights)) return {};
  return { vsyscall: rights.startsWith('r') ? 'mapped' : 'execute only' };
}

function nameAndValue(line: string): { name: string; value: string } {
  const colon = line.indexOf(':');
  return { name: line.slice(0, Math.max(0, colon)).trim(), value: line.slice(colon + 1).trim() };
}

/** The flags that all different lines have. */
function commonFlags(lines: string[]): string[] {
  const sets = lines.filter((line) => line !== '').map((line) => new Set(flagWords(line)));
  return sorted([...(sets[0] ?? [])].filter((flag) => sets.every((one) => one.has(flag))));
}
