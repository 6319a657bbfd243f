import { NOWHERE } from '../verdict/facts.ts';
import { condaSubdir } from '../verdict/rules/conda-subdir.ts';
import type { EnvironmentSubject, NodeGroup, Subject } from '../verdict/verdict.ts';
import { type Answer, judge } from '../verdict/verdict.ts';

/** Whether a place that lacks this very build can get it; docs/decisions/0022-obtainable.md. */
export const OBTAINABLE = ['yes', 'no', 'unknown'] as const;
export type Obtainable = (typeof OBTAINABLE)[number];

/** What a package's record tells; text fields are '' when not known. */
export interface PackageRecord {
  name: string;
  version: string;
  build: string;
  channel: string;
  subdir: string;
  sha256: string;
  md5: string;
}

/** What of a tool travels: an image, or a package of conda. Null where nothing is known of it but that it is there. */
export type Traveller =
  | { kind: 'image'; subject: Subject | null }
  | { kind: 'package'; record: PackageRecord | null };

/** What decides at the other place. */
export interface Able {
  groups: NodeGroup[];
  /** Channels of each conda installation. */
  installations: string[][];
  /** Conda was not read to the end there. */
  condaUnread: boolean;
}

export interface Told {
  obtainable: Obtainable;
  /** Why, in words. */
  how: string;
}

/** The best of what travels decides. Of a place of which only a list is known, or which is past, nothing is told. Pure. */
export function obtainableOf(travellers: readonly Traveller[], there: Able | null): Told {
  if (travellers.length === 0)
    return { obtainable: 'no', how: 'it is here in no form that travels: no image, no package of conda' };
  if (there === null)
    return { obtainable: 'unknown', how: 'it is told of nodes as they are now, not of a list or a past day' };
  let best: Told | null = null;
  for (const one of travellers) {
    const told = one.kind === 'image' ? imageOf(one.subject, there.groups) : packageOf(one.record, there);
    if (best === null || RANK.indexOf(told.obtainable) < RANK.indexOf(best.obtainable)) best = told;
    if (best.obtainable === 'yes') break;
  }
  return best ?? { obtainable: 'unknown', how: '' };
}

const RANK: readonly Obtainable[] = ['yes', 'unknown', 'no'];

const ANSWERS: readonly Answer[] = ['yes', 'note', 'unknown', 'no'];

/** A place runs it when some of its nodes do. */
function imageOf(subject: Subject | null, groups: NodeGroup[]): Told {
  if (subject === null) return { obtainable: 'unknown', how: 'of its image nothing is known but its name' };
  if (groups.length === 0) return { obtainable: 'unknown', how: 'no node is known there' };
  const judged = groups.map((group) => judge(subject, group));
  for (const answer of ANSWERS) {
    const found = judged.find((one) => one.answer === answer);
    if (!found) continue;
    const message = found.reasons.find((reason) => reason.answer === answer)?.message ?? '';
    if (answer === 'yes') return { obtainable: 'yes', how: 'its image runs there' };
    if (answer === 'note') return { obtainable: 'yes', how: `its image runs there. ${message}` };
    if (answer === 'no') return { obtainable: 'no', how: `its image does not run there. ${message}` };
    return { obtainable: 'unknown', how: `whether its image runs there is not known. ${message}` };
  }
  return { obtainable: 'unknown', how: '' };
}

function packageOf(record: PackageRecord | null, { groups, installations, condaUnread }: Able): Told {
  if (installations.length === 0) {
    return condaUnread
      ? { obtainable: 'unknown', how: 'whether there is a conda there is not known' }
      : { obtainable: 'no', how: 'there is no conda there' };
  }
  if (record === null || record.channel === '')
    return { obtainable: 'unknown', how: 'pip put it there, or its record does not tell its channel' };
  const platform = platformOf(record, groups);
  if (platform) return platform;
  const { channel } = record;
  if (installations.some((channels) => channels.includes(channel)))
    return { obtainable: 'yes', how: `conda there is set up for ${channel}` };
  const hash = record.sha256 || record.md5;
  if (hash !== '')
    return {
      obtainable: 'yes',
      how: `conda there can be asked for it by channel and hash: ${channel}/${record.subdir || '?'}::${record.name}==${record.version}=${record.build}`,
    };
  return {
    obtainable: 'unknown',
    how: `conda there is not set up for ${channel}, and the record holds no hash to ask by`,
  };
}

/** Null where some nodes are of the package's platform. */
function platformOf({ name, version, build, subdir }: PackageRecord, groups: NodeGroup[]): Told | null {
  if (subdir === 'noarch') return null;
  const packages = [{ name, version, build, subdir, virtual: null }];
  const subject: EnvironmentSubject = {
    ...NOWHERE,
    kind: 'environment',
    name,
    packages,
    pip: [],
    unreadable: 0,
  };
  const said = groups.flatMap((group) => condaSubdir.judge(subject, group));
  if (said.some(({ answer }) => answer === 'yes' || answer === 'note')) return null;
  const unknown = said.find(({ answer }) => answer === 'unknown');
  if (unknown || said.length === 0)
    return { obtainable: 'unknown', how: unknown?.message ?? 'no node is known there' };
  return { obtainable: 'no', how: said[0]?.message ?? '' };
}
