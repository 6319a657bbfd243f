import type { Part } from '../../frames/evidence.ts';
import { x86Level } from '../hardware/level.ts';
import { partText } from '../reading.ts';

/**
 * What, besides architecture and MODULEPATH, a modulefile may look at and show different things for: the processor's
 * micro-architecture, the system, and the account. Agents from before do not tell it.
 */
export function nodeClass(parts: Part[], account: string): string[] {
  const cpu = microArchitecture(partText(parts, 'cpu'));
  const os = systemIn(partText(parts, 'os-release'));
  if (cpu === '' && os === '') return [];
  return [cpu, os, account === '' ? '' : `as ${account}`].filter((word) => word !== '');
}

/** The account that looked, out of the key of a tree; '' where the agent did not tell it. */
export function accountOf(key: string): string {
  return / as (\S{1,80})$/.exec(key)?.[1] ?? '';
}

/** The level of an x86-64 processor, the numbers of an Arm one (proc_cpuinfo(5)), the name of a POWER one. */
function microArchitecture(cpuinfo: string): string {
  const value = (key: string) =>
    cpuinfo
      .split('\n')
      .find((line) => line.split(':', 1)[0]?.trim() === key)
      ?.split(':', 2)[1]
      ?.trim() ?? '';
  const level = x86Level(value('flags').split(/\s+/));
  if (level !== '') return level;
  const arm = [value('CPU implementer'), value('CPU part')].filter((word) => word !== '');
  return arm.length === 2 ? `arm-${arm.join('-')}` : (value('cpu').split(/[\s,]/)[0] ?? '');
}

/** `rhel-9`: not its minor version, as an update does not make another place of a tree. */
function systemIn(release: string): string {
  const value = (key: string) =>
    new RegExp(`^${key}=["']?([A-Za-z0-9._-]+)`, 'm').exec(release)?.[1]?.toLowerCase() ?? '';
  const [major = ''] = value('VERSION_ID').split('.');
  return [value('ID'), major].filter((word) => word !== '').join('-');
}
